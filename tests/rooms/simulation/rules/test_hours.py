import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.simulation.rules.hours import after_break, closes, is_open, minute_of, opens, to_minute, to_time

TOKYO, HONG_KONG, NEW_YORK = 0, 1, 2


@given(st.floats(0, 329.9), st.sampled_from([TOKYO, HONG_KONG, NEW_YORK]))
def test_a_trading_minute_survives_the_way_to_the_clock_and_back(minute: float, market: int) -> None:
    time = to_time(np.array([minute]), np.array([market]))

    assert to_minute(time, np.array([market]))[0] == pytest.approx(minute, abs=0.001)


@given(st.integers(0, 24 * HOUR - 1), st.sampled_from([TOKYO, HONG_KONG, NEW_YORK]))
def test_a_single_time_is_read_as_in_a_list(time: int, market: int) -> None:
    assert minute_of(time, market) == to_minute(np.array([time]), np.array([market]))[0]


@pytest.mark.parametrize(
    ("time", "market", "open_"),
    [
        (8.9, TOKYO, False), (9.1, TOKYO, True), (12.0, TOKYO, False), (12.6, TOKYO, True), (15.6, TOKYO, False),
        (10.0, HONG_KONG, False), (13.5, HONG_KONG, False), (16.0, HONG_KONG, True), (21.0, NEW_YORK, False),
        (23.0, NEW_YORK, True),
    ],
)  # fmt: skip
def test_orders_are_filled_only_while_the_market_trades(time: float, market: int, open_: object) -> None:
    assert bool(is_open(np.array([round(time * HOUR)]), np.array([market]))[0]) is open_


def test_sessions_begin_and_end_at_the_times_of_the_exchanges() -> None:
    assert (opens(TOKYO), closes(TOKYO)) == (9 * HOUR, 15 * HOUR + 30 * MINUTE)
    assert (opens(HONG_KONG), closes(HONG_KONG)) == (10 * HOUR + 30 * MINUTE, 17 * HOUR)
    assert opens(NEW_YORK) == 22 * HOUR + 30 * MINUTE


def test_what_falls_into_lunch_comes_after_it_in_the_same_order() -> None:
    early, late = after_break(11 * HOUR + 40 * MINUTE, TOKYO), after_break(12 * HOUR, TOKYO)

    assert 12 * HOUR + 30 * MINUTE < early < late < 12 * HOUR + 35 * MINUTE
    assert after_break(10 * HOUR, TOKYO) == 10 * HOUR
    assert after_break(23 * HOUR, NEW_YORK) == 23 * HOUR
