"""How much an operation is worth, for limits and for conditions of a policy."""

from decimal import ROUND_CEILING, Decimal

from sekisho.authentication.rules.approvals.schemas import Content

_AMOUNTS = ("amount", "notional", "new", "limit")


def yen(content: Content) -> int | None:
    """Whole yen, rounded up; None where that is not known: another currency, or an order at whatever price."""
    if content.get("currency") != "JPY":
        return None
    for name in _AMOUNTS:
        value = content.get(name)
        if isinstance(value, str) and value.replace(".", "", 1).isdecimal():
            return _up(Decimal(value))
    if "price" in content and "quantity" in content:
        return _up(Decimal(str(content["price"])) * Decimal(str(content["quantity"])))
    return None


def buys(content: Content) -> bool:
    """It is an order that buys."""
    return content.get("side") == "buy"


def _up(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_CEILING))
