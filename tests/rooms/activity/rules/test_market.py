from datetime import date
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.rules.market import Calendar, Hours, Steps, day_number, day_text, limit_prices
from sekisho.activity.types.market import UnknownDayError
from sekisho.kernel.moments import DAY, HOUR, JST_OFFSET, MINUTE

FRIDAY, MONDAY, TUESDAY = (day_number(date(2024, 11, day)) for day in (1, 4, 5))
LAST = day_number(date(2024, 11, 8))


def hours(*, first: int = FRIDAY, last: int = LAST, close: int = 15 * HOUR) -> Hours:
    half_hour = 30 * MINUTE
    return Hours(
        first=first,
        last=last,
        open=9 * HOUR,
        break_start=11 * HOUR + half_hour,
        break_end=12 * HOUR + half_hour,
        close=close,
    )


def calendar() -> Calendar:
    """Friday to Friday; Monday is a holiday, and from Tuesday on the close is half an hour later."""
    later = hours(first=TUESDAY, close=15 * HOUR + 30 * MINUTE)
    return Calendar(hours=[hours(last=MONDAY), later], closed=[MONDAY])


def moment(day: int, hour: int, minute: int = 0) -> int:
    return day * DAY + hour * HOUR + minute * MINUTE - JST_OFFSET


@pytest.mark.parametrize(
    ("hour", "minute", "phase", "before"),
    [(8, 0, "preopen", "closed"), (9, 0, "morning", "preopen"), (11, 30, "lunch", "morning"),
     (12, 30, "afternoon", "lunch"), (15, 30, "closed", "afternoon")],
)  # fmt: skip
def test_a_phase_begins_at_its_first_millisecond(hour: int, minute: int, phase: str, before: str) -> None:
    """Requirement X-02: rules know the phase of the trading day."""
    at = moment(TUESDAY, hour, minute)

    assert (calendar().phase(at - 1), calendar().phase(at)) == (before, phase)


def test_the_close_moves_with_the_period() -> None:
    assert calendar().phase(moment(FRIDAY, 15, 10)) == "closed"
    assert calendar().phase(moment(TUESDAY, 15, 10)) == "afternoon"


def test_holidays_and_weekends_are_closed_from_midnight_to_midnight_in_japan() -> None:
    """Signal 13: trading while the exchange is shut."""
    for day in (FRIDAY + 1, FRIDAY + 2, MONDAY):
        assert calendar().phase(moment(day, 10)) == "closed"
        assert calendar().non_business_day(moment(day, 0))
        assert calendar().non_business_day(moment(day, 24) - 1)
    assert not calendar().non_business_day(moment(FRIDAY, 24) - 1)
    assert not calendar().non_business_day(moment(TUESDAY, 0))


def test_session_days_step_over_weekend_and_holiday() -> None:
    assert calendar().next_session(FRIDAY) == TUESDAY
    assert calendar().previous_session(TUESDAY) == FRIDAY
    assert calendar().next_session(MONDAY) == TUESDAY
    assert calendar().previous_session(MONDAY) == FRIDAY


@pytest.mark.parametrize(
    ("ask", "day"),
    [
        (lambda it: it.phase(moment(LAST + 1, 10)), "2024-11-09"),
        (lambda it: it.non_business_day(moment(FRIDAY, 0) - 1), "2024-10-31"),
        (lambda it: it.next_session(LAST), "2024-11-09"),
        (lambda it: it.previous_session(FRIDAY), "2024-10-31"),
        (lambda it: it.next_session(LAST + 3), "2024-11-11"),
    ],
)
def test_a_day_outside_names_the_last_day_known_and_what_to_run(ask, day) -> None:  # noqa: ANN001 - a question
    with pytest.raises(
        UnknownDayError, match=rf"{day} .* 2024-11-01 to 2024-11-08; .*tools/pack_calendar.py"
    ) as caught:
        ask(calendar())
    assert caught.value.last == "2024-11-08"


@pytest.mark.parametrize("periods", [[], [hours(last=MONDAY), hours(first=LAST)], [hours(), hours(first=MONDAY)]])
def test_periods_with_gaps_overlaps_or_none_are_refused(periods: list[Hours]) -> None:
    with pytest.raises(ValueError, match="must follow each other day by day"):
        Calendar(hours=periods, closed=[])


@pytest.mark.parametrize("close", [12 * HOUR, 24 * HOUR])
def test_hours_that_do_not_follow_each_other_within_a_day_are_refused(close: int) -> None:
    with pytest.raises(ValueError, match="does not run from after 08:00"):
        Calendar(hours=[hours(close=close)], closed=[])


@given(st.dates())
def test_a_day_number_names_its_date(day: date) -> None:
    assert day_text(day_number(day)) == day.isoformat()


def test_a_bound_belongs_to_its_row_only_when_inclusive() -> None:
    rows = [(100.0, 1.0), (inf, 5.0)]

    assert [Steps(rows, inclusive=True).at(price) for price in (99, 100, 101)] == [1, 1, 5]
    assert [Steps(rows, inclusive=False).at(price) for price in (99, 100, 101)] == [1, 5, 5]


@pytest.mark.parametrize("rows", [[], [(1.0, 1.0)], [(2.0, 1.0), (1.0, 2.0), (inf, 3.0)], [(1.0, 2.0), (inf, 1.0)]])
def test_rows_that_do_not_rise_to_infinity_are_refused(rows: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="the last bound must be inf"):
        Steps(rows, inclusive=True)


@pytest.mark.parametrize("price", [0, -1, inf, nan])
def test_what_is_no_price_is_refused(price: float) -> None:
    with pytest.raises(ValueError, match=r"price: .* is not a price in yen above zero"):
        Steps([(inf, 1.0)], inclusive=True).at(price)


def test_the_highest_price_is_rounded_up_to_a_step_without_losing_tenths() -> None:
    widths = Steps([(inf, 30.0)], inclusive=False)

    assert limit_prices(84.1, widths=widths, ticks=Steps([(inf, 0.1)], inclusive=True)) == (pytest.approx(54.1), 114.1)
    assert limit_prices(84.0, widths=widths, ticks=Steps([(inf, 5.0)], inclusive=True)) == (54, 115)
