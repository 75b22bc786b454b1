"""The condition of a rule: its tree, and findings with the line in the rule's file."""

from collections.abc import Iterable
from typing import NamedTuple

from sekisho.decisions.rules import tree
from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.parsing import parse_condition
from sekisho.decisions.rules.schema import FIXED, KNOWN, SCORE_FACT
from sekisho.decisions.rules.tree import Node
from sekisho.decisions.types.finding import Finding, Place
from sekisho.decisions.types.rule import Rule


class Condition(NamedTuple):
    """A rule with the tree of its condition.

    ``fixed``: it carries out what people decided, so that no override or budget softens it. ``by_score``:
    it reads the model's score, so that its reason must say what the score rests on.
    """

    rule: Rule
    node: Node
    fixed: bool
    by_score: bool = False


def read_condition(rule: Rule) -> tuple[Condition | None, tuple[Finding, ...]]:
    """Parse the rule's condition and hold its facts against the rule's event types."""
    parsed = parse_condition(rule.when, known=KNOWN)
    first = rule.lines.get("when.text", 1)
    findings = [
        finding(problem.code, Place(rule.source, first + problem.line - 1), **problem.slots)
        for problem in parsed.problems
    ]
    if parsed.node is None:
        return None, tuple(findings)
    facts = tree.names(parsed.node)
    findings.extend(_absent(rule, name) for name in sorted(facts) if _missing(rule, name))
    return Condition(rule, parsed.node, not FIXED.isdisjoint(facts), SCORE_FACT.name in facts), tuple(findings)


def conditions_of(rules: Iterable[Rule]) -> tuple[Condition, ...]:
    """The conditions of rules that were checked; a rule whose condition cannot be read is left out."""
    read = (read_condition(rule)[0] for rule in rules)
    return tuple(condition for condition in read if condition is not None)


def _missing(rule: Rule, name: str) -> list[str]:
    return [event for event in rule.events if event not in KNOWN[name].events]


def _absent(rule: Rule, name: str) -> Finding:
    missing = _missing(rule, name)
    code = "condition:fact:never" if len(missing) == len(rule.events) else "condition:fact:sometimes"
    return finding(code, _line_of_fact(rule, name), fact=name, events=", ".join(missing))


def _line_of_fact(rule: Rule, name: str) -> Place:
    lines = rule.when.split("\n")
    offset = next((number for number, line in enumerate(lines) if name in line), 0)
    return Place(rule.source, rule.lines.get("when.text", 1) + offset)
