"""Figures as people read them. A figure that cannot be told is a dash, never a zero."""

from collections.abc import Callable

from sekisho.kernel.texts import Text
from sekisho.simulation.types.figures import Interval

DASH = "–"
_MILLION = 1_000_000
_SMALL = 0.001
_HUNDRED = 100
_MINUTES_AN_HOUR = 60
_MINUTES_A_DAY = 1_440


def percent(share: float | None) -> str:
    """A share in [0, 1] as a percentage; very small ones keep two significant digits."""
    if share is None:
        return DASH
    return f"{share * _HUNDRED:.2g}%" if 0 < share < _SMALL else f"{share * _HUNDRED:.1f}%"


def number(value: float | None) -> str:
    """A rate or a count: thousands apart, three significant digits below one hundred."""
    if value is None:
        return DASH
    return f"{value:,.0f}" if value == int(value) or abs(value) >= _HUNDRED else f"{value:.3g}"


def three_decimals(value: float | None) -> str:
    """A figure in [0, 1] with three decimals, such as an area under a curve."""
    return DASH if value is None else f"{value:.3f}"


def yen(value: float | None) -> Text:
    """An amount of money in millions of yen."""
    if value is None:
        return Text(DASH, DASH)
    return Text(f"{value / _MILLION:,.1f}百万円", f"¥{value / _MILLION:,.1f} million")


def minutes(value: float | None) -> Text:
    """A span of time in the unit that suits it."""
    if value is None:
        return Text(DASH, DASH)
    if value < _MINUTES_AN_HOUR:
        return Text(f"{value:.1f}分", f"{value:.1f} min")
    if value < _MINUTES_A_DAY:
        return Text(f"{value / _MINUTES_AN_HOUR:.1f}時間", f"{value / _MINUTES_AN_HOUR:.1f} h")
    return Text(f"{value / _MINUTES_A_DAY:.1f}日", f"{value / _MINUTES_A_DAY:.1f} days")


def spread(interval: Interval, form: Callable[[float | None], str]) -> str:
    """The figure with its interval in brackets."""
    if interval.low is None:
        return form(interval.value)
    if interval.value is None:
        return f"≥ {form(interval.low)}"
    return f"{form(interval.value)} ({form(interval.low).removesuffix('%')}–{form(interval.high)})"


def spread_text(interval: Interval, form: Callable[[float | None], Text]) -> Text:
    """The figure with its interval in brackets, in both languages."""
    return Text(
        spread(interval, lambda value: form(value).ja),
        spread(interval, lambda value: form(value).en),
    )
