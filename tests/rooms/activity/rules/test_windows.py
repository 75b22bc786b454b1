"""Counters over sliding windows."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.rules.windows import BITS, bump, level, mark, marked, room

WIDTH = 60_000
TIMES = st.lists(st.integers(0, 10 * WIDTH), min_size=1, max_size=40)


def fresh(counters: int = 1) -> "array[float]":
    return array("d", bytes(8 * room(counters)))


def test_an_amount_counts_in_full_at_the_moment_it_is_added() -> None:
    state = fresh()

    bump(state, 0, 1, WIDTH, 90_000, (5.0,))

    assert level(state, 0, WIDTH, 90_000) == 5.0


def test_an_amount_of_the_tile_before_fades_evenly() -> None:
    state = fresh()
    bump(state, 0, 1, WIDTH, WIDTH, (8.0,))

    assert level(state, 0, WIDTH, 2 * WIDTH + WIDTH // 4) == 6.0


def test_after_two_widths_nothing_is_left() -> None:
    state = fresh()
    bump(state, 0, 1, WIDTH, WIDTH, (8.0,))

    assert level(state, 0, WIDTH, 3 * WIDTH) == 0.0


def test_a_gap_of_more_than_a_tile_forgets_the_tile_before() -> None:
    state = fresh()
    bump(state, 0, 1, WIDTH, WIDTH, (8.0,))
    bump(state, 0, 1, WIDTH, 5 * WIDTH, (1.0,))

    assert level(state, 0, WIDTH, 5 * WIDTH) == 1.0


def test_a_late_amount_joins_the_tile_it_belongs_to() -> None:
    state = fresh()
    bump(state, 0, 1, WIDTH, 5 * WIDTH, (1.0,))
    bump(state, 0, 1, WIDTH, 5 * WIDTH - 1, (2.0,))

    assert level(state, 0, WIDTH, 5 * WIDTH) == 3.0


def test_an_amount_older_than_both_tiles_is_left_out() -> None:
    state = fresh()
    bump(state, 0, 1, WIDTH, 5 * WIDTH, (1.0,))
    bump(state, 0, 1, WIDTH, 3 * WIDTH, (2.0,))

    assert level(state, 0, WIDTH, 5 * WIDTH) == 1.0


def test_counters_of_one_window_do_not_mix() -> None:
    state = fresh(2)
    bump(state, 0, 2, WIDTH, WIDTH, (1.0, 0.0))
    bump(state, 0, 2, WIDTH, WIDTH, (0.0, 4.0))

    assert (level(state, 0, WIDTH, WIDTH), level(state, 0, WIDTH, WIDTH, 1)) == (1.0, 4.0)


@given(TIMES)
def test_the_level_lies_between_the_last_tile_and_two_widths(times: list[int]) -> None:
    state = fresh()
    now = max(times)
    for at in sorted(times):
        bump(state, 0, 1, WIDTH, at, (1.0,))

    there = level(state, 0, WIDTH, now)

    assert sum(at // WIDTH == now // WIDTH for at in times) <= there <= sum(now - at < 2 * WIDTH for at in times)


@given(TIMES, st.integers(0, 3 * WIDTH))
def test_a_level_never_grows_by_waiting(times: list[int], wait: int) -> None:
    state = fresh()
    for at in sorted(times):
        bump(state, 0, 1, WIDTH, at, (1.0,))

    assert level(state, 0, WIDTH, max(times) + wait) <= level(state, 0, WIDTH, max(times))


@given(st.lists(st.integers(1, 2**52 - 1), max_size=60))
def test_a_bitmap_never_counts_more_than_there_are(keys: list[int]) -> None:
    state = fresh()
    for key in keys:
        mark(state, 0, WIDTH, 1_000, float(key))

    assert marked(state, 0, WIDTH, 1_000) == len({key % BITS for key in keys})


def test_a_bitmap_keeps_the_tile_before_and_then_forgets() -> None:
    state = fresh()
    mark(state, 0, WIDTH, WIDTH, 1.0)
    mark(state, 0, WIDTH, 2 * WIDTH, 2.0)

    assert [marked(state, 0, WIDTH, at) for at in (2 * WIDTH, 3 * WIDTH, 4 * WIDTH)] == [2, 1, 0]


def test_a_mark_older_than_both_tiles_is_left_out() -> None:
    state = fresh()
    mark(state, 0, WIDTH, 5 * WIDTH, 1.0)
    mark(state, 0, WIDTH, WIDTH, 2.0)

    assert marked(state, 0, WIDTH, 5 * WIDTH) == 1
