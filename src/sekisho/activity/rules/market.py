"""The trading day of the Tokyo Stock Exchange, its steps of price and its daily limits."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import inf

from sekisho.activity.types.market import Phase, UnknownDayError
from sekisho.kernel.moments import DAY, HOUR, JST_OFFSET

_EPOCH = date(1970, 1, 1)
_SATURDAY = 5
_PREOPEN = 8 * HOUR  # the exchange takes orders from 08:00
_PHASES: tuple[Phase, ...] = ("closed", "preopen", "morning", "lunch", "afternoon", "closed")


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_text(day: int) -> str:
    """The ISO date of a day number."""
    return (_EPOCH + timedelta(days=day)).isoformat()


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the sessions from one day to another, both included.

    Days are day numbers; the hours are milliseconds since midnight in Japan.
    """

    first: int
    last: int
    open: int
    break_start: int
    break_end: int
    close: int

    @property
    def bounds(self) -> tuple[int, ...]:
        """Where one phase ends and the next begins, in the order of the day.

        Raises:
            ValueError: they do not follow each other.

        """
        bounds = (_PREOPEN, self.open, self.break_start, self.break_end, self.close)
        if any(earlier >= later for earlier, later in pairwise(bounds)) or self.close >= DAY:
            message = f"{self} does not run from after 08:00 through the break to the close of one day"
            raise ValueError(message)
        return bounds


class Calendar:
    """Which days are sessions, and which phase a moment falls in.

    A phase includes its first millisecond and not its last bound: 15:30:00.000 is after the close.

    Args:
        hours: periods that follow each other without a gap; they bound the days known.
        closed: day numbers of the weekdays without a session. Weekends never have one.

    Raises:
        ValueError: the periods leave a gap, overlap or are none, or their hours do not follow each other.

    """

    def __init__(self, *, hours: Sequence[Hours], closed: Iterable[int]) -> None:
        if not hours or any(earlier.last + 1 != later.first for earlier, later in pairwise(hours)):
            message = "the periods of trading hours must follow each other day by day"
            raise ValueError(message)
        self.first, self.last = hours[0].first, hours[-1].last
        shut = frozenset(closed)
        self._days = [
            None if day in shut or (_EPOCH + timedelta(days=day)).weekday() >= _SATURDAY else bounds
            for period in hours
            for bounds in [period.bounds]
            for day in range(period.first, period.last + 1)
        ]
        self._sessions = [day for day, bounds in enumerate(self._days, self.first) if bounds]

    def _bounds(self, day: int) -> tuple[int, ...] | None:
        """The bounds of the day's phases, None on a day without a session."""
        if self.first <= day <= self.last:
            return self._days[day - self.first]
        raise self._unknown(day)

    def _unknown(self, day: int) -> UnknownDayError:
        return UnknownDayError(day=day_text(day), first=day_text(self.first), last=day_text(self.last))

    def phase(self, at: int) -> Phase:
        """The phase at a moment in milliseconds UTC.

        Raises:
            UnknownDayError: the day is not in the calendar.

        """
        day, time = divmod(at + JST_OFFSET, DAY)
        bounds = self._bounds(day)
        return _PHASES[bisect_right(bounds, time)] if bounds else "closed"

    def non_business_day(self, at: int) -> bool:
        """Whether the exchange is closed all that day in Japan.

        Raises:
            UnknownDayError: the day is not in the calendar.

        """
        return self._bounds((at + JST_OFFSET) // DAY) is None

    def previous_session(self, day: int) -> int:
        """The last session day before a day number.

        Raises:
            UnknownDayError: the calendar does not reach so far.

        """
        self._bounds(day)
        index = bisect_left(self._sessions, day) - 1
        if index < 0:
            raise self._unknown(self.first - 1)
        return self._sessions[index]

    def next_session(self, day: int) -> int:
        """The first session day after a day number.

        Raises:
            UnknownDayError: the calendar does not reach so far.

        """
        self._bounds(day)
        index = bisect_right(self._sessions, day)
        if index == len(self._sessions):
            raise self._unknown(self.last + 1)
        return self._sessions[index]


class Steps:
    """Amounts by price: each holds up to a bound, the last one for every price above.

    Args:
        rows: bound and amount in yen, both rising, the last bound infinite.
        inclusive: whether a price equal to the bound still takes the row's amount.

    Raises:
        ValueError: the rows do not rise or do not end at infinity.

    """

    def __init__(self, rows: Sequence[tuple[float, float]], *, inclusive: bool) -> None:
        rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(rows))
        if not rows or not rising or rows[-1][0] != inf:
            message = "bounds and amounts must rise, and the last bound must be inf"
            raise ValueError(message)
        self._bounds = [bound for bound, _ in rows[:-1]]
        self._amounts = [amount for _, amount in rows]
        self._find = bisect_left if inclusive else bisect_right

    def at(self, price: float) -> float:
        """The amount at a price in yen.

        Raises:
            ValueError: the price is not above zero and finite.

        """
        if not 0 < price < inf:
            message = f"price: {price} is not a price in yen above zero"
            raise ValueError(message)
        return self._amounts[self._find(self._bounds, price)]


def limit_prices(base: float, *, widths: Steps, ticks: Steps) -> tuple[float, float]:
    """The lowest and the highest price of the day.

    The highest is rounded up to the step of price that holds there: from a base of 1,769 and a width of 1,600
    the exchange announced 3,370 (2023-04-18). The lowest never falls below 1 yen and lies on a step by itself,
    since steps only get finer downwards. Counted in tenths of a yen, the finest step.

    Raises:
        ValueError: the base price is not above zero and finite.

    """
    width = widths.at(base)
    step = round(ticks.at(base + width) * 10)
    highest = -(-round((base + width) * 10) // step) * step
    return max(base - width, 1.0), highest / 10
