"""What honest customers bear, counted by hand."""

import numpy as np
import pytest
from tests.builders.evaluation import columns

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.bootstrap import NOTHING
from sekisho.simulation.rules.friction import friction
from sekisho.simulation.types.sample import HONEST, LOGIN, LOGIN_FAILED, ORDER, SET_ASIDE

WEIGHTS = np.ones((2, 4), dtype=np.uint8)
ALLOW, STEP_UP, HOLD, DENY = Verdict
ROWS = [
    *[(0, LOGIN, ALLOW, 0.0, HONEST)] * 7,
    (1, LOGIN, STEP_UP, 0.0, HONEST),
    (1, LOGIN_FAILED, DENY, 0.0, HONEST),
    *[(0, ORDER, ALLOW, 0.0, HONEST)] * 3,
    (1, ORDER, HOLD, 0.0, HONEST),
    (0, ORDER, HOLD, 0.9, 0),
    (1, ORDER, DENY, 0.9, SET_ASIDE),
]


def test_rates_are_per_ten_thousand_honest_events_of_a_kind() -> None:
    rows = {row.kind: row for row in friction(columns(ROWS), WEIGHTS, customer_years=2).table}

    assert (rows["login"].events, rows["login"].challenged.value) == (8, 1250)
    assert (rows["order"].events, rows["order"].held.value, rows["order"].denied.value) == (4, 2500, 0)


def test_the_sum_leaves_out_failed_logins() -> None:
    total = friction(columns(ROWS), WEIGHTS, customer_years=2).table[-1]

    assert (total.kind, total.events, total.denied.value) == ("all", 12, 0)


def test_yearly_figures_divide_by_customers_and_time() -> None:
    total = friction(columns(ROWS), WEIGHTS, customer_years=2).table[-1]

    assert (total.challenged_a_year.value, total.stopped_a_year.value) == (0.5, 0.5)


def test_a_year_without_any_is_bounded_by_poisson() -> None:
    orders = {row.kind: row for row in friction(columns(ROWS), WEIGHTS, customer_years=2).table}["cash"]

    assert orders.challenged_a_year.high == pytest.approx(3.69 / 2)


def test_without_time_there_is_no_yearly_figure() -> None:
    assert friction(columns(ROWS), WEIGHTS, customer_years=0).table[0].challenged_a_year == NOTHING


def test_the_two_best_known_figures_stand_alone() -> None:
    burden = friction(columns(ROWS), WEIGHTS, customer_years=2)

    assert burden.logins_challenged_one_in.value == 8
    assert burden.orders_held.value == 2500
