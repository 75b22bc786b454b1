"""ROC area, recall and precision over histograms of scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.simulation.rules.curves import (
    area_under_roc,
    at_or_above,
    bins_of,
    calibration_gap,
    chosen_bins,
    edges_of,
    precision,
)

SCORES = st.lists(st.integers(0, 8), min_size=1, max_size=30)


def column(values: list[float]) -> np.ndarray:
    return np.array(values, dtype=np.float64)[:, np.newaxis]


@given(SCORES, SCORES)
def test_the_area_is_the_chance_that_a_bad_event_outranks_an_honest_one(bad: list[int], honest: list[int]) -> None:
    wins = sum((b > h) + (b == h) / 2 for b in bad for h in honest)
    histograms = (column(np.bincount(scores, minlength=9).tolist()) for scores in (bad, honest))

    assert area_under_roc(*histograms)[0] == pytest.approx(wins / (len(bad) * len(honest)))


@given(SCORES, SCORES)
def test_binning_keeps_the_order_of_scores(bad: list[int], honest: list[int]) -> None:
    edges = edges_of(np.array(bad, dtype=np.float32), np.array(honest, dtype=np.float32))
    bins = bins_of(np.arange(9, dtype=np.float32), edges)

    assert (np.diff(bins) >= 0).all()
    assert (np.diff(edges) > 0).all()
    assert {float(edges[place]) for place in bins_of(np.array(bad, dtype=np.float32), edges)} <= set(map(float, edges))


def test_without_scores_there_is_one_bin() -> None:
    empty = np.array([], dtype=np.float32)

    assert edges_of(empty, empty).tolist() == [0]
    assert bins_of(np.array([0.5], dtype=np.float32), edges_of(empty, empty)).tolist() == [0]


def test_an_area_without_bad_events_is_no_number() -> None:
    assert np.isnan(area_under_roc(column([0, 0]), column([3, 1]))[0])


def test_shares_are_counted_from_the_top() -> None:
    assert at_or_above(column([2, 1, 1]))[:, 0].tolist() == [1.0, 0.5, 0.25]


def test_precision_falls_with_the_base_rate() -> None:
    recall, touched = np.array([0.9]), np.array([0.001])

    assert precision(recall, touched, 10_000)[0] == pytest.approx(0.9 / 10.9)
    assert precision(recall, touched, 1_000_000)[0] == pytest.approx(0.9 / 1000.9)


def test_the_curve_is_shown_from_the_strictest_threshold_to_the_mildest() -> None:
    assert chosen_bins(np.array([1.0, 0.8, 0.5, 0.1]), 4) == [2, 1, 0]
    assert chosen_bins(np.array([np.nan, np.nan]), 4) == []


def test_the_calibration_gap_weighs_bins_by_their_decisions() -> None:
    # Bin 1: 8 decisions of mean score .25, 1 bad; bin 2: 2 decisions of mean score 1, 2 bad: |2 − 1| / 10.
    assert calibration_gap(column([2, 2]), column([1, 2]), column([8, 2]))[0] == pytest.approx(0.1)
