"""The tables a made-up brokerage consists of: columns of numpy, one place an account, instrument or device."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
Column = NDArray[Any]

SMALL_CAP, THIN_TRADE = 10e9, 50e6
"""Yen of capitalisation and of daily trade under which a name counts as thin."""
SLOTS = 8
"""Names one account holds at most."""


@dataclass(slots=True)
class Instruments:
    """Everything that is traded; money in yen.

    ``fine`` marks the names with the finer tick table; ``lift`` is by how much (log) a crowd held the latest close up.
    """

    symbols: list[str]
    market: Ints
    segment: Ints
    shares: Floats
    adv: Floats
    close: Floats
    sigma: Floats
    fine: Bools
    lot: Ints
    lift: Floats

    @property
    def cap(self) -> Floats:
        """Market capitalisation at the latest close."""
        return self.shares * self.close

    def thin(self) -> Bools:
        """Names of small capitalisation or little trade, by the product's own definition (A-02)."""
        return (self.cap < SMALL_CAP) | (self.adv < THIN_TRADE)


@dataclass(slots=True)
class Devices:
    """One place a device; ``cookie`` is the number behind its identifier, ``door`` the channel it is used for."""

    cookie: Ints
    agent: Ints
    door: Ints
    locale: Ints
    client: Ints
    forgetful: Floats


@dataclass(slots=True)
class Accounts:
    """One place an account."""

    opened: Ints
    company: Bools
    visits_a_day: Floats
    hour: Floats
    trades: Floats
    day_trader: Bools
    fan: Bools
    concentrated: Bools
    margin: Bools
    factor: Ints
    assets: Floats
    cash: Ints
    device: Ints
    home: Words
    block: Ints
    renewal: Floats
    carrier: Ints
    office: Words
    aggregator: Bools
    trip_until: Ints
    trip_block: Ints
    held: Ints
    quantity: Ints
    sheltered: Bools
    acquired: Ints

    def __len__(self) -> int:
        return len(self.opened)


@dataclass(slots=True)
class Blocks:
    """Blocks of addresses of one kind of line."""

    start: Ints
    bits: Ints
    asn: Ints
    country: list[str]
    weight: Floats


@dataclass(slots=True)
class Counters:
    """Numbers given out so far; identifiers are made of them by mixing, so that they say nothing."""

    cookie: int = 0
    session: int = 0
    order: int = 0
    digest: int = 0

    def take(self, name: str, count: int) -> Ints:
        """The next ``count`` numbers."""
        first: int = getattr(self, name)
        setattr(self, name, first + count)
        return np.arange(first, first + count, dtype=np.int64)


@dataclass(slots=True)
class Agents:
    """Browser profiles: JSON fragments, weights and the places of each group."""

    fragments: list[str]
    weights: Floats
    groups: dict[str, Ints]
    group_of: list[str] = field(default_factory=list)
