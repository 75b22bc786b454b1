"""The bootstrap draws whole accounts and serves every ratio from one matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.evaluation import NOON

from sekisho.simulation.rules.bootstrap import (
    NOTHING,
    cluster_weights,
    extremes,
    interval,
    none_of,
    ratio,
    weighted_counts,
    weighted_sums,
)
from sekisho.simulation.types.figures import Interval

MEMBERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=60)


def test_each_replicate_draws_as_many_accounts_as_there_are() -> None:
    weights = cluster_weights(np.random.default_rng(NOON), 50, 20)

    assert weights.shape == (50, 20)
    assert (weights.sum(axis=0) == 50).all()


def test_the_same_seed_gives_the_same_draws() -> None:
    first, second = (cluster_weights(np.random.default_rng(7), 9, 5) for _ in range(2))

    assert (first == second).all()


@given(MEMBERS)
def test_weighted_counts_agree_with_counting_one_by_one(members: list[tuple[int, int]]) -> None:
    weights = cluster_weights(np.random.default_rng(1), 7, 4)
    codes = np.array([code for code, _ in members], dtype=np.int64)
    clusters = np.array([cluster for _, cluster in members], dtype=np.int64)

    expected = np.zeros((5, 5))
    for code, cluster in members:
        expected[code] += [1, *weights[cluster]]
    assert (weighted_counts(codes, clusters, weights, 5) == expected).all()


def test_counts_of_more_pairs_than_one_block_are_whole() -> None:
    clusters = np.arange(40_000)
    weights = np.ones((40_000, 2), dtype=np.uint8)

    counts = weighted_counts(clusters % 3, clusters, weights, 3)

    assert counts.tolist() == [[13_334.0] * 3, [13_333.0] * 3, [13_333.0] * 3]


def test_sums_are_weighted_by_the_draws() -> None:
    weights = np.array([[2, 0], [0, 1]], dtype=np.uint8)

    assert weighted_sums(np.array([10.0, 5.0]), np.array([0, 1]), weights).tolist() == [15.0, 20.0, 5.0]


def test_an_interval_holds_the_middle_of_the_replicates() -> None:
    result = interval(np.array([0.5, *np.linspace(0, 1, 1001)]))

    assert (result.value, result.low, result.high) == pytest.approx((0.5, 0.025, 0.975))


def test_a_figure_without_anything_to_divide_by_is_nothing() -> None:
    assert ratio(np.array([0.0, 0.0]), np.array([0.0, 0.0])) == NOTHING


def test_replicates_that_are_no_number_are_left_out() -> None:
    assert interval(np.array([1.0, np.nan, 3.0])) == Interval(1.0, 3.0, 3.0)
    assert interval(np.array([1.0, np.nan])) == Interval(1.0, None, None)


def test_none_among_three_hundred_leaves_room_for_about_one_in_eighty() -> None:
    # Clopper-Pearson: 1 − 0.025^(1/300).
    assert none_of(300) == pytest.approx(0.012221, abs=1e-6)
    assert ratio(np.zeros(3), np.full(3, 300.0)) == Interval(0.0, 0.0, none_of(300))


def test_all_of_ten_leaves_room_for_three_in_ten_to_fail() -> None:
    assert ratio(np.full(3, 10.0), np.full(3, 10.0), times=100).low == pytest.approx(100 * 0.6915, abs=0.01)


def test_a_share_between_none_and_all_keeps_its_interval() -> None:
    kept = Interval(0.5, 0.4, 0.6)

    assert extremes(kept, 5, 10) is kept
    assert extremes(NOTHING, 0, 0) is NOTHING
