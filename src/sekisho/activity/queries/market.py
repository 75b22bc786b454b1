"""The Tokyo Stock Exchange's calendar, steps of price and daily limits, out of the tables packed into the product.

The tables are small CSV files in ``activity/data``; ``market_sources.txt`` beside them says where they come from.
The calendar is written by ``tools/pack_calendar.py``. Before 2011-11-21 the morning really ended at 11:00; the
calendar's source has 11:30 throughout.
"""

import csv
from datetime import date, time
from functools import cache
from importlib.resources import files

from sekisho.activity.rules.market import Calendar, Hours, Steps, day_number, day_text, limit_prices
from sekisho.activity.types.market import Phase
from sekisho.kernel.moments import HOUR, MINUTE

_DATA = files("sekisho.activity") / "data"


def _rows(name: str) -> list[dict[str, str]]:
    """The lines of a table by column name."""
    return list(csv.DictReader((_DATA / name).read_text(encoding="utf-8").splitlines()))


def _day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def _time(text: str) -> int:
    """Milliseconds since midnight of HH:MM."""
    moment = time.fromisoformat(text)
    return moment.hour * HOUR + moment.minute * MINUTE


@cache
def load_calendar() -> Calendar:
    """The calendar, read once a process."""
    hours = [
        Hours(
            first=_day(row["valid_from"]),
            last=_day(row["valid_to"]),
            open=_time(row["open"]),
            break_start=_time(row["break_start"]),
            break_end=_time(row["break_end"]),
            close=_time(row["close"]),
        )
        for row in _rows("market_hours.csv")
    ]
    return Calendar(hours=hours, closed=[_day(row["day"]) for row in _rows("market_closed_weekdays.csv")])


@cache
def _ticks(topix500: bool) -> Steps:  # noqa: FBT001 - as in tick
    column = "tick_topix500" if topix500 else "tick_other"
    rows = [(float(row["price_up_to_yen"]), float(row[column])) for row in _rows("tick_sizes.csv")]
    return Steps(rows, inclusive=True)


@cache
def _limits() -> Steps:
    rows = [(float(row["base_price_below_yen"]), float(row["limit_yen"])) for row in _rows("daily_price_limits.csv")]
    return Steps(rows, inclusive=False)


def known_days() -> tuple[str, str]:
    """First and last day of the calendar as ISO dates, both included."""
    calendar = load_calendar()
    return day_text(calendar.first), day_text(calendar.last)


def market_phase(at: int) -> Phase:
    """The phase of the trading day at a moment in milliseconds UTC.

    ``preopen`` runs from 08:00 to the open of a session day; ``closed`` is everything outside 08:00 to the close.

    Raises:
        UnknownDayError: the day is not in the calendar.

    """
    return load_calendar().phase(at)


def non_business_day(at: int) -> bool:
    """Whether the exchange is closed all that day in Japan; ``at`` in milliseconds UTC.

    Raises:
        UnknownDayError: the day is not in the calendar.

    """
    return load_calendar().non_business_day(at)


def previous_session_day(day: int) -> int:
    """The last session day before ``day``; both are ``kernel.moments.jst_day`` numbers.

    Raises:
        UnknownDayError: the calendar does not reach so far.

    """
    return load_calendar().previous_session(day)


def next_session_day(day: int) -> int:
    """The first session day after ``day``; both are ``kernel.moments.jst_day`` numbers.

    Raises:
        UnknownDayError: the calendar does not reach so far.

    """
    return load_calendar().next_session(day)


def tick(price: float, topix500: bool) -> float:  # noqa: FBT001 - a property of the issue, as natural as its price
    """The step of price, in yen, at a price in yen (exchange's table since 2023-06-05).

    Args:
        price: in yen, above zero.
        topix500: whether the issue belongs to the TOPIX 500, whose steps are finer.

    Raises:
        ValueError: the price is not above zero.

    """
    return _ticks(topix500).at(price)


def limits(base_price: float, topix500: bool = False) -> tuple[float, float]:  # noqa: FBT001, FBT002 - as in tick
    """The lowest and highest price of the day, in yen, for a base price (usually the last close).

    The widening after limit days without trades is not modelled. Sources: ``market_sources.txt``.

    Args:
        base_price: in yen, above zero.
        topix500: whether the issue has the finer steps, to one of which the highest price is rounded up.

    Raises:
        ValueError: the price is not above zero.

    """
    return limit_prices(base_price, widths=_limits(), ticks=_ticks(topix500))
