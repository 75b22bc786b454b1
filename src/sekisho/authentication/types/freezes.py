"""The kill switch: what a freeze stops, who placed it, and what ends it (C-19, C-20, C-28)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sekisho.authentication.types.assurance import Acr
from sekisho.kernel.texts import Text


class FreezeScope(StrEnum):
    """What a freeze stops."""

    LOGIN = "login"
    ORDER = "order"
    BUY = "buy"
    WITHDRAWAL = "withdrawal"
    TRANSFER = "transfer"
    API = "api"
    BANK_CHANGE = "bank_change"


KILL_SWITCH = frozenset(FreezeScope)
"""Everything: what the customer's own emergency button places."""


class FreezeSource(StrEnum):
    """Through whom a freeze came."""

    CUSTOMER = "customer"
    NOTICE = "notice"
    AGENT = "agent"
    DESK = "desk"
    FRAUD = "fraud"


class FreezeState(StrEnum):
    """Whether it still stops anything."""

    IN_FORCE = "in_force"
    RELEASED = "released"


class Evidence(StrEnum):
    """What proves that the account's holder wants a freeze to end."""

    STRONG_PROOF = "strong_proof"
    RECOVERY = "recovery"


class ReleaseRefusal(StrEnum):
    """Why a freeze is not released."""

    NOT_IN_FORCE = "not_in_force"
    SAME_PERSON = "same_person"
    NOT_THE_HOLDER = "not_the_holder"
    TOO_WEAK = "too_weak"
    TOO_OLD = "too_old"
    RECOVERY_NEEDED = "recovery_needed"


RELEASE_REFUSALS = {
    ReleaseRefusal.NOT_IN_FORCE: Text(
        "この停止はすでに解除されています。画面を開き直して、状況をお確かめください。",
        "This has been released already. Please open the page again to see how things stand.",
    ),
    ReleaseRefusal.SAME_PERSON: Text(
        "停止した担当者は解除できません。別の担当者に依頼してください。",
        "Whoever placed it cannot release it. Please ask a colleague.",
    ),
    ReleaseRefusal.NOT_THE_HOLDER: Text(
        "口座のご本人の確認が必要です。ご本人のパスキーで確認してください。",
        "The account's holder has to confirm this. Please use the holder's own passkey.",
    ),
    ReleaseRefusal.TOO_WEAK: Text(
        "再開には、パスキーでの確認が必要です。パスキーがない場合は、再登録の手続きへお進みください。",
        "To open the account again a passkey is needed. Without one, please go on to recovery.",
    ),
    ReleaseRefusal.TOO_OLD: Text(
        "確認から時間がたちました。もう一度、パスキーで確認してください。",
        "Some time has passed since you confirmed. Please confirm with your passkey once more.",
    ),
    ReleaseRefusal.RECOVERY_NEEDED: Text(
        "安全のため、再登録の手続きで、あらためて本人確認をお願いします。",
        "For your safety, please go on to recovery, where your identity is checked anew.",
    ),
}
"""Each refusal, with what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerProof:
    """A proof that the account's holder gave just now.

    Attributes:
        principal: whose proof it is.
        acr: how sure it is.
        auth_time: when it was given, in milliseconds.
        authenticator: with what; for the record.

    """

    principal: str
    acr: Acr
    auth_time: int
    authenticator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryProof:
    """A recovery that was carried through.

    Attributes:
        case: its id.
        account: whose.
        completed: when, in milliseconds.

    """

    case: str
    account: str
    completed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """One freeze.

    Attributes:
        id: its name.
        account: the account's pseudonym.
        scopes: what it stops.
        source: through whom it came.
        placed: when, in milliseconds.
        placed_by: a principal's ref, or ``system``.
        reason: a short code, e.g. ``not_me``.
        state: whether it is in force.
        expected: by when the firm means to have it looked at, in milliseconds; None where it waits for the customer.
        released: when it was released, in milliseconds.
        released_by: by whom.

    """

    id: str
    account: str
    scopes: frozenset[FreezeScope]
    source: FreezeSource
    placed: int
    placed_by: str
    reason: str
    state: FreezeState = FreezeState.IN_FORCE
    expected: int | None = None
    released: int | None = None
    released_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeStatus:
    """What the customer is shown (C-28).

    Attributes:
        account: whose.
        scopes: everything that is stopped now, over all freezes.
        since: since when, in milliseconds.
        freezes: those in force, the oldest first.
        next_step: what to do.
        expected: by when the firm means to have looked at it, in milliseconds; None where it waits for the customer.

    """

    account: str
    scopes: frozenset[FreezeScope]
    since: int
    freezes: tuple[Freeze, ...]
    next_step: Text
    expected: int | None


SCOPE_NAMES = {
    FreezeScope.LOGIN: Text("ログイン", "Login"),
    FreezeScope.ORDER: Text("注文", "Orders"),
    FreezeScope.BUY: Text("買い注文", "Buy orders"),
    FreezeScope.WITHDRAWAL: Text("出金", "Withdrawals"),
    FreezeScope.TRANSFER: Text("証券の移管", "Transfers of securities"),
    FreezeScope.API: Text("APIと取引ツール", "API and trading tools"),
    FreezeScope.BANK_CHANGE: Text("出金先口座の変更", "Change of the withdrawal account"),
}
"""What each scope is called on the pages."""

_BITS = {scope: 1 << place for place, scope in enumerate(FreezeScope)}


def mask_of(scopes: Collection[FreezeScope]) -> int:
    """Scopes as one number, so that the database can join them in one step."""
    return sum(_BITS[scope] for scope in set(scopes))


def scopes_of(mask: int) -> frozenset[FreezeScope]:
    """The scopes in such a number."""
    return frozenset(scope for scope, bit in _BITS.items() if mask & bit)
