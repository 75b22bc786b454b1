"""What is frozen now. Every entrance asks this before it lets anything through, so a freeze counts at once."""

from functools import reduce
from operator import or_

from django.db.models import Q

from sekisho.authentication import models
from sekisho.authentication.queries.prepared import Prepared
from sekisho.authentication.rules.freezes import expected_of, forbids, next_step_of, stops_access
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.freezes import Freeze, FreezeScope, FreezeSource, FreezeState, FreezeStatus, scopes_of

_standing = Q(state=FreezeState.IN_FORCE.value)

_IN_FORCE = Prepared(
    lambda slot: models.Freeze.objects.filter(_standing | Q(released__gt=slot("at")), account=slot("account"))
)


class NoFreezeError(LookupError):
    """There is no such freeze."""


def in_force(*, account: str, at: int) -> frozenset[FreezeScope]:
    """Everything that is stopped on an account; empty where nothing is.

    One indexed read. Whoever introspects a session, a token or an API key refuses it when the scopes forbid its use:
    ``LOGIN`` all of them, ``API`` those of programs.

    Args:
        account: the account's pseudonym.
        at: in milliseconds; one that was released after it still counts.

    """
    return scopes_of(reduce(or_, (row.scopes for row in _IN_FORCE.all(account=account, at=at)), 0))


def forbidden(*, account: str, operation: OperationCode, at: int, buys: bool = False) -> bool:
    """Whether a freeze forbids an operation; ``buys`` says that an order buys."""
    return forbids(in_force(account=account, at=at), operation, buys=buys)


def access_stopped(*, account: str, channel: str, at: int) -> bool:
    """Whether a freeze stops every use of the account on this channel: sessions, tokens and keys alike."""
    return stops_access(in_force(account=account, at=at), channel)


def freezes_of(*, account: str) -> tuple[Freeze, ...]:
    """Every freeze there ever was on an account, the newest first."""
    return tuple(value_of(row) for row in models.Freeze.objects.filter(account=account).order_by("-placed", "-id"))


def freeze_of(*, freeze: str) -> Freeze:
    """One freeze.

    Raises:
        NoFreezeError: there is none of that name.

    """
    row = models.Freeze.objects.filter(id=freeze).first()
    if row is None:
        raise NoFreezeError(freeze)
    return value_of(row)


def status_of(*, account: str) -> FreezeStatus | None:
    """What the customer is shown (C-28); None where nothing is frozen."""
    rows = models.Freeze.objects.filter(_standing, account=account).order_by("placed", "id")
    found = tuple(value_of(row) for row in rows)
    if not found:
        return None
    return FreezeStatus(
        account=account,
        scopes=frozenset().union(*(freeze.scopes for freeze in found)),
        since=found[0].placed,
        freezes=found,
        next_step=next_step_of(found),
        expected=expected_of(found),
    )


def value_of(row: models.Freeze) -> Freeze:
    """A row as a value."""
    return Freeze(
        id=row.id,
        account=row.account,
        scopes=scopes_of(row.scopes),
        source=FreezeSource(row.source),
        placed=row.placed,
        placed_by=row.placed_by,
        reason=row.reason,
        state=FreezeState(row.state),
        expected=row.expected,
        released=row.released,
        released_by=row.released_by,
    )
