"""Whether an order of a tool lies within what the customer allowed it (C-24)."""

from enum import StrEnum

from sekisho.firms.types.clients import OrderLimits


class OverLimit(StrEnum):
    """What an order goes beyond. The words are stable."""

    NO_ORDERS = "no_orders"
    ORDER = "order"
    DAY = "day"
    SYMBOL = "symbol"
    MARKET = "market"


def over(limits: OrderLimits | None, *, yen: int, symbol: str, market: str, spent: int) -> OverLimit | None:
    """What an order goes beyond; None where it lies within.

    Args:
        limits: what was allowed; None where that was nothing.
        yen: the order's value; at least 1.
        symbol: what is ordered.
        market: where.
        spent: yen of today's orders before this one.

    """
    if limits is None or yen < 1:
        return OverLimit.NO_ORDERS
    if limits.symbols and symbol not in limits.symbols:
        return OverLimit.SYMBOL
    if limits.markets and market not in limits.markets:
        return OverLimit.MARKET
    if yen > limits.per_order_yen:
        return OverLimit.ORDER
    return OverLimit.DAY if spent + yen > limits.per_day_yen else None


def within(limits: OrderLimits, most: OrderLimits) -> bool:
    """Whether limits ask for no more than ``most``."""
    return (
        limits.per_order_yen <= most.per_order_yen
        and limits.per_day_yen <= most.per_day_yen
        and _narrower(limits.symbols, most.symbols)
        and _narrower(limits.markets, most.markets)
    )


def _narrower(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """An empty list stands for everything."""
    return not many or (bool(few) and set(few) <= set(many))
