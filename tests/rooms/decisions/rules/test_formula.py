"""What can be TRUE, what always is, and what implies what; every "cannot" is certain."""

import pytest
from hypothesis import given, settings

from builders.conditions import CONDITIONS, ROWS
from builders.decisions import row
from sekisho.activity.types.facts import Value
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.formula import Goal, clash
from sekisho.decisions.rules.parsing import parse_condition
from sekisho.decisions.rules.program import build
from sekisho.decisions.rules.schema import KNOWN, WORDS


def _node(text: str) -> tree.Node:
    node = parse_condition(text, known=KNOWN).node
    assert node is not None
    return node


NEVER = [
    "hour > 5 AND hour < 3",
    "hour > 5 AND hour <= 5",
    "hour >= 5 AND hour < 5",
    "hour = 1 AND hour = 2",
    "hour = 1 AND hour <> 1",
    "hour = 1 AND hour > 1",
    "hour BETWEEN 3 AND 1",
    "hour >= 3 AND hour <= 3 AND hour <> 3",
    "hour IN (1, 2) AND hour NOT IN (1, 2, 3)",
    "hour IN (1, 2) AND 3 <= hour",
    "side = 'buy' AND side = 'sell'",
    "side <> 'buy' AND side <> 'sell'",
    "thin AND NOT thin",
    "thin AND thin IS FALSE",
    "NOT (thin OR TRUE)",
    "FALSE",
    "hour > 3 AND hour IS NULL",
    "hour IS NULL AND hour IS NOT NULL",
    "(hour > 3) IS NULL AND hour = 1",
    "thin AND (thin IS NULL OR hour IS NULL AND hour > 1)",
    "COALESCE(hour, 1) > 3 AND hour < 2",
    "COALESCE(thin, FALSE) AND NOT thin",
    "COALESCE(thin, TRUE) AND NOT COALESCE(thin, TRUE)",
    "COALESCE(hour, 1) IS NULL",
    "1 > 2 OR 'a' = 'b'",
    "1 IN (2, 3)",
    "hour + failures_10m > 1 AND hour IS NULL",
    "(hour IN (1, 2)) IS NULL AND hour = 9",
    "(thin = TRUE) IS TRUE AND thin IS FALSE",
    "TRUE IS NULL",
    "(thin IS NULL) IS NULL",
    "(thin IS TRUE) IS NULL",
    "NULLIF(thin, TRUE) AND FALSE",
    "(thin OR new_device) AND NOT thin AND NOT new_device",
    "(hour > 3 OR failures_10m > 3) AND (hour < 2 OR failures_10m < 2) AND hour BETWEEN 2 AND 3 AND failures_10m = 3",
]
ALWAYS = [
    "TRUE",
    "thin IS NULL OR thin OR NOT thin",
    "hour > 3 OR hour <= 3 OR hour IS NULL",
    "COALESCE(thin, TRUE) OR NOT COALESCE(thin, FALSE)",
    "1 < 2",
    "NOT (hour IS NULL AND hour IS NOT NULL)",
]
CAN = [
    "hour > 3 AND hour < 5",
    "hour > failures_10m AND failures_10m > hour",
    "NULLIF(hour, 1) = 1",
    "CASE WHEN thin THEN hour END > 3",
    "CASE WHEN thin AND new_device THEN hour END > 3",
    "COALESCE(hour, failures_10m) IS NULL",
    "country = 'XX' AND country <> 'JP'",
    "(CASE WHEN thin THEN new_device END) IS NULL AND thin",
    "hour * 2 > 1",
]


@pytest.mark.parametrize("text", NEVER)
def test_a_contradiction_is_found(text: str) -> None:
    assert clash((_node(text), Goal.TRUE)) is not None


@pytest.mark.parametrize("text", ALWAYS)
def test_a_truism_is_found(text: str) -> None:
    assert clash((_node(text), Goal.NOT_TRUE)) is not None


@pytest.mark.parametrize("text", CAN)
def test_what_can_be_true_is_left_alone(text: str) -> None:
    assert clash((_node(text), Goal.TRUE)) is None
    assert clash((_node(text), Goal.NOT_TRUE)) is None


def test_the_facts_that_clash_are_named() -> None:
    assert clash((_node("thin AND hour > 5 AND hour < 3"), Goal.TRUE)) == {"hour"}


def test_a_question_with_too_many_ways_is_answered_kindly() -> None:
    many = " AND ".join(f"(hour <> {number} OR failures_10m <> {number})" for number in range(20))

    assert clash((_node(f"{many} AND (adv = 1 OR adv = 2) AND adv = 3"), Goal.TRUE)) is None


def _of_known_words(facts: dict[str, Value]) -> dict[str, Value]:
    """A side is never another word than those listed, and the search counts on it."""
    return facts if facts["side"] in WORDS["side"] else {**facts, "side": None}


@settings(deadline=None, max_examples=60)
@given(CONDITIONS, ROWS.map(_of_known_words))
def test_whatever_a_row_makes_true_is_never_called_impossible(text: str, facts: dict[str, Value]) -> None:
    node = _node(text)
    negated = tree.Not(node)
    values = row("order", **facts)

    fires = build("order", [(0, node), (1, negated)])(values, None)
    goals = {(0,): (Goal.TRUE, Goal.NOT_FALSE), (1,): (Goal.FALSE, Goal.NOT_TRUE)}.get(
        fires, (Goal.NOT_TRUE, Goal.NOT_FALSE)
    )

    for goal in goals:
        assert clash((node, goal)) is None
