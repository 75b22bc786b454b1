"""ROC area, honest logins touched and attackers caught, on logins that can be counted."""

import numpy as np
import pytest

from sekisho.simulation.rules.bootstrap import cluster_weights
from sekisho.simulation.rules.login_ranking import caught, rank, touched
from sekisho.simulation.types.login_bench import ATTACKERS, HOLDER, NAIVE, VPN, Scored

WEIGHTS = cluster_weights(np.random.default_rng(3), 100, 20)
HONEST = [Scored(number, HOLDER, (number / 100, -float(number))) for number in range(100)]


def test_each_attacker_and_method_has_a_row() -> None:
    rows = list(rank("weekly", ("a", "b"), HONEST, WEIGHTS))

    assert [(row.attacker, row.method) for row in rows] == [(name, method) for name in ATTACKERS for method in "ab"]
    assert {row.pace for row in rows} == {"weekly"}


def test_an_attacker_is_compared_with_honest_logins_alone() -> None:
    judged = [*HONEST, Scored(0, NAIVE, (2.0, 2.0)), Scored(1, VPN, (-1.0, -200.0))]

    rows = {(row.attacker, row.method): row for row in rank("weekly", ("a", "b"), judged, WEIGHTS)}

    assert (rows["naive", "a"].area.value, rows["vpn", "a"].area.value) == (1, 0)
    assert (rows["naive", "a"].attacks, rows["naive", "a"].honest) == (1, 100)
    assert rows["targeted", "a"].area.value is None


def test_methods_need_no_common_scale() -> None:
    huge = [Scored(one.cluster, one.attacker, (one.scores[0] * 1e30,)) for one in HONEST]
    attacks = [Scored(7, NAIVE, (0.905,)), Scored(8, NAIVE, (0.305,))]
    big = [Scored(one.cluster, one.attacker, (one.scores[0] * 1e30,)) for one in attacks]
    plain = [Scored(one.cluster, one.attacker, one.scores[:1]) for one in HONEST]

    small_row = next(rank("w", ("a",), [*plain, *attacks], WEIGHTS))
    huge_row = next(rank("w", ("a",), [*huge, *big], WEIGHTS))

    assert small_row == huge_row
    assert small_row.area.value == pytest.approx((91 + 31) / 200)


def column(values: list[float]) -> np.ndarray:
    return np.array(values, dtype=np.float64)[:, np.newaxis]


def test_touched_is_told_at_nine_attackers_in_ten() -> None:
    # From the top: 5 of 10 attackers, then 9 of 10 with 3 of 100 honest, then all with all.
    assert touched(column([1, 4, 5]), column([97, 2, 1]))[0] == pytest.approx(0.03)


def test_caught_is_told_at_one_honest_login_in_a_hundred() -> None:
    assert caught(column([1, 4, 5]), column([97, 2, 1]))[0] == pytest.approx(0.5)
    assert caught(column([1, 4, 5]), column([90, 5, 5]))[0] == 0


def test_without_attackers_there_is_no_figure() -> None:
    nobody, honest = column([0, 0]), column([5, 5])

    assert np.isnan(touched(column([0, 0]), column([0, 0]))[0])
    assert np.isnan(caught(nobody, honest)[0])
