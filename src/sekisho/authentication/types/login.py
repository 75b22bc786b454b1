"""A login on its way: who says he is whom, what he has shown, and what comes next."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.freezes import FreezeStatus
from sekisho.authentication.types.lockouts import Barrier
from sekisho.authentication.types.policy_questions import Answer, Nudge
from sekisho.authentication.types.sessions import Session
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text

LIFE = 10 * MINUTE
"""How long a login may take, in milliseconds."""
LOGIN_OPERATIONS = frozenset({OperationCode.LOGIN, OperationCode.LOGIN_NEW_DEVICE, OperationCode.STAFF_LOGIN})
"""What a login can be for."""


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


class Refusal(StrEnum):
    """Why a login ends without a session. The words are stable."""

    CLIENT_OLD = "client_old"
    DOWNGRADE = "downgrade"
    POLICY = "policy"
    FROZEN = "frozen"
    CLOSED = "closed"
    NOT_YOURS = "not_yours"
    OVER = "over"
    BARRIER = "barrier"
    BUSY = "busy"
    WRONG = "wrong"
    WORK = "work"


REFUSALS = {
    Refusal.CLIENT_OLD: Text(
        "お使いのアプリの版では、安全にログインできなくなりました。アプリを更新するか、ウェブサイトをご利用ください。",
        "This version of the program can no longer log in safely. Please update it, or use the website.",
    ),
    Refusal.DOWNGRADE: Text(
        "パスキーを登録済みのため、パスキーより弱い方法ではログインできません。パスキーでログインしてください。"
        "パスキーをなくした場合は「ログインできないとき」へお進みください。",
        "You have a passkey, so weaker methods are closed to protect you. Please log in with the passkey. "
        "If you have lost it, choose “I cannot log in”.",
    ),
    Refusal.POLICY: Text(
        "この方法ではログインできません。ウェブサイトで登録の状態を確かめるか、「ログインできないとき」へお進みください。",
        "You cannot log in this way. Please look at your methods on the website, or choose “I cannot log in”.",
    ),
    Refusal.FROZEN: Text(
        "口座の利用を停止しています。パスキーで確認すると、状況と今後の手続きをご覧いただけます。",
        "The account is frozen. Confirm with your passkey to see how things stand and what comes next.",
    ),
    Refusal.CLOSED: Text(
        "ログインできませんでした。入力した内容を確かめるか、「ログインできないとき」へお進みください。",
        "We could not log you in. Please check what you entered, or choose “I cannot log in”.",
    ),
    Refusal.NOT_YOURS: Text(
        "別の画面で始まった手続きです。最初の画面から、もう一度ログインしてください。",
        "This was begun somewhere else. Please start again from the first page.",
    ),
    Refusal.OVER: Text(
        "時間が過ぎたか、すでに終わった手続きです。最初の画面から、もう一度ログインしてください。",
        "The time is over, or this has ended already. Please start again from the first page.",
    ),
    Refusal.BARRIER: Text("しばらく待って、もう一度お試しください。", "Please wait a while and try again."),
    Refusal.BUSY: Text(
        "ただいま混み合っています。30秒ほど待って、もう一度お試しください。パスキーは今もお使いいただけます。",
        "We are very busy right now. Please wait about 30 seconds and try again. A passkey works even now.",
    ),
    Refusal.WRONG: Text(
        "ログインできませんでした。入力した内容を確かめて、もう一度お試しください。",
        "We could not log you in. Please check what you entered and try again.",
    ),
    Refusal.WORK: Text(
        "安全のための確認が終わっていません。この画面のまま数秒待って、もう一度お試しください。",
        "The safety check had not finished. Please stay on this page for a few seconds and try again.",
    ),
}
"""What people read; each says what to do next, and none says whether a name exists."""


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
        barrier: what is in the way, where it is a barrier: when to try again, or which work to do.
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
