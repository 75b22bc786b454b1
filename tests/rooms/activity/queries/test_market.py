import warnings
from datetime import date, datetime, timedelta
from itertools import pairwise

import exchange_calendars
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.queries.market import (
    known_days,
    limits,
    load_calendar,
    market_phase,
    next_session_day,
    non_business_day,
    previous_session_day,
    tick,
)
from sekisho.activity.rules.market import day_number
from sekisho.activity.types.market import UnknownDayError
from sekisho.kernel.moments import JST, to_milliseconds

PRICES = st.integers(10, 10**9).map(lambda tenths: tenths / 10)


def at(text: str) -> int:
    return to_milliseconds(datetime.fromisoformat(text).replace(tzinfo=JST))


@pytest.fixture(scope="module")
def schedule() -> pd.DataFrame:
    """The exchange's sessions 2006 to 2027 as exchange_calendars has them, in UTC."""
    with warnings.catch_warnings():  # the package's own use of pandas is not ours to judge
        warnings.simplefilter("ignore")
        return exchange_calendars.get_calendar("XTKS", start="2006-01-01", end="2027-12-31").schedule


def test_the_packed_days_are_those_of_exchange_calendars(schedule: pd.DataFrame) -> None:
    first, last = (date.fromisoformat(text) for text in known_days())
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    noons = [to_milliseconds(datetime(day.year, day.month, day.day, 12, tzinfo=JST)) for day in days]

    assert (first, last) == (date(2006, 1, 1), date(2027, 12, 31))
    assert [day for day, noon in zip(days, noons, strict=True) if not non_business_day(noon)] == [
        session.date() for session in schedule.index
    ]


def test_the_packed_hours_are_those_of_exchange_calendars(schedule: pd.DataFrame) -> None:
    columns = {"open": "morning", "break_start": "lunch", "break_end": "afternoon", "close": "closed"}
    for column, phase in columns.items():
        moments = [to_milliseconds(moment.to_pydatetime()) for moment in schedule[column]]
        assert {market_phase(moment) for moment in moments} == {phase}
        assert {market_phase(moment - 1) for moment in moments}.isdisjoint({phase})


def test_sessions_lead_to_each_other_both_ways(schedule: pd.DataFrame) -> None:
    sessions = [day_number(session.date()) for session in schedule.index]

    for earlier, later in pairwise(sessions):
        assert (next_session_day(earlier), previous_session_day(later)) == (later, earlier)


def test_the_close_is_half_an_hour_later_since_2024_11_05() -> None:
    assert market_phase(at("2024-11-01T15:00")) == "closed"
    assert market_phase(at("2024-11-05T15:29:59.999")) == "afternoon"
    assert market_phase(at("2024-11-05T15:30")) == "closed"


def test_the_day_the_exchange_stood_still_is_no_business_day() -> None:
    assert non_business_day(at("2020-10-01T10:00"))


def test_a_day_after_the_table_says_what_to_run() -> None:
    with pytest.raises(UnknownDayError, match=r"2006-01-01 to 2027-12-31; .*pack_calendar\.py"):
        market_phase(at("2028-01-04T10:00"))


def test_the_calendar_is_read_once() -> None:
    assert load_calendar() is load_calendar()


@pytest.mark.parametrize(
    ("price", "fine", "coarse"),
    [(1000, 0.1, 1), (1000.1, 0.5, 1), (3000, 0.5, 1), (3001, 1, 5), (5000, 1, 5),
     (50_001, 10, 100), (10**8, 10**4, 10**5)],
)  # fmt: skip
def test_steps_of_price_are_those_of_the_exchange(price: float, fine: float, coarse: float) -> None:
    assert (tick(price, topix500=True), tick(price, topix500=False)) == (fine, coarse)


@given(PRICES, PRICES)
def test_steps_never_get_finer_as_the_price_rises_and_are_finest_for_the_topix_500(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert tick(low, topix500=False) <= tick(high, topix500=False)
    assert tick(low, topix500=True) <= min(tick(high, topix500=True), tick(low, topix500=False))


@pytest.mark.parametrize(
    ("base", "down", "up"),
    [(84, 54, 114), (99, 69, 129), (100, 50, 150), (20, 1, 50), (617, 517, 717), (1_117, 817, 1_417),
     (3_310, 2_610, 4_010), (2_991, 2_491, 3_495), (19_170, 15_170, 23_170), (60_000_000, 50_000_000, 70_000_000)],
)  # fmt: skip
def test_daily_limits_are_those_of_the_exchange(base: float, down: float, up: float) -> None:
    """Requirement A-02; several bases are from the exchange's own announcements of 2023 and 2025."""
    assert limits(base) == (down, up)


@given(PRICES, PRICES, st.booleans())
def test_limits_hold_the_base_and_the_highest_price_rises_with_it(one: float, other: float, topix500: bool) -> None:  # noqa: FBT001 - drawn
    low, high = sorted((one, other))
    down, up = limits(low, topix500)

    assert 1 <= down <= low < up <= limits(high, topix500)[1]
