"""Hold a rule's examples against its condition."""

from collections.abc import Iterator

from sekisho.activity.types.facts import INDEX, FactRow, Value
from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.problems import KIND_TEXTS, suggestion
from sekisho.decisions.rules.program import SCORE, build
from sekisho.decisions.rules.rule_checks import place_of
from sekisho.decisions.rules.schema import KNOWN, fits
from sekisho.decisions.types.finding import Finding
from sekisho.decisions.types.rule import Example, Rule
from sekisho.kernel.texts import Text

EVENT_TYPE = "event_type"
_FIRE, _REST = Text("発動する", "fire"), Text("発動しない", "stay quiet")


def facts_of(rule: Rule, example: Example) -> dict[str, Value]:
    """The example's facts; the event type is filled in where the rule has one only."""
    return {EVENT_TYPE: rule.events[0], **example.facts} if len(rule.events) == 1 else dict(example.facts)


def usable(rule: Rule) -> tuple[tuple[int, Example], ...]:
    """The examples, numbered from zero, whose facts exist and are of their kind."""
    return tuple(
        (number, example)
        for number, example in enumerate(rule.examples)
        if not any(_wrong_facts(rule, example, number))
    )


def check_examples(condition: Condition) -> tuple[Finding, ...]:
    """At least one example of each outcome, facts that exist and are of their kind, and outcomes as promised."""
    rule = condition.rule
    found: list[Finding] = []
    if {example.fires for example in rule.examples} != {True, False}:
        found.append(finding("example:fires:missing", place_of(rule, "example")))
    for number, example in enumerate(rule.examples):
        found.extend(_wrong_facts(rule, example, number))
    fired = outcomes(condition)
    found.extend(_outcome(rule, example, n) for n, example in usable(rule) if fired[n] != example.fires)
    return tuple(found)


def outcomes(condition: Condition) -> dict[int, bool]:
    """Whether the condition fires for each usable example, numbered from zero."""
    function = build("example", [(0, condition.node)])
    found = {}
    for number, example in usable(condition.rule):
        found[number] = bool(function(*row_of_example(condition.rule, example)))
    return found


def row_of_example(rule: Rule, example: Example) -> tuple[FactRow, float | None]:
    """A usable example as a row of facts and a score."""
    facts = facts_of(rule, example)
    row: FactRow = [None] * len(INDEX)
    for name, value in facts.items():
        if name != SCORE:
            row[INDEX[name]] = value
    score = facts.get(SCORE)
    return row, float(score) if isinstance(score, int | float) else None


def _wrong_facts(rule: Rule, example: Example, number: int) -> Iterator[Finding]:
    place = place_of(rule, f"example.{number}.facts")
    for name, value in example.facts.items():
        fact = KNOWN.get(name)
        if fact is None:
            yield finding("condition:fact:unknown", place, fact=name, **suggestion(name, KNOWN))
        elif not set(rule.events) & set(fact.events):
            yield finding("condition:fact:never", place, fact=name, events=", ".join(rule.events))
        elif not fits(fact.kind, value):
            kind = KIND_TEXTS[fact.kind]
            yield finding(
                "example:fact:wrong", place, fact=name, number=number + 1, expected_ja=kind.ja, expected_en=kind.en
            )


def _outcome(rule: Rule, example: Example, number: int) -> Finding:
    wanted, got = (_FIRE, _REST) if example.fires else (_REST, _FIRE)
    return finding(
        "example:outcome:wrong",
        place_of(rule, f"example.{number}"),
        number=number + 1,
        wanted_ja=wanted.ja,
        wanted_en=wanted.en,
        got_ja=got.ja,
        got_en=got.en,
    )
