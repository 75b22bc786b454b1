"""Conditions that say nothing are found."""

from builders.decisions import condition
from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.reach import check_reach, check_truth


def _codes(when: str) -> list[str]:
    return [each.code for each in check_truth(condition(when=when))]


def _covered(*conditions: Condition) -> list[str]:
    return [each.place.source for each in check_reach(conditions)]


def _rule(identity: str, when: str, **changes: object) -> Condition:
    return condition(id=identity, when=when, **changes)


def test_a_condition_that_can_never_hold_is_told_with_the_facts() -> None:
    (found,) = check_truth(condition(when="order_to_adv > 5 AND order_to_adv < 3"))

    assert found.code == "condition:truth:never"
    assert "order_to_adv" in found.text.en


def test_a_condition_that_always_holds_is_told() -> None:
    assert _codes("thin OR NOT thin OR thin IS NULL") == ["condition:truth:always"]
    assert _codes("FALSE") == ["condition:truth:never"]


def test_a_word_the_fact_never_is_gets_the_nearest_one_proposed() -> None:
    (found,) = check_truth(condition(when="side = 'bye' AND thin"))

    assert found.text.en == 'side is never "bye"; did you mean buy?'
    assert _codes("'bye' = side") == ["condition:word:unknown"]
    assert _codes("side IN ('buy', 'bye') AND thin") == ["condition:word:unknown"]
    assert _codes("country = 'bye'") == []


def test_a_sound_condition_is_left_alone() -> None:
    assert _codes("side = 'buy' AND order_to_adv >= 0.05 AND hour IN (1, 2)") == []


def test_a_rule_with_more_conjuncts_than_a_stricter_one_is_covered() -> None:
    wide, narrow = _rule("wide", "thin", verdict="deny"), _rule("narrow", "thin AND hour > 3")

    assert _covered(wide, narrow) == ["rules/narrow.toml"]


def test_a_narrower_interval_is_covered_by_a_wider_one() -> None:
    assert _covered(_rule("wide", "hour > 3"), _rule("narrow", "hour > 5")) == ["rules/narrow.toml"]


def test_of_two_equal_rules_only_the_later_is_told() -> None:
    assert _covered(_rule("a", "hour > 3"), _rule("b", "3 < hour")) == ["rules/b.toml"]


def test_a_milder_later_narrower_or_other_rule_covers_nothing() -> None:
    narrow = _rule("narrow", "thin AND hour > 3")

    assert _covered(narrow, _rule("mild", "thin", verdict="step_up", budget="")) == []
    assert _covered(narrow, _rule("later", "thin", more="", events=["order"], mode="shadow")) == []
    assert _covered(narrow, _rule("ending", "thin", more="end = 2026-01-01")) == []
    assert _covered(narrow, _rule("app-only", "thin", channels=["app"])) == []
    assert _covered(narrow, _rule("transfers", "thin", events=["transfer"])) == []
    assert _covered(narrow, _rule("other", "new_device")) == []


def test_a_rule_that_ends_earlier_and_for_fewer_channels_can_be_covered() -> None:
    wide = _rule("wide", "thin", more="end = 2026-01-01", channels=["app", "web"])
    narrow = _rule("narrow", "thin AND hour > 3", more="end = 2025-06-01", channels=["app"])

    assert _covered(wide, narrow) == ["rules/narrow.toml"]


def test_what_can_never_fire_covers_nothing_and_is_not_covered() -> None:
    assert _covered(_rule("never", "hour > 5 AND hour < 3"), _rule("thin", "thin AND hour > 5")) == []
