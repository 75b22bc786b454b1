"""What the evaluation reads: the truth, the bad decisions one by one, and all decisions as columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sekisho.kernel.verdicts import Verdict

KINDS: Final = ("login", "login_failed", "factor", "profile", "cash", "order", "transfer")
"""Decisions are told apart by event type; a login that did not succeed gives nobody anything and stands apart."""
LOGIN, LOGIN_FAILED, FACTOR, PROFILE, CASH, ORDER, TRANSFER = range(7)

HONEST: Final = -1
"""Owner of a decision that no label names."""
SET_ASIDE: Final = -2
"""Owner of a decision about a beneficiary's account: neither honest nor somebody's hijacked session."""

ANYTHING: Final = frozenset({"phr"})
"""What an intruder of whom nothing is told is taken to answer: everything, so that no stop is claimed in vain."""

UNKNOWN_VARIANT: Final = "unattributed"
"""The variant of bad events that name no incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hijack:
    """One incident of the labels. Moments in milliseconds, values in yen.

    ``kind`` is ``hijack``, or ``attempt`` when nobody got in. ``can_answer`` lists the authenticators with which the
    intruder can answer a challenge; ``phr`` stands for every phishing-resistant one.
    """

    number: int
    account: str
    kind: str
    variant: str
    campaign: str
    start: int
    end: int
    value_lost: int
    value_at_risk: int
    can_answer: frozenset[str]
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The truth: incidents, the incident of each bad event (its place, ``None`` when unnamed), beneficiaries."""

    incidents: tuple[Hijack, ...]
    bad: Mapping[str, int | None]
    beneficiaries: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One bad event and what was decided about it.

    ``incident`` is the place in the labels' incidents, ``cluster`` the account's number. ``asks`` is the assurance a
    challenge demands (``phr``), ``freezes`` the scopes of a freeze, ``covered_by`` the scopes of an earlier freeze
    that would have stopped this event. ``value`` (yen) is set for money that leaves the customer's
    holdings: a buy, a withdrawal; ``buys`` tells the first from the second.
    """

    event: str
    incident: int
    cluster: int
    at: int
    kind: int
    verdict: Verdict
    rules: tuple[str, ...] = ()
    asks: str = ""
    freezes: frozenset[str] = frozenset()
    covered_by: frozenset[str] = frozenset()
    value: int | None = None
    buys: bool = False
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Firing:
    """Rules that fired together. ``undisturbed`` when neither a budget nor an override changed the verdict."""

    kind: int
    verdict: Verdict
    rules: tuple[str, ...]
    undisturbed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All decisions, one place each: account number, kind, verdict, score and owner (incident, or one of the above)."""

    clusters: npt.NDArray[np.uint32]
    kinds: npt.NDArray[np.uint8]
    verdicts: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float32]
    owners: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSeen:
    """One line of the alerts. ``series`` joins the revisions of one alert."""

    series: str
    shape: str
    at: int
    accounts: frozenset[str]
    symbol: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Everything the figures are made from. ``first`` and ``last`` are the moments of the decisions (ms).

    ``warm_up`` counts decisions before the span that is measured; they are not in the columns. ``alerts`` is
    ``None`` when none were given to read. ``cases`` are the decisions that asked for a case, as alerts; their series
    is the account and the day. ``incidents`` are those of the labels, and after them one for each account whose
    bad events name none.
    """

    columns: Columns
    incidents: tuple[Hijack, ...]
    beneficiaries: Mapping[str, str]
    deeds: tuple[Deed, ...]
    honest: Mapping[Firing, int]
    bad: Mapping[Firing, int]
    shadow: Mapping[str, tuple[int, int]]
    alerts: tuple[AlertSeen, ...] | None
    cases: tuple[AlertSeen, ...]
    accounts: int
    first: int
    last: int
    models: tuple[str, ...]
    rulebooks: tuple[str, ...]
    undecided: int
    unreadable_facts: int
    warm_up: int

    def beneficiaries_of(self, campaign: str) -> Iterator[str]:
        """The accounts that gained by a campaign."""
        return (account for account, name in self.beneficiaries.items() if name == campaign)
