"""Locks that a customer puts on his own account: at once to set, slow to release (C-21)."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.kernel.moments import HOUR
from sekisho.kernel.texts import Text


class LockKind(StrEnum):
    """What can be locked."""

    PRODUCT = "product"
    MARKET = "market"
    WITHDRAWAL = "withdrawal"
    INSTANT_DEPOSIT = "instant_deposit"


class LockState(StrEnum):
    """Where a lock stands. A release whose time has come no longer stops anything, noted down or not."""

    SET = "set"
    RELEASING = "releasing"
    RELEASED = "released"


class LockRefusal(StrEnum):
    """Why a lock is not set, or its release cannot be asked for."""

    NOT_SET = "not_set"
    NOT_THE_HOLDER = "not_the_holder"
    TOO_WEAK = "too_weak"
    TOO_OLD = "too_old"
    NOT_RELEASING = "not_releasing"


LOCK_REFUSALS = {
    LockRefusal.NOT_SET: Text(
        "この制限は解除済みか、解除の手続き中です。画面を開き直して、状況をお確かめください。",
        "This lock is not set, or is being released already. Please open the page again to see how things stand.",
    ),
    LockRefusal.NOT_THE_HOLDER: Text(
        "口座のご本人だけが解除できます。ご本人のパスキーで確認してください。",
        "Only the account's holder can release it. Please confirm with the holder's own passkey.",
    ),
    LockRefusal.TOO_WEAK: Text(
        "解除には、パスキーでの確認が必要です。パスキーがない場合は、再登録の手続きへお進みください。",
        "To release it a passkey is needed. Without one, please go on to recovery.",
    ),
    LockRefusal.TOO_OLD: Text(
        "確認から時間がたちました。もう一度確認してください。",
        "Some time has passed since you confirmed. Please confirm once more.",
    ),
    LockRefusal.NOT_RELEASING: Text(
        "取り消せる解除の申し出はありません。画面を開き直して、状況をお確かめください。",
        "There is no request to withdraw. Please open the page again to see how things stand.",
    ),
}
"""Each refusal, with what to do next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRule:
    """One line of the table.

    Attributes:
        kind: what is locked.
        label: what people call it.
        delay: from the request to the release, in milliseconds.
        named: it names a product or a market.

    """

    kind: LockKind
    label: Text
    delay: int
    named: bool


_T = Text
_LINES = (
    LockRule(kind=LockKind.PRODUCT, label=_T("商品の取引停止", "No trading of a product"), delay=24 * HOUR, named=True),
    LockRule(kind=LockKind.MARKET, label=_T("市場の取引停止", "No trading on a market"), delay=24 * HOUR, named=True),
    LockRule(kind=LockKind.WITHDRAWAL, label=_T("出金の停止", "No withdrawals"), delay=48 * HOUR, named=False),
    LockRule(
        kind=LockKind.INSTANT_DEPOSIT, label=_T("即時入金の停止", "No instant deposits"), delay=24 * HOUR, named=False
    ),
)
LOCK_RULES = {line.kind: line for line in _LINES}
"""Every kind of lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """One lock.

    Attributes:
        id: its name.
        account: the account's pseudonym.
        kind: what is locked.
        what: the product or market, e.g. ``margin`` or ``us``; empty for the other kinds.
        state: where it stands.
        placed: when it was set, in milliseconds.
        placed_by: by whom.
        releases: when it stops by itself, in milliseconds; None unless it is being released.

    """

    id: str
    account: str
    kind: LockKind
    what: str
    state: LockState
    placed: int
    placed_by: str
    releases: int | None = None

    def holds(self, at: int) -> bool:
        """Whether it stops anything at this moment."""
        return self.state is LockState.SET or (
            self.state is LockState.RELEASING and self.releases is not None and at < self.releases
        )
