"""A name's own minutes."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.moments import MINUTE, SECOND
from sekisho.surveillance.rules.rhythm import CHUNKS, PRICES, Rhythm, keep, mean, relative_change


def minutes_of(orders: list[int]) -> Rhythm:
    """A minute for each count, its orders ten seconds apart."""
    rhythm = Rhythm()
    for minute, count in enumerate(orders, start=1):
        for place in range(count):
            rhythm.add(minute * MINUTE + place * 10 * SECOND, MINUTE, 1_000.0, 100.0)
    return rhythm


def test_a_minute_like_the_others_is_no_change() -> None:
    assert minutes_of([1, 2, 1, 2, 1, 2, 1, 2, 1, 2]).orders_out() == 0.0


def test_a_minute_far_above_the_others_is_a_change_of_orders_and_value() -> None:
    rhythm = minutes_of([1, 2, 1, 2, 1, 2, 1, 2, 1, 6])
    assert rhythm.orders_out() > 0.5
    assert rhythm.value_out() > 0.5
    assert rhythm.rush_out() == 0.0


def test_without_a_habit_nothing_is_a_change() -> None:
    assert minutes_of([1, 1, 6]).orders_out() == 0.0


def test_orders_of_one_second_are_a_rush() -> None:
    rhythm = minutes_of([1] * 10)
    for _ in range(4):
        rhythm.add(11 * MINUTE, MINUTE, 1.0, None)
    assert rhythm.rush == 4
    assert rhythm.rush_out() > 0.5


def test_a_late_order_counts_into_the_open_minute() -> None:
    rhythm = minutes_of([1, 1, 1])
    rhythm.add(0, MINUTE, 1.0, None)
    assert (rhythm.orders, len(rhythm.past_orders)) == (2, 2)


def test_the_price_is_compared_with_the_latest_minutes() -> None:
    rhythm = minutes_of([1] * 4)
    assert rhythm.price_out() == 0.0
    rhythm.add(9 * MINUTE, MINUTE, 1.0, 105.0)
    assert round(rhythm.price_out(), 3) == 0.05
    assert Rhythm().price_out() == 0.0


def test_minutes_without_a_price_leave_no_price() -> None:
    rhythm = Rhythm()
    rhythm.add(MINUTE, MINUTE, 1.0, None)
    rhythm.add(2 * MINUTE, MINUTE, 1.0, None)
    assert (rhythm.past_price, rhythm.past_orders) == ([], [1.0])


def test_only_so_many_minutes_are_kept() -> None:
    rhythm = minutes_of([1] * (CHUNKS + 20))
    assert (len(rhythm.past_orders), len(rhythm.past_price)) == (CHUNKS, PRICES)
    assert rhythm.size() == 7 + 3 * CHUNKS + PRICES


@given(st.lists(st.floats(0.0, 1e6), min_size=8, max_size=60), st.floats(0.0, 1e6), st.floats(1.0, 1e3))
def test_the_change_has_no_scale(past: list[float], now: float, scale: float) -> None:
    floor = mean(past) / 2.0
    one = relative_change(past, now, floor)
    other = relative_change([value * scale for value in past], now * scale, floor * scale)
    assert abs(one - other) <= 1e-6 * (1.0 + one)


def test_a_past_of_nothing_gives_no_change() -> None:
    values: list[float] = []
    keep(values, 1.0, 1)
    keep(values, 2.0, 1)
    assert values == [2.0]
    assert (mean([]), relative_change([0.0] * 8, 1.0, 0.0)) == (0.0, 0.0)
