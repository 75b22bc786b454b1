"""Budgets: so many a minute of event time."""

from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import NOON, condition
from sekisho.decisions.rules.budget import Counts, counted, limit
from sekisho.decisions.types.rule import Budget
from sekisho.kernel.moments import MINUTE


def test_a_phase_has_its_own_limit_and_others_the_general_one() -> None:
    budget = Budget(per_minute=30, by_phase={"preopen": 60})

    assert (limit(budget, "preopen"), limit(budget, "lunch")) == (60, 30)


def test_only_holds_and_denials_that_people_did_not_decide_count() -> None:
    assert counted(condition()) is not None
    assert counted(condition(verdict="step_up")) is None
    assert counted(condition(when="brake = 'all'")) is None
    assert counted(condition(budget="")) is None


@given(st.lists(st.integers(0, 3 * MINUTE), max_size=20))
def test_in_order_every_minute_begins_at_one(offsets: list[int]) -> None:
    counts = Counts()
    minutes: list[int] = []
    for offset in sorted(offsets):
        minutes.append((NOON + offset) // MINUTE)
        assert counts.spend("r", NOON + offset) == minutes.count(minutes[-1])


def test_a_late_event_counts_in_the_latest_minute_and_rules_count_apart() -> None:
    counts = Counts()

    assert [counts.spend("r", NOON), counts.spend("r", NOON - MINUTE), counts.spend("s", NOON)] == [1, 2, 1]
