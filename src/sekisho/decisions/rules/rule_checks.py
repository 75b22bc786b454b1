"""What a rule must be before it may judge: two people, a budget, texts that can be filled, obligations that fit."""

from collections.abc import Iterator

from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.key_lines import line_of
from sekisho.decisions.rules.problems import suggestion
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.rules.wording import slots
from sekisho.decisions.types.finding import Finding, Place
from sekisho.decisions.types.rule import Mode, Rule
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict


def check_rule(condition: Condition) -> tuple[Finding, ...]:
    """Everything about one rule that can be told without evaluating it."""
    rule = condition.rule
    return (*_people(rule), *_budget(condition), *_challenge(rule), *_values(rule), *_texts(rule))


def place_of(rule: Rule, key: str) -> Place:
    """Where a key of the rule stands."""
    return Place(rule.source, line_of(rule.lines, key))


def _people(rule: Rule) -> Iterator[Finding]:
    if rule.mode == Mode.LIVE and (not rule.approver or rule.author == rule.approver):
        yield finding("rule:people:same", place_of(rule, "release.approver"))


def _budget(condition: Condition) -> Iterator[Finding]:
    rule = condition.rule
    if condition.fixed:
        if rule.budget is not None:
            yield finding("rule:budget:ignored", place_of(rule, "budget"))
    elif rule.verdict >= Verdict.HOLD and rule.budget is None:
        yield finding("rule:budget:missing", place_of(rule, "verdict"))


def _challenge(rule: Rule) -> Iterator[Finding]:
    if rule.verdict == Verdict.STEP_UP and all(obligation.do != "challenge" for obligation in rule.obligations):
        yield finding("obligation:challenge:missing", place_of(rule, "obligations"))


def _values(rule: Rule) -> Iterator[Finding]:
    for fact in rule.values:
        if fact not in KNOWN:
            yield finding("rule:value:unread", place_of(rule, "values"), fact=fact, **suggestion(fact, KNOWN))


def _texts(rule: Rule) -> Iterator[Finding]:
    yield from _slots(rule, "title", rule.title, frozenset())
    yield from _slots(rule, "reason", rule.reason, frozenset(rule.values))


def _slots(rule: Rule, key: str, text: Text, allowed: frozenset[str]) -> Iterator[Finding]:
    for language in ("ja", "en"):
        name = f"{key}.{language}"
        try:
            unknown = sorted(slots(text.read(language)) - allowed)
        except ValueError:
            yield finding("text:slot:malformed", place_of(rule, name), key=name)
            continue
        for slot in unknown:
            yield finding("text:slot:unknown", place_of(rule, name), key=name, slot=slot)
