"""A login on its way: who says he is whom, what he has shown, and what comes next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sekisho.authentication.types import devices, lockouts, sessions
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.devices import DeviceRules, FreshDevice
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.freezes import FreezeStatus
from sekisho.authentication.types.lockouts import Barrier, LockoutRules
from sekisho.authentication.types.login_refusals import REFUSALS, Refusal
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.policy_questions import Answer, Nudge
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.proofs import Proof, Refused
from sekisho.authentication.types.sessions import FreshToken, Session, SessionRules
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text

Check = Callable[[str | None, bool], Proof | Refused]
"""Checks one factor, of a principal or of nobody: ``check(principal, known_device)``. It may raise ``BusyError``.

An entrance makes it of one of the verifying operations, for example::

    def check(principal: str | None, known_device: bool) -> Proof | Refused:
        return verify_password(tools=tools, principal=principal, password=typed, salt=salt, known_device=known_device,
                               visit=visit, at=at)
"""
LIFE = 10 * MINUTE
"""How long a login may take, in milliseconds."""
LOGIN_OPERATIONS = frozenset({OperationCode.LOGIN, OperationCode.LOGIN_NEW_DEVICE, OperationCode.STAFF_LOGIN})
"""What a login can be for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One request of somebody who is signing in, as the entrance saw it, and what the entrance minted for it.

    Attributes:
        visit: from where; ``visit.session`` is the reference of the browser session, ``visit.device`` the device that
            the browser was registered as, or empty.
        at: in milliseconds.
        attempt: a new id, used where a login begins.
        fresh: a new session's reference and token digest, used where the login succeeds.
        device: what the browser is registered as where it succeeds and ``visit.device`` is empty; None keeps nothing.
        solution: the proof of work that came along; empty for none.
        facts: what the policy asks about and only the entrance knows, e.g. ``score`` and ``country``.
        acting: the account that a delegate wants to act for; empty lets the only one he has count.

    """

    visit: Visit
    at: int
    attempt: str
    fresh: FreshToken
    device: FreshDevice | None = None
    solution: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    acting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginTools:
    """What stays the same from login to login.

    Attributes:
        policy: the one in force.
        key: signs challenges for proofs of work, and hides what was typed as a name that nobody has.
        sessions: how long sessions live.
        lockouts: what failures lead to.
        devices: when a device counts as known.

    """

    policy: Policy
    key: bytes = field(repr=False)
    sessions: SessionRules = sessions.USUAL
    lockouts: LockoutRules = lockouts.USUAL
    devices: DeviceRules = devices.USUAL


class LoginState(StrEnum):
    """Where a login stands."""

    NAMED = "named"
    PROVED = "proved"
    ENROLLING = "enrolling"
    FROZEN = "frozen"
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    EXPIRED = "expired"


class LoginEvent(StrEnum):
    """What moves it on."""

    FACTOR_FAILED = "factor_failed"
    MORE_NEEDED = "more_needed"
    ENROLMENT_NEEDED = "enrolment_needed"
    ACCOUNT_FROZEN = "account_frozen"
    ENOUGH = "enough"
    DENIED = "denied"
    TIME_OVER = "time_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A login on its way.

    Attributes:
        id: its name.
        browser: the reference of the browser session that began it; nobody else can go on with it.
        principal: who it is, as far as that is known; empty where the name is nobody's.
        operation: what it is for.
        state: where it stands.
        acr: the class reached so far.
        factors: the factors shown so far, in their order.
        authenticators: their ids.
        auth_time: when the last one was shown, in milliseconds.
        started: in milliseconds.
        expires: in milliseconds.
        step: rises with every move; two that go on from the same step at once do not both get on.

    """

    id: str
    browser: str
    principal: str
    operation: OperationCode
    state: LoginState
    acr: Acr
    factors: tuple[FactorCode, ...]
    authenticators: tuple[str, ...]
    auth_time: int
    started: int
    expires: int
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Done: here is the session.

    Attributes:
        session: it; its token is the one that the entrance minted.
        answer: what the policy said.
        known_device: whether he had signed in on this device before.

    """

    session: Session
    answer: Answer
    known_device: bool

    @property
    def nudge(self) -> Nudge | None:
        """Whether to ask for a safer factor now."""
        return self.answer.nudge


@dataclass(frozen=True, slots=True, kw_only=True)
class NextFactor:
    """Something more is needed.

    Attributes:
        attempt: the login.
        factors: what may be shown now, the strongest first.
        offers: the authenticators, by id; empty where the name is nobody's.
        text: what people read.
        answer: what the policy said; None before it was asked.

    """

    attempt: str
    factors: tuple[FactorCode, ...]
    offers: tuple[str, ...]
    text: Text
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MustEnrol:
    """A safer factor has to be set up before he comes in. The attempt allows that and nothing else.

    Attributes:
        attempt: the login, to be resumed by ``login.resume`` once a factor was set up.
        principal: who he is.
        factors: what he can set up.
        answer: what the policy said.

    """

    attempt: str
    principal: str
    factors: tuple[FactorCode, ...]
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """He has shown who he is, and the account is frozen (C-28).

    Attributes:
        attempt: the login; within it he can prove himself once more and release the freeze where he may.
        status: how things stand.

    """

    attempt: str
    status: FreezeStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """It does not go on.

    Attributes:
        reason: the word for machines and records.
        text: what people read.
        barrier: what is in the way, where it is a barrier: when to try again, and which work to do
            (``operations.work.challenge_of``).
        attempt: the login, where it can still go on; empty where it has ended.

    """

    reason: Refusal
    text: Text
    barrier: Barrier | None = None
    attempt: str = ""

    @classmethod
    def because(cls, reason: Refusal, *, attempt: str = "") -> "Stopped":
        """With the sentence that belongs to its reason."""
        return cls(reason=reason, text=REFUSALS[reason], attempt=attempt)

    @classmethod
    def at(cls, barrier: Barrier, *, attempt: str = "") -> "Stopped":
        """In front of a barrier."""
        return cls(reason=Refusal.BARRIER, text=barrier.note, barrier=barrier, attempt=attempt)


Step = SignedIn | NextFactor | MustEnrol | Frozen | Stopped
"""What a login leads to next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginRecord:
    """One login in the customer's history (C-22).

    Attributes:
        at: when it ended, in milliseconds.
        outcome: where it ended.
        reason: why, where it did not succeed.
        factors: what was shown.
        channel: through which door.
        ip: from which address.
        place: where that is, in the words of whoever asked for the list.
        device: on which device.
        user_agent: as sent.
        session: the session it led to; empty where it led to none.

    """

    at: int
    outcome: LoginState
    reason: str
    factors: tuple[FactorCode, ...]
    channel: str
    ip: str
    place: str
    device: str
    user_agent: str
    session: str
