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
