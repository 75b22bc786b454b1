"""What a policy says: who must use which factor for which operation, from when.

A policy is data. It is read from a document (``rules.policy.reading``), judged by ``rules.policy.evaluation`` and
published as it stands. Moments are milliseconds; a date in a document is its beginning in Japan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding, OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy_questions import (
    Answer,
    Demand,
    EnrolmentView,
    Group,
    Held,
    Nudge,
    OptOutView,
    Question,
    Result,
    Standing,
)
from sekisho.authentication.types.policy_reasons import REASONS, Reason
from sekisho.authentication.types.policy_terms import OnMissing, OptOutTerms
from sekisho.authentication.types.segments import Segment
from sekisho.kernel.moments import HOUR
from sekisho.kernel.texts import Text

__all__ = [
    "LONGEST_OVERRIDE",
    "REASONS",
    "Answer",
    "ClientMinimum",
    "Combination",
    "Demand",
    "EnrolmentView",
    "Group",
    "Held",
    "Mode",
    "Nudge",
    "OnMissing",
    "OptOutTerms",
    "OptOutView",
    "Override",
    "Policy",
    "Question",
    "Reason",
    "Result",
    "RiskStep",
    "Rule",
    "Segment",
    "Standing",
    "Sunset",
]

LONGEST_OVERRIDE = 72 * HOUR
"""No emergency lasts longer; who needs more makes a new version of the policy."""


class Mode(IntEnum):
    """How much a rule asks of people, in rising strictness.

    Whatever the mode, the floor of the operation's catalogue line stands.
    """

    OFF = 0
    OBSERVE = 1
    NUDGE = 2
    ENFORCE_NEW = 3
    ENFORCE_ALL = 4

    @property
    def word(self) -> str:
        """The spelling used in files, e.g. ``enforce_new``."""
        return self.name.lower()


class Combination(StrEnum):
    """How many of a rule's factors are needed: any one, a number of them, or every one."""

    ANY = "any"
    N_OF = "n_of"
    SPECIFIC = "specific"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a policy. Of all lines that match, the strongest wins in each respect.

    Attributes:
        id: its name within the policy.
        operation: what it speaks of.
        acr: the class that is needed.
        mode: how much it asks.
        enforce_from: from when ``mode`` asks anything; before it the rule is observed.
        segment: whom it speaks of, by the segment's code.
        channels: where; empty means everywhere.
        condition: when, e.g. ``{"amount_at_least": 1000000}``; empty means always. All parts must hold.
        unknown_matches: it applies too where a fact that it asks about is not known.
        factors: which factors are accepted; empty means every one of the class.
        combination: how many of them.
        count: for ``n_of``: this many.
        binding: whether the proof must cover what is done.
        max_age_s: how fresh a proof must be, in seconds; None means what the catalogue says.
        profile: an attestation profile that the authenticator must have met; empty means none.
        grace_days: how long each customer has, counted from when he was first asked.
        max_skips: how often he may put it off; None means as often as he likes.
        on_missing: what happens to those who have no way.
        opt_out: the terms on which he may decline; None where he may not.
        interim: factors that are accepted until ``interim_until``.
        interim_until: from then on they are not; None where their own sunset is enough.
        interim_controls: what protects those who use them, e.g. ``call_back``.
        hold_hours: how long a new authenticator cannot do this.
        refs: the rules behind it, e.g. ``G-02``.

    """

    id: str
    operation: OperationCode
    acr: Acr
    mode: Mode
    enforce_from: int
    segment: str = "all"
    channels: frozenset[str] = frozenset()
    condition: Mapping[str, object] = field(default_factory=dict)
    unknown_matches: bool = True
    factors: frozenset[FactorCode] = frozenset()
    combination: Combination = Combination.ANY
    count: int = 1
    binding: Binding = Binding.NONE
    max_age_s: int | None = None
    profile: str = ""
    grace_days: int = 0
    max_skips: int | None = None
    on_missing: OnMissing = OnMissing.ENROL
    opt_out: OptOutTerms | None = None
    interim: frozenset[FactorCode] = frozenset()
    interim_until: int | None = None
    interim_controls: frozenset[str] = frozenset()
    hold_hours: int = 0
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sunset:
    """The end of a factor, announced beforehand (guideline G-08, requirement C-14).

    Attributes:
        factor: which.
        announced: when customers were told.
        stop_enrol: from then on nobody can set it up.
        stop_use: from then on it proves nothing.
        operations: for which operations; empty means all.
        replacement: what takes its place.
        reason: why, as customers read it.

    """

    factor: FactorCode
    announced: int
    stop_enrol: int
    stop_use: int
    replacement: FactorCode
    reason: Text
    operations: frozenset[OperationCode] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskStep:
    """From this score on, more is needed. It can only tighten.

    Attributes:
        score: from 0 to 1.
        operations: for which operations; empty means all.
        acr: the least class.
        max_age_s: the proof must be this fresh, in seconds; None changes nothing.
        deny: nothing is enough.

    """

    score: float
    operations: frozenset[OperationCode] = frozenset()
    acr: Acr = Acr.NONE
    max_age_s: int | None = None
    deny: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientMinimum:
    """From a date on, older versions of a program are refused (E-04).

    Attributes:
        channel: where it is used.
        program: its name, as it tells it before the slash.
        version: the oldest that is accepted, e.g. ``9.1.0``.
        since: from when.
        advice: what to do next, for the customer.

    """

    channel: str
    program: str
    version: str
    since: int
    advice: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """In an emergency two people set rules aside for a while. The floor stands.

    Attributes:
        id: its name.
        rules: which rules rest.
        operations: for which operations; empty means all that the rules speak of.
        channels: where; empty means everywhere.
        starts: from when.
        ends: until when (not included), at most ``LONGEST_OVERRIDE`` later.
        compensations: what protects customers meanwhile, e.g. ``call_back``.
        reason: why, for people.

    """

    id: str
    rules: frozenset[str]
    starts: int
    ends: int
    reason: Text
    operations: frozenset[OperationCode] = frozenset()
    channels: frozenset[str] = frozenset()
    compensations: frozenset[str] = frozenset()

    def active(self, at: int) -> bool:
        """Whether it stands at this moment, whatever else was stored."""
        return self.starts <= at < min(self.ends, self.starts + LONGEST_OVERRIDE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Policy:
    """A whole policy as it is in force. Compared by identity; ``digest`` tells contents apart.

    Attributes:
        title: what it is called.
        effective_from: from when it may be in force.
        rules: its lines.
        segments: the groups of customers they speak of, the first being everybody.
        sunsets: the ends of factors, as last decided.
        risk: what scores add.
        clients: the oldest programs accepted.
        overrides: emergencies that were approved.
        observing: it only watches; the firm's own checks decide (E-19). No floor is held then.
        version: the number it was published under; 0 for a draft.
        digest: SHA-256 of its document, hexadecimal.

    """

    title: Text
    effective_from: int
    rules: tuple[Rule, ...]
    segments: tuple[Segment, ...]
    sunsets: tuple[Sunset, ...] = ()
    risk: tuple[RiskStep, ...] = ()
    clients: tuple[ClientMinimum, ...] = ()
    overrides: tuple[Override, ...] = ()
    observing: bool = False
    version: int = 0
    digest: str = ""
