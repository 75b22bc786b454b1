"""A forest gives the same bits compiled or not, alone or among others."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.model import forest, group
from sekisho.decisions.rules import trees
from sekisho.decisions.rules.trees_file import Calibration, pack

NUMBERS = st.floats(-3, 3) | st.just(math.nan) | st.sampled_from([0.5, math.inf, -math.inf])
STUMPS = st.lists(
    st.tuples(st.integers(0, 2), st.floats(-2, 2), st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=19
)
COMPILING = settings(deadline=None)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=5)


def by_hand(stumps: list[tuple[int, float, float, float]], x: tuple[float, ...]) -> float:
    total = 0.0
    for feature, threshold, low, high in stumps:
        total += high if x[feature] > threshold else low
    return total


@given(STUMPS, ROWS)
@COMPILING
def test_a_forest_is_the_sum_of_its_trees_in_their_order(
    stumps: list[tuple[int, float, float, float]], rows: list[tuple[float, ...]]
) -> None:
    packed = pack(group(forest(*stumps)))

    for x in rows:
        assert trees.raw(np.array(x), *packed[:5]) == by_hand(stumps, x)


@given(STUMPS, ROWS)
@COMPILING
def test_one_row_alone_and_among_others_and_without_the_compiler_has_the_same_bits(
    stumps: list[tuple[int, float, float, float]], rows: list[tuple[float, ...]]
) -> None:
    packed = pack(group(forest(*stumps)))
    matrix = np.array(rows)

    together = trees.score_rows(matrix, *packed)

    for x, score in zip(matrix, together, strict=True):
        assert trees.score(x, *packed) == score
        assert trees.score.py_func(x, *packed) == score
        plain = trees.raw.py_func(x, *packed[:5])
        assert trees.probability.py_func(plain, packed.knots, packed.heights) == score
    assert (trees.score_rows.py_func(matrix, *packed) == together).all()


@given(NUMBERS)
def test_a_missing_value_is_below_everything_in_one_copy_and_above_everything_in_the_other(number: float) -> None:
    both = trees.spread.py_func(np.array([number]))

    expected = [-math.inf, math.inf] if math.isnan(number) else [number, number]
    assert both.tolist() == expected


def test_a_missing_value_goes_where_its_node_sends_it() -> None:
    left = forest((0, 0.5, 1.0, 2.0))
    right = forest((0, 0.5, 1.0, 2.0))
    right.missing_right[0] = 1
    nothing = np.array([math.nan, 0.0, 0.0])

    assert trees.raw(nothing, *pack(group(left))[:5]) == 1.0
    assert trees.raw(nothing, *pack(group(right))[:5]) == 2.0


def test_a_step_leads_to_the_right_child_only_above_the_threshold() -> None:
    packed = pack(group(forest((0, 0.5, 1.0, 2.0))))

    for value, child in ((0.5, 2), (0.6, 4)):
        assert trees.step.py_func(np.array([value]), packed.thresholds, packed.links, 0) == child


def test_a_probability_lies_on_the_line_between_corners_and_ends_with_them() -> None:
    knots, heights = np.array([-1.0, 1.0, 2.0]), np.array([0.1, 0.5, 0.9])

    found = [trees.probability(raw, knots, heights) for raw in (-5.0, -1.0, 0.0, 1.0, 1.5, 2.0, 7.0)]

    assert found == [0.1, 0.1, 0.3, 0.5, 0.7, 0.9, 0.9]


@given(st.floats(-2, 2))
def test_a_score_is_a_whole_number_of_millionths_and_reads_as_six_decimals(raw: float) -> None:
    packed = pack(group(forest((0, 0.5, 0.0, 0.0)), calibration=Calibration([-1.0, 1.0], [0.0, 1.0])))

    score = trees.probability.py_func(raw, packed.knots, packed.heights)

    assert score == round(score, 6)


@given(STUMPS, ROWS)
@COMPILING
def test_contributions_and_the_means_at_the_roots_add_up_to_the_raw_score(
    stumps: list[tuple[int, float, float, float]], rows: list[tuple[float, ...]]
) -> None:
    packed = pack(group(forest(*stumps)))
    means = sum((low + high) / 2 for _, _, low, high in stumps)

    for x in rows:
        moved = trees.contributions(np.array(x), *packed[:4])
        assert (moved == trees.contributions.py_func(np.array(x), *packed[:4])).all()
        assert math.isclose(moved.sum() + means, by_hand(stumps, x), abs_tol=1e-9)


def test_a_fact_whose_missing_value_goes_right_is_explained_under_its_own_name() -> None:
    trees_right = forest((1, 0.5, -1.0, 1.0))
    trees_right.missing_right[0] = 1
    packed = pack(group(trees_right))

    moved = trees.contributions(np.array([0.0, math.nan, 0.0]), *packed[:4])

    assert moved.tolist() == [0.0, 1.0, 0.0]
