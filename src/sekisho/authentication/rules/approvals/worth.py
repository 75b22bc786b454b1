"""What limits, locks, freezes and conditions of a policy ask about an operation: its worth, its product, its market."""

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


def closes(content: Content) -> bool:
    """It is an order that closes a margin position."""
    return content.get("position") == "margin_close"


def product(content: Content) -> str:
    """What is traded, as locks name it: ``margin``, ``nisa`` or ``cash``; empty for no trade."""
    if "agreement_sha256" in content:
        return "margin"
    return str(content.get("position", "")).partition("_")[0]


_MARKETS = {
    **dict.fromkeys(("tse", "xtks", "nse", "xngo", "fse", "xfka", "sse_jp", "xsap", "jp"), "jp"),
    **dict.fromkeys(("us", "nyse", "nasdaq", "amex", "xnys", "xnas", "xase", "arcx"), "us"),
    **dict.fromkeys(("cn", "hk", "xhkg", "xshg", "xshe"), "cn"),
}
"""Markets by the codes firms use (ISO 10383 or their own words), as locks name them."""


def market(content: Content) -> str:
    """Where it is traded, as locks name it: ``jp``, ``us``, ``cn``, or the firm's own word; empty for no trade."""
    word = str(content.get("market", "")).lower()
    return _MARKETS.get(word, word)


def _up(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_CEILING))
