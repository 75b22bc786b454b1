"""What a policy is asked, and what it answers.

Everything it needs is in the question: it reads no clock and no table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding, OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.policy_reasons import Reason
from sekisho.authentication.types.policy_terms import OnMissing, OptOutTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An authenticator in the customer's hands, as a policy sees it. Revoked and replaced ones are left out.

    Attributes:
        authenticator: its id.
        factor: what it is.
        created: when it was bound, in milliseconds.
        suspended: it cannot be used now, and is his all the same.
        hold_until: not before it for what a hold covers, in milliseconds; None where there is none.
        auto_created: a browser made it without asking.
        confirmed: the customer has used it on purpose since; says nothing unless ``auto_created``.
        profiles: attestation profiles that it met.

    """

    authenticator: str
    factor: FactorCode
    created: int
    suspended: bool = False
    hold_until: int | None = None
    auto_created: bool = False
    confirmed: bool = False
    profiles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the customer has proved already: the session's state, or the proof just given for this operation.

    Attributes:
        acr: the class reached.
        auth_time: when, in milliseconds.
        factors: with what.
        authenticators: their ids, where known; what a hold covers needs them.
        device: on which device; empty where there is none.
        content: the digest of what was shown and signed; empty for a login. A session's standing never has one.

    """

    acr: Acr = Acr.NONE
    auth_time: int = 0
    factors: frozenset[FactorCode] = frozenset()
    authenticators: frozenset[str] = frozenset()
    device: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutView:
    """A customer's opt-out as a policy sees it.

    Attributes:
        id: the record.
        operations: what he declined it for.
        alternatives: what he agreed to use instead.
        valid_from: in milliseconds.
        valid_until: not included.
        revoked_at: when it ended early; None where it did not.

    """

    id: str
    operations: frozenset[OperationCode]
    alternatives: frozenset[FactorCode]
    valid_from: int
    valid_until: int
    revoked_at: int | None = None

    def valid(self, at: int) -> bool:
        """Whether it stands at this moment."""
        return self.valid_from <= at < self.valid_until and (self.revoked_at is None or at < self.revoked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentView:
    """How far the customer has come with what the policy asks of him.

    Attributes:
        created: customer since, in milliseconds.
        enrolled_at: when he first had a phishing-resistant factor; None before.
        asked_at: when he was first asked; None before. Grace runs from here.
        skips_used: how often he has put it off.
        exempt_until: he cannot be asked yet (E-05), e.g. no reachable contact; None where he can.

    """

    created: int = 0
    enrolled_at: int | None = None
    asked_at: int | None = None
    skips_used: int = 0
    exempt_until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this be done now, and if not, what is missing?

    Attributes:
        operation: what is to be done.
        at: the moment, in milliseconds.
        channel: as in ``Visit``.
        facts: what segments and conditions ask about: the principal's facts and ``amount`` (yen), ``new_payee``,
            ``new_device``, ``score`` (0 to 1), ``country``, ``thin``. What is not known is left out.
        held: his authenticators.
        standing: what he has proved already.
        opt_out: his opt-out; None where there is none.
        enrolment: how far he has come.
        device: the device in use; empty where there is none.
        content: the digest of what is shown for this operation; empty where there is none.
        offered: the factors that this path can carry; None means all.

    """

    operation: OperationCode
    at: int
    channel: str = "web"
    facts: Mapping[str, object] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    standing: Standing = Standing()
    opt_out: OptOutView | None = None
    enrolment: EnrolmentView = EnrolmentView()
    device: str = ""
    content: str = ""
    offered: frozenset[FactorCode] | None = None


class Result(StrEnum):
    """What a policy answers. Records count by it."""

    SATISFIED = "satisfied"
    STEP_UP = "step_up"
    ENROL = "enrol"
    INTERIM_USED = "interim_used"
    GRACE_USED = "grace_used"
    OPT_OUT_USED = "opt_out_used"
    OVERRIDE_USED = "override_used"
    READ_ONLY = "read_only"
    OBSERVED = "observed"
    DENIED = "denied"

    @property
    def allowed(self) -> bool:
        """Whether the operation may go on now, as it is."""
        return self not in _CLOSED


_CLOSED = frozenset({Result.STEP_UP, Result.ENROL, Result.READ_ONLY, Result.DENIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """So many of these factors are needed."""

    factors: frozenset[FactorCode]
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is needed in all, after the strongest of the rules, the floor and the risk were put together.

    Attributes:
        acr: the class.
        binding: whether the proof must cover what is done.
        max_age_s: how fresh, in seconds.
        groups: which factors; every group must be met; none means any factor of the class.
        profiles: attestation profiles that must have been met.
        hold_hours: how long a new authenticator cannot do this.
        on_missing: what happens to those who have no way.
        opt_out: the terms of declining; None where nobody may.
        interim: interim factors that are accepted now.
        interim_until: until when, in milliseconds; None where their own sunset decides.
        interim_controls: what protects those who use them.
        rules: the rules that it comes from, by id.

    """

    acr: Acr
    binding: Binding
    max_age_s: int
    groups: tuple[Group, ...] = ()
    profiles: frozenset[str] = frozenset()
    hold_hours: int = 0
    on_missing: OnMissing = OnMissing.DENY
    opt_out: OptOutTerms | None = None
    interim: frozenset[FactorCode] = frozenset()
    interim_until: int | None = None
    interim_controls: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """The customer should be asked to set up a safer factor.

    Attributes:
        skips_left: how often he may still put it off; None means as often as he likes.
        due_at: from when he cannot, in milliseconds; None where there is no date.

    """

    skips_left: int | None = None
    due_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the policy answers, and why.

    Attributes:
        result: the answer.
        demand: what was needed.
        reasons: why, the most telling first.
        offers: authenticators, by id, with which he can go on now.
        enrol: factors that he can set up to go on.
        controls: what must protect him now (opt-out, interim or override).
        nudge: he should be asked to set up a safer factor; None where not.
        until: when this changes by itself, in milliseconds: the end of a hold, grace or interim factor; else None.
        observed: rules that would have asked for more, had they been enforced.
        would: what a policy that only watches would have answered; None for any other.
        opt_out: the opt-out that was used; empty where none.
        override: the override that was used; empty where none.
        policy: the version that answered.
        digest: of that version.

    """

    result: Result
    demand: Demand
    reasons: tuple[Reason, ...]
    offers: tuple[str, ...] = ()
    enrol: tuple[FactorCode, ...] = ()
    controls: frozenset[str] = frozenset()
    nudge: Nudge | None = None
    until: int | None = None
    observed: tuple[str, ...] = ()
    would: Result | None = None
    opt_out: str = ""
    override: str = ""
    policy: int = 0
    digest: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the operation may go on now."""
        return self.result.allowed
