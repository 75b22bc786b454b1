"""Who counts as unusual."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builders.surveillance import order, stolen
from sekisho.surveillance.rules.marks import emptied_into_one, is_churn, marks, unusual
from sekisho.surveillance.types.sighting import Sighting

BARE = Sighting(0, "e", "order", "a", side="buy")


def test_an_order_without_facts_is_usual() -> None:
    assert not unusual(BARE)


def test_a_very_risky_session_needs_no_mark() -> None:
    assert unusual(replace(BARE, session_risk=0.8))


@pytest.mark.parametrize(("risk", "needed"), [(0.5, 1), (0.3, 2)])
def test_the_less_risky_the_session_the_more_marks_are_needed(risk: float, needed: int) -> None:
    shown = [{"new_symbol": True}, {"order_to_habit": 5.0}, {"order_to_adv": 0.05}]
    for count in range(3):
        values = {key: value for mark in shown[:count] for key, value in mark.items()}
        assert unusual(replace(BARE, session_risk=risk, **values)) == (count >= needed)


def test_all_five_marks_are_counted() -> None:
    assert marks(stolen()) == 5
    assert marks(replace(BARE, pull_in_24h=1.0)) == 1


def test_an_emptied_account_is_unusual_whatever_its_session() -> None:
    """A-01: conduct alone tells a stolen session that looks like the holder's."""
    assert unusual(stolen(session_risk=0.01))


@pytest.mark.parametrize(
    "kept", [{"new_symbol": False}, {"liquidation_24h": 0.6}, {"concentration_24h": 0.5}, {"redeployment_24h": 0.3},
             {"redeployment_24h": 2.1}, {"liquidation_24h": 4.0}]
)  # fmt: skip
def test_an_ordinary_session_is_unusual_only_when_everything_went_into_one_new_name(kept: dict[str, object]) -> None:
    assert not unusual(stolen(session_risk=0.01, **kept))
    assert not emptied_into_one(stolen(**kept))


def test_a_day_traders_turnover_is_not_an_emptied_account() -> None:
    assert is_churn(stolen(liquidation_24h=6.0))
    assert not is_churn(BARE)


def test_a_new_account_has_no_habit_to_be_unlike() -> None:
    young = order(session_risk=0.9, account_age_days=0.5, new_symbol=True, power_used=1.0, order_to_habit=9.0)
    assert not unusual(young)
    assert unusual(replace(young, liquidation_24h=0.9))


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.booleans())
def test_more_session_risk_never_makes_a_buyer_usual(one: float, other: float, new: bool) -> None:  # noqa: FBT001 - drawn
    low, high = sorted((one, other))
    seen = order(new_symbol=new, order_to_adv=0.06)
    assert unusual(replace(seen, session_risk=low)) <= unusual(replace(seen, session_risk=high))
