from typing import Any

import pytest

from sekisho.simulation.types.plan import Plan, PlanError


def plan(**values: Any) -> Plan:
    return Plan(**({"seed": 1, "accounts": 100, "days": 5} | values))


@pytest.mark.parametrize(("days", "quiet"), [(1, 0), (2, 1), (3, 1), (5, 2), (6, 2), (30, 10)])
def test_the_first_third_of_the_days_is_quiet_but_never_all_of_them(days: int, quiet: int) -> None:
    assert plan(days=days).quiet_days == quiet


@pytest.mark.parametrize(
    ("field", "value", "option"),
    [
        ("seed", -1, "--seed"),
        ("accounts", 49, "--accounts"),
        ("days", 0, "--days"),
        ("past_days", 366, "--past-days"),
        ("rate", 0.5, "--rate"),
    ],
)
def test_a_wish_out_of_bounds_is_refused_by_the_name_of_its_option_in_both_languages(
    field: str, value: float, option: str
) -> None:
    with pytest.raises(PlanError) as caught:
        plan(**{field: value})

    assert caught.value.text.en.startswith(option)
    assert caught.value.text.ja.startswith(option)
