"""When a rule applies."""

import pytest
from tests.builders.policies import a_question

from sekisho.authentication.rules.policy.conditions import CONDITIONS, applies, faults
from sekisho.kernel.moments import from_rfc3339


def test_no_condition_needs_no_test() -> None:
    assert applies({}) is None


@pytest.mark.parametrize(
    ("condition", "facts", "found"),
    [
        ({"amount_at_least": 10}, {"amount": 10}, True),
        ({"amount_at_least": 10}, {"amount": 9.99}, False),
        ({"amount_at_least": 10}, {"amount": "10"}, None),
        ({"amount_at_least": 10}, {}, None),
        ({"score_at_least": 0.5}, {"score": 0.5}, True),
        ({"new_payee": True}, {"new_payee": True}, True),
        ({"new_payee": True}, {"new_payee": False}, False),
        ({"new_device": False}, {"new_device": False}, True),
        ({"new_device": True}, {"new_device": 1}, None),
        ({"thin": True}, {}, None),
        ({"country_in": ["US"]}, {"country": "US"}, True),
        ({"country_in": ["US"]}, {"country": "JP"}, False),
        ({"country_not_in": ["JP"]}, {"country": "US"}, True),
        ({"country_not_in": ["JP"]}, {"country": "JP"}, False),
        ({"country_not_in": ["JP"]}, {"country": ""}, None),
        ({"thin": True, "amount_at_least": 10}, {"thin": True, "amount": 10}, True),
        ({"thin": True, "amount_at_least": 10}, {"thin": False}, False),
        ({"thin": True, "amount_at_least": 10}, {"thin": True}, None),
    ],
)
def test_a_condition_holds_or_not_or_is_not_known(
    condition: dict[str, object],
    facts: dict[str, object],
    found: bool | None,  # noqa: FBT001 - a table
) -> None:
    test = applies(condition)

    assert faults(condition, key="c") == ()
    assert test is not None
    assert test(a_question(facts=facts)) is found


@pytest.mark.parametrize(
    ("hours", "hour", "found"),
    [([9, 12], 9, True), ([9, 12], 12, False), ([22, 5], 23, True), ([22, 5], 4, True), ([22, 5], 5, False)],
)
def test_hours_are_in_japan_and_may_run_over_midnight(hours: list[int], hour: int, found: bool) -> None:  # noqa: FBT001 - a table
    test = applies({"hours": hours})

    assert test is not None
    assert test(a_question(at=from_rfc3339(f"2027-07-01T{hour:02d}:30:00+09:00"))) is found


@pytest.mark.parametrize(
    "condition",
    [
        {"amount": 3},
        {"amount_at_least": 0},
        {"amount_at_least": "3"},
        {"score_at_least": 1.5},
        {"score_at_least": None},
        {"new_payee": "yes"},
        {"country_in": []},
        {"country_in": ["JPN"]},
        {"country_in": ["日本"]},
        {"country_not_in": "JP"},
        {"hours": [9]},
        {"hours": [9, 9]},
        {"hours": [9, 24]},
        {"hours": [True, 3]},
        {"hours": 9},
    ],
)
def test_a_wrong_condition_is_named(condition: dict[str, object]) -> None:
    (found,) = faults(condition, key="rule.0.condition")

    assert found.key == f"rule.0.condition.{next(iter(condition))}"
    assert found.text.ja
    assert found.text.en


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_made_of_nothing_still_answers(name: str) -> None:
    """Total, even where nobody has checked it."""
    assert CONDITIONS[name].make(None)(a_question(facts={"country": "JP"})) in {True, False, None}
