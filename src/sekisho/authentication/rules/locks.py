"""How a customer's lock moves, what it forbids, and what its release needs (C-21)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import CustomerProof
from sekisho.authentication.types.locks import LOCK_RULES, Lock, LockKind, LockRefusal, LockState
from sekisho.kernel.moments import MINUTE

FRESH = 5 * MINUTE
"""How old the proof for a release may be, in milliseconds."""


class LockMove(StrEnum):
    """What can be done with a lock."""

    SET = "set"
    ASK = "ask"
    WITHDRAW = "withdraw"
    SETTLE = "settle"


_M, _S = LockMove, LockState
MOVES: Mapping[tuple[LockState, LockMove], LockState] = MappingProxyType(
    {
        (_S.SET, _M.SET): _S.SET,
        (_S.SET, _M.ASK): _S.RELEASING,
        (_S.RELEASING, _M.SET): _S.SET,
        (_S.RELEASING, _M.WITHDRAW): _S.SET,
        (_S.RELEASING, _M.SETTLE): _S.RELEASED,
    }
)
"""Every move there is. Setting is always possible, releasing only step by step."""

_TRADES = frozenset({OperationCode.ORDER_PLACE, OperationCode.ORDER_CHANGE, OperationCode.MARGIN_OPEN})


def after(state: LockState, move: LockMove) -> LockState | None:
    """Where a move leads; None where it cannot be made."""
    return MOVES.get((state, move))


def delay_of(kind: LockKind) -> int:
    """From the request to the release, in milliseconds."""
    return LOCK_RULES[kind].delay


def fits(kind: LockKind, what: str) -> bool:
    """Whether a lock of this kind names what it has to, and nothing where it has not to."""
    return bool(what) is LOCK_RULES[kind].named


def least_for_release(*, holds_resistant: bool) -> Acr:
    """What a release asks for: a phishing-resistant proof; two factors from those who hold nothing better."""
    return Acr.PHR if holds_resistant else Acr.MFA


def refusal_of_release(
    lock: Lock, *, holder: str, proof: CustomerProof, holds_resistant: bool, at: int
) -> LockRefusal | None:
    """Why a release cannot be asked for; None where it can."""
    if not lock.holds(at) or after(lock.state, LockMove.ASK) is None:
        return LockRefusal.NOT_SET
    if proof.principal != holder:
        return LockRefusal.NOT_THE_HOLDER
    if proof.acr < least_for_release(holds_resistant=holds_resistant):
        return LockRefusal.TOO_WEAK
    if not proof.auth_time <= at < proof.auth_time + FRESH:
        return LockRefusal.TOO_OLD
    return None


def forbids(
    locks: Iterable[Lock],
    operation: OperationCode,
    *,
    at: int,
    product: str = "",
    market: str = "",
    closes: bool = False,
) -> bool:
    """Whether a lock forbids an operation. A lock on trading stops sales as well as purchases: thieves do both.

    Args:
        locks: the account's locks.
        operation: what is to be done.
        at: in milliseconds.
        product: what is traded, e.g. ``margin``; empty for no trade.
        market: where, e.g. ``us``; empty for no trade.
        closes: it closes a margin position, which no lock stops: debts must not grow behind a lock.

    """
    wanted = {(LockKind.WITHDRAWAL, "")} if operation is OperationCode.WITHDRAW else set[tuple[LockKind, str]]()
    if operation in _TRADES and not closes:
        wanted = {(LockKind.PRODUCT, product), (LockKind.MARKET, market)}
    return any(lock.holds(at) and (lock.kind, lock.what) in wanted for lock in locks)
