"""The score by itself: never judged at the sample's own mix of good and bad."""

import numpy as np
import pytest
from tests.builders.evaluation import columns

from sekisho.simulation.rules.bootstrap import cluster_weights, none_of
from sekisho.simulation.rules.ranking import curve, groups, reliability, verdict_precision
from sekisho.simulation.types.sample import HONEST, LOGIN, LOGIN_FAILED, ORDER, SET_ASIDE

WEIGHTS = cluster_weights(np.random.default_rng(2), 10, 30)
HONEST_LOGINS = [(account, LOGIN, 0, 0.1, HONEST) for account in range(10)]
DOUBTED = (3, LOGIN, 1, 0.5, HONEST)
CAUGHT, MISSED = (1, LOGIN, 2, 0.9, 0), (2, LOGIN, 0, 0.05, 1)
TABLE = columns([*HONEST_LOGINS, DOUBTED, CAUGHT, MISSED, (4, ORDER, 0, 0.2, SET_ASIDE), (5, LOGIN_FAILED, 0, 1.0, 0)])


def group(name: str) -> np.ndarray:
    return dict(groups(TABLE))[name]


def test_failed_logins_and_beneficiaries_belong_to_no_group() -> None:
    assert {name: int(members.sum()) for name, members in groups(TABLE)} == {"login": 13, "order": 0, "all": 13}


def test_the_area_counts_pairs() -> None:
    # The caught one outranks all 11 honest logins, the missed one none: 11 of 22.
    assert curve("login", TABLE, group("login"), WEIGHTS).area.value == pytest.approx(0.5)


def test_precision_is_told_at_real_base_rates() -> None:
    points = curve("login", TABLE, group("login"), WEIGHTS).points
    everyone = points[-1]

    assert (everyone.recall.value, everyone.honest_share.value) == (1, 1)
    assert [point.value for point in everyone.precision] == [
        pytest.approx(1 / 10_001), pytest.approx(1 / 35_001), pytest.approx(1 / 1_000_001),
    ]  # fmt: skip


def test_a_threshold_no_honest_event_reached_tells_only_a_lower_bound() -> None:
    strictest = curve("login", TABLE, group("login"), WEIGHTS).points[0]

    assert (strictest.recall.value, strictest.honest_share.value) == (0.5, 0)
    assert strictest.honest_share.high == pytest.approx(none_of(11))
    assert strictest.precision[0].value is None
    assert strictest.precision[0].high == 1


def test_a_group_without_bad_events_has_no_curve() -> None:
    empty = curve("order", TABLE, group("order"), WEIGHTS)

    assert (empty.bad, empty.honest, empty.area.value, empty.points) == (0, 0, None, ())


def test_verdicts_are_weighed_like_thresholds() -> None:
    step_up, hold = verdict_precision("login", TABLE, group("login"), WEIGHTS)

    assert (step_up.recall.value, step_up.honest_share.value) == (0.5, pytest.approx(1 / 11))
    assert step_up.precision[0].value == pytest.approx(0.5 / (0.5 + 10_000 / 11))
    assert (hold.recall.value, hold.honest_share.value, hold.precision[0].value) == (0.5, 0, None)


def test_calibration_compares_mean_score_and_share() -> None:
    result = reliability(TABLE, group("all"), WEIGHTS)
    rows = {row.low: row for row in result.bins}

    assert (rows[0.1].decisions, rows[0.1].bad, rows[0.1].mean_score) == (10, 0, pytest.approx(0.1))
    assert (rows[0.9].decisions, rows[0.9].share.value) == (1, 1)
    # |10 · .1 − 0| + |.5 − 0| + |.9 − 1| + |.05 − 1| over 13 decisions
    assert result.gap.value == pytest.approx((1 + 0.5 + 0.1 + 0.95) / 13, rel=1e-5)
    assert result.brier.value == pytest.approx((10 * 0.01 + 0.25 + 0.01 + 0.95**2) / 13, rel=1e-5)
