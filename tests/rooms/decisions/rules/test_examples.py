"""Examples are promises that the condition must keep."""

import pytest

from builders.decisions import condition
from sekisho.decisions.rules.examples import check_examples, facts_of, usable

FIRES = '[[example]]\nfires = true\nfacts = { side = "buy", order_to_adv = 0.3 }\n'
QUIET = '[[example]]\nfires = false\nfacts = { side = "sell" }\n'


def _example(facts: str, *, fires: str = "true") -> str:
    return f"[[example]]\nfires = {fires}\nfacts = {{ {facts} }}\n"


WRONG = [
    (FIRES, "example:fires:missing"),
    (QUIET, "example:fires:missing"),
    (FIRES + QUIET + _example('side = "sell"'), "example:outcome:wrong"),
    (FIRES + QUIET + _example('side = "buy", order_to_adv = 1', fires="false"), "example:outcome:wrong"),
    (FIRES + QUIET + _example('sidee = "buy"'), "condition:fact:unknown"),
    (FIRES + QUIET + _example('outcome = "success"'), "condition:fact:never"),
    (FIRES + QUIET + _example("side = 1"), "example:fact:wrong"),
    (FIRES + QUIET + _example("order_to_adv = true"), "example:fact:wrong"),
    (FIRES + QUIET + _example("new_device = 1"), "example:fact:wrong"),
]


@pytest.mark.parametrize(("examples", "code"), WRONG)
def test_a_broken_promise_is_named(examples: str, code: str) -> None:
    assert [each.code for each in check_examples(condition(examples=examples))] == [code]


def test_the_place_is_the_example_itself() -> None:
    found = condition(examples=FIRES + QUIET + _example('side = "sell"'))

    (finding,) = check_examples(found)

    assert finding.place.line == found.rule.lines["example.2"]


def test_examples_may_name_a_score() -> None:
    examples = _example("score = 0.7") + _example("score = 0", fires="false") + _example("thin = true", fires="false")

    assert check_examples(condition(when="score >= 0.5", examples=examples)) == ()


def test_the_event_type_is_filled_in_where_there_is_one_only() -> None:
    one, two = condition().rule, condition(events=["order", "transfer"]).rule

    assert facts_of(one, one.examples[0])["event_type"] == "order"
    assert "event_type" not in facts_of(two, two.examples[0])


def test_examples_with_unknown_facts_are_not_usable() -> None:
    read = condition(examples=FIRES + QUIET + _example('sidee = "buy"')).rule

    assert [number for number, _ in usable(read)] == [0, 1]
