"""What a rule must be before it may judge."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from builders.decisions import condition
from sekisho.decisions.rules.rule_checks import check_rule
from sekisho.kernel.texts import Text

WRONG: list[tuple[Mapping[str, object], str]] = [
    ({"author": "desk", "approver": "desk"}, "rule:people:same"),
    ({"budget": ""}, "rule:budget:missing"),
    ({"verdict": "deny", "budget": ""}, "rule:budget:missing"),
    ({"when": "frozen"}, "rule:budget:ignored"),
    ({"verdict": "step_up", "obligations": '[ { do = "open_case" } ]'}, "obligation:challenge:missing"),
    ({"values": ["order_to_adv", "ordre_to_adv"]}, "rule:value:unread"),
    ({"reason_ja": "{hour}時"}, "text:slot:unknown"),
    ({"reason_en": "at {hour}"}, "text:slot:unknown"),
    ({"reason_en": "at {hour"}, "text:slot:malformed"),
]


@pytest.mark.parametrize(("changes", "code"), WRONG)
def test_what_a_rule_lacks_is_named(changes: Mapping[str, object], code: str) -> None:
    assert [each.code for each in check_rule(condition(**changes))] == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"mode": "shadow", "approver": "fraud-desk"},
        {"when": "frozen", "budget": ""},
        {"verdict": "step_up", "budget": ""},
    ],
)
def test_a_sound_rule_has_no_findings(changes: Mapping[str, object]) -> None:
    assert check_rule(condition(**changes)) == ()


def test_a_live_rule_without_an_approver_is_refused() -> None:
    found = condition()

    codes = [each.code for each in check_rule(found._replace(rule=replace(found.rule, approver="")))]

    assert codes == ["rule:people:same"]


def test_a_title_has_no_slots() -> None:
    found = condition()
    title = Text("{order_to_adv}", "thin")

    codes = [each.code for each in check_rule(found._replace(rule=replace(found.rule, title=title)))]

    assert codes == ["text:slot:unknown"]
