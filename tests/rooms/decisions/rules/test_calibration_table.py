"""Calibration turns raw scores into rates that hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.decisions.rules.calibration_table import REACH, Corners, calibrate


def corners(events: list[tuple[float, bool, float]]) -> Corners:
    raw, bad, weight = zip(*events, strict=True)
    return calibrate(np.array(raw), np.array(bad), np.array(weight))


EVENTS = st.lists(st.tuples(st.floats(-9, 9), st.booleans(), st.floats(0.1, 50)), min_size=2, max_size=60).filter(
    lambda events: len({bad for _, bad, _ in events}) == 2
)


@given(EVENTS)
def test_corners_increase_and_probabilities_do_not_fall_and_stay_between_nought_and_one(
    events: list[tuple[float, bool, float]],
) -> None:
    found = corners(events)

    assert all(low < high for low, high in zip(found.raw, found.raw[1:], strict=False))
    assert all(low <= high for low, high in zip(found.probability, found.probability[1:], strict=False))
    assert found.probability[0] > 0
    assert found.probability[-1] < 1


def test_a_step_is_the_share_of_bad_events_by_weight() -> None:
    found = corners([(0.0, False, 900.0), (0.0, True, 100.0), (1.0, False, 100.0), (1.0, True, 900.0)])

    assert found.raw == (0.0 - REACH, 0.0, 1.0, 1.0 + REACH)
    assert found.probability[1:3] == pytest.approx((0.1, 0.9), abs=1e-3)


def test_neighbours_out_of_order_are_pooled() -> None:
    found = corners([(0.0, False, 10.0), (1.0, True, 10.0), (2.0, False, 10.0), (3.0, True, 10.0)])

    assert found.raw[1:-1] == (0.0, 1.5, 3.0)


def test_beyond_the_outermost_steps_the_order_of_scores_is_kept() -> None:
    found = corners([(0.0, False, 99.0), (0.0, True, 1.0), (1.0, True, 100.0)])

    assert found.probability[0] == found.probability[1] / 2
    assert found.probability[-1] == pytest.approx((1 + found.probability[-2]) / 2)


def test_steps_at_the_same_raw_score_to_the_last_bit_are_one_corner() -> None:
    step = np.nextafter(0.1, 1.0)
    found = corners([(0.1, False, 1e9), (float(step), True, 1e-9), (0.1, False, 1e9), (0.5, True, 1.0)])

    assert len(set(found.raw)) == len(found.raw)


@pytest.mark.parametrize("bad", [True, False])
def test_one_kind_of_events_alone_cannot_be_calibrated(*, bad: bool) -> None:
    with pytest.raises(ValueError, match="needs bad and honest events"):
        corners([(0.0, bad, 1.0), (1.0, bad, 1.0)])
