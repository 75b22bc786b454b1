"""The whole brokerage at the start of a run."""

import zlib
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world import accounts as customers
from sekisho.simulation.operations.world import instruments as listing
from sekisho.simulation.operations.world import portfolios
from sekisho.simulation.queries.packed import agents
from sekisho.simulation.rules.mixing import mix_one
from sekisho.simulation.rules.rendering.names import Names
from sekisho.simulation.types.plan import Plan
from sekisho.simulation.types.world import Accounts, Column, Counters, Devices, Floats, Instruments, Ints

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Notice:
    """A customer who will report something at ``at`` (ms since 1970)."""

    at: int
    account: int
    says: int


@dataclass(slots=True)
class World:
    """State that lives from day to day.

    ``waiting`` holds orders to be filled at the next opening, ``notices`` what customers will report. ``steady`` are
    accounts that change no authenticator during the run, because a retold case needs them as they are.
    """

    plan: Plan
    salt: int
    counters: Counters
    instruments: Instruments
    accounts: Accounts
    devices: Devices
    popularity: Floats
    thin: Ints
    waiting: list[dict[str, Column]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    steady: set[int] = field(default_factory=set)

    @property
    def names(self) -> Names:
        """Strings for the renderers."""
        numbering = mix_one(zlib.crc32(repr(self.plan).encode()), self.salt)
        return Names.of(self.salt, numbering, agents(), self.instruments)


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - _EPOCH


def build(plan: Plan) -> World:
    """The brokerage of a plan; attacks have no part in it."""
    counters = Counters()
    today = day_number(plan.start)
    instruments = listing.build(stream(plan.seed, "instruments"), plan.accounts)
    accounts, devices = customers.build(stream(plan.seed, "accounts"), counters, plan.accounts, today)
    portfolios.fill(stream(plan.seed, "portfolios"), accounts, instruments, today)
    return World(
        plan=plan,
        salt=mix_one(plan.seed, plan.accounts * 1_000 + plan.days),
        counters=counters,
        instruments=instruments,
        accounts=accounts,
        devices=devices,
        popularity=portfolios.popularity(instruments),
        thin=np.flatnonzero(instruments.thin() & (instruments.market == 0)),
    )
