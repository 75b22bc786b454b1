"""Recall, value stopped and time until stopped, on stories small enough to count by hand."""

import numpy as np
import pytest
from tests.builders.evaluation import buy, deed, hijack

from sekisho.kernel.verdicts import Verdict
from sekisho.simulation.rules.bootstrap import NOTHING
from sekisho.simulation.rules.detection import delays, detection, minutes_free, worth
from sekisho.simulation.rules.stories import Story, tell
from sekisho.simulation.types.sample import LOGIN_FAILED

WEIGHTS = np.ones((2, 4), dtype=np.uint8)
HOLD, STEP_UP = Verdict.HOLD, Verdict.STEP_UP


def noticed_late() -> Story:
    """Two failed logins, a login, an order of 300 that is let go, one of 100 that is held."""
    failed = [deed(minutes=m, kind=LOGIN_FAILED, verdict=STEP_UP) for m in (0, 1)]
    return tell(
        hijack(), [*failed, deed(minutes=2), buy(minutes=4, value=300), buy(minutes=9, value=100, verdict=HOLD)]
    )


def never_noticed() -> Story:
    """A login and an order of 600 that are let go, of another account."""
    other = {"incident": 1, "cluster": 1}
    return tell(hijack(1, account="B", variant="vpn"), [deed(**other), buy(minutes=1, value=600, **other)])


def test_recall_counts_events_sessions_and_incidents() -> None:
    both = detection([noticed_late(), never_noticed()], WEIGHTS)[-1]

    assert (both.variant, both.events, both.sessions, both.incidents) == ("all", 5, 2, 2)
    assert both.events_noticed.value == both.events_held.value == pytest.approx(1 / 5)
    assert both.sessions_noticed.value == both.incidents_noticed.value == pytest.approx(1 / 2)


def test_failed_logins_are_no_events_to_notice() -> None:
    assert detection([noticed_late()], WEIGHTS)[0].events == 3


def test_the_value_stopped_is_weighed_by_yen() -> None:
    rows = {row.variant: row for row in worth([noticed_late(), never_noticed()], WEIGHTS)}

    assert rows["all"].at_risk == 1000
    assert rows["all"].strict.value == rows["all"].chain.value == pytest.approx(0.1)
    assert rows["relay"].own.value == pytest.approx(0.25)
    assert rows["vpn"].own.value == 0


def test_the_loss_of_an_incident_is_spread_over_its_orders_by_value() -> None:
    row = worth([noticed_late()], WEIGHTS)[-1]

    assert row.lost == 100
    assert row.lost_own.value == pytest.approx(0.25)


def test_a_hold_the_intruder_could_answer_is_told_apart() -> None:
    story = tell(hijack(can_answer=frozenset({"phr"})), [buy(verdict=HOLD)])

    assert worth([story], WEIGHTS)[-1].releasable == 100


def test_incidents_of_unknown_value_are_counted() -> None:
    row = worth([tell(hijack(), [deed(), buy(value=None)])], WEIGHTS)[-1]

    assert (row.unvalued, row.at_risk, row.own) == (1, 0, NOTHING)


def test_the_delay_runs_from_the_first_bad_event_to_the_first_stop() -> None:
    assert minutes_free(noticed_late()) == 9
    assert minutes_free(never_noticed()) is None


def test_quantiles_are_over_the_incidents_that_were_stopped() -> None:
    at_once = tell(hijack(2), [buy(verdict=HOLD)])
    row = delays([noticed_late(), never_noticed(), at_once], WEIGHTS)[-1]

    assert row.stopped.value == pytest.approx(2 / 3)
    assert row.at_once == pytest.approx(1 / 3)
    assert (row.median.value, row.ninth_decile.value) == (0, 9)


def test_replicates_that_draw_no_stopped_incident_leave_the_quantile_alone() -> None:
    weights = np.array([[0, 2], [2, 0]], dtype=np.uint8)

    assert delays([noticed_late()], weights)[-1].median.low == 9


def test_without_stories_there_is_nothing_to_tell() -> None:
    row = delays([], WEIGHTS)[-1]

    assert (row.incidents, row.at_once, row.median, row.stopped) == (0, None, NOTHING, NOTHING)
