"""A ranking is measured with weights."""

import numpy as np
import pytest

from sekisho.decisions.rules.calibration_measures import Ranking, rank


def ranked(*events: tuple[float, bool, float]) -> Ranking:
    raw, bad, weight = zip(*events, strict=True)
    return rank(np.array(raw), np.array(bad), np.array(weight))


def test_a_perfect_ranking_catches_all_and_challenges_nobody() -> None:
    found = ranked((2.0, True, 1.0), (1.0, False, 500.0), (0.0, False, 500.0))

    assert (found.auc, found.challenged_at_90pct) == (1.0, 0.0)
    assert found.recall_at_1pct == 1.0


def test_ties_count_half() -> None:
    assert ranked((1.0, True, 1.0), (1.0, False, 1.0)).auc == 0.5


def test_honest_events_count_by_their_weight() -> None:
    found = ranked((3.0, False, 1.0), (2.0, True, 1.0), (1.0, False, 99.0))

    assert found.auc == pytest.approx(0.99)
    assert found.recall_at_1pct == 1.0
    assert found.challenged_at_90pct == pytest.approx(0.01)
