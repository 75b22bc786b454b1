"""Hold the orders of a tool against what the customer allowed it, once each and atomically (C-24)."""

from django.db import IntegrityError, transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.grants.grants import grant_counts, grant_value
from sekisho.authentication.rules.grants.limits import OverLimit, over
from sekisho.authentication.types.grants.tokens import Grant
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import jst_day


class OrderConflictError(Exception):
    """The order is known with another value; send it under a name of its own."""


def reserve_order(*, grant: str, order: str, yen: int, symbol: str, market: str, at: int) -> OverLimit | None:
    """Count an order towards the limits of the grant; None where it lies within. A repeat counts once.

    Args:
        grant: the grant behind the tool's token.
        order: the order's name at the firm, at most 64 characters.
        yen: what it is worth.
        symbol: what is ordered.
        market: where.
        at: in milliseconds.

    Returns:
        What it goes beyond; nothing was counted then.

    Raises:
        OrderConflictError: the order was counted with another value.

    """
    row = models.Grant.objects.filter(id=grant).first()
    known = grant_value(row) if row else None
    if known is None or not grant_counts(known, at=at) or Scope.ORDERS_PLACE not in known.scopes:
        return OverLimit.NO_ORDERS
    if _is_repeat(grant, order, yen):
        return None
    day = jst_day(at)
    models.Spent.objects.bulk_create([models.Spent(grant_id=grant, day=day)], ignore_conflicts=True)
    try:
        return _count(known, order=order, yen=yen, symbol=symbol, market=market, day=day, at=at)
    except IntegrityError:  # the same order came twice at once, and the other one was counted
        _is_repeat(grant, order, yen)
        return None


def _is_repeat(grant: str, order: str, yen: int) -> bool:
    counted = models.Reserved.objects.filter(grant_id=grant, order=order).values_list("yen", flat=True).first()
    if counted is not None and counted != yen:
        raise OrderConflictError(order)
    return counted is not None


@transaction.atomic
def _count(grant: Grant, *, order: str, yen: int, symbol: str, market: str, day: int, at: int) -> OverLimit | None:
    spent = models.Spent.objects.filter(grant_id=grant.id, day=day)
    beyond = over(grant.limits, yen=yen, symbol=symbol, market=market, spent=0)
    room = grant.limits.per_day_yen - yen if grant.limits else 0
    if beyond is None and not spent.filter(yen__lte=room).update(yen=F("yen") + yen):
        beyond = OverLimit.DAY
    if beyond is not None:
        note(
            "authentication:order:refused", about=grant.account, at=at, grant=grant.id, order=order, yen=yen,
            beyond=beyond.value,
        )  # fmt: skip
        return beyond
    models.Reserved.objects.create(grant_id=grant.id, order=order, day=day, yen=yen, at=at)
    note(
        "authentication:order:reserved", about=grant.account, at=at, grant=grant.id, order=order, yen=yen,
        symbol=symbol, market=market,
    )  # fmt: skip
    return None
