"""The peer judges the same rules and comes to the same answers."""

import pytest
from hypothesis import assume, given, settings

from builders.conditions import CONDITIONS, KINDS, ROWS
from builders.decisions import row, rule, rulebook
from sekisho.activity.types.facts import Value
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.operations.zen import NoPeerError, ZenRules, find_peer, samples
from sekisho.decisions.rules import tree
from sekisho.decisions.rules.dialects import ZEN
from sekisho.decisions.rules.parsing import parse_condition
from sekisho.decisions.rules.program import build
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.rules.truth import true

BOOK = rulebook(
    rule(),
    rule(id="off", mode="off", when="thin"),
    rule(id="by-score", when="score >= 0.5 AND COALESCE(thin, TRUE)"),
    rule(id="either", when="side IN ('sell') OR thin IS NULL AND NOT new_device"),
)


def test_both_engines_fire_the_same_rules_for_every_example() -> None:
    judge, peer = Judge(BOOK), ZenRules(BOOK)

    found = samples(BOOK, event_type="order")

    assert len(found) == 2 * len(BOOK.rules)
    for facts, score in found:
        assert peer.evaluate(facts, score) == judge.evaluate(event_type="order", facts=facts, score=score).rules


def test_the_score_reaches_the_peer() -> None:
    peer = ZenRules(BOOK)

    assert peer.evaluate(row(), 0.7) == (2,)
    assert peer.evaluate(row(), None) == ()


def test_without_the_peer_it_is_told_how_to_get_it() -> None:
    with pytest.raises(NoPeerError, match="uv sync --group bench"):
        find_peer(module="no_such_engine")


def _has_arithmetic(node: tree.Node) -> bool:
    return any(isinstance(part, tree.Arithmetic) for part in tree.walk(node))


@settings(deadline=None, max_examples=40)
@given(CONDITIONS, ROWS)
def test_any_condition_without_arithmetic_means_the_same_to_the_peer(text: str, facts: dict[str, Value]) -> None:
    """Zen computes in decimals, so sums and products may differ in the last digit; comparisons may not."""
    node = parse_condition(text, known=KNOWN).node
    assert node is not None
    assume(not _has_arithmetic(node))
    theirs = find_peer().compile_expression(true(node, {name: name for name in KINDS}, dialect=ZEN)).evaluate(facts)

    assert bool(theirs) == bool(build("order", [(0, node)])(row("order", **facts), None))
