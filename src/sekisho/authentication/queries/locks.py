"""Which locks a customer has put on his account."""

from sekisho.authentication import models
from sekisho.authentication.rules.locks import forbids
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.locks import Lock, LockKind, LockState


class NoLockError(LookupError):
    """There is no such lock."""


def lock_of(*, lock: str) -> Lock:
    """One lock.

    Raises:
        NoLockError: there is none of that name.

    """
    row = models.CustomerLock.objects.filter(id=lock).first()
    if row is None:
        raise NoLockError(lock)
    return value_of(row)


def locks_of(*, account: str, at: int) -> tuple[Lock, ...]:
    """The locks that hold at a moment, the oldest first."""
    rows = models.CustomerLock.objects.filter(account=account).exclude(state=LockState.RELEASED.value)
    return tuple(lock for lock in map(value_of, rows.order_by("placed", "id")) if lock.holds(at))


def locked(*, account: str, kind: LockKind, at: int, what: str = "") -> bool:
    """Whether a thing is locked: ``what`` is the product or market, and empty for the other kinds."""
    return any((lock.kind, lock.what) == (kind, what) for lock in locks_of(account=account, at=at))


def lock_forbids(
    *, account: str, operation: OperationCode, at: int, product: str = "", market: str = "", closes: bool = False
) -> bool:
    """Whether a lock forbids an operation now; see ``rules.locks.forbids``."""
    return forbids(locks_of(account=account, at=at), operation, at=at, product=product, market=market, closes=closes)


def value_of(row: models.CustomerLock) -> Lock:
    """A row as a value."""
    return Lock(
        id=row.id,
        account=row.account,
        kind=LockKind(row.kind),
        what=row.what,
        state=LockState(row.state),
        placed=row.placed,
        placed_by=row.placed_by,
        releases=row.releases,
    )
