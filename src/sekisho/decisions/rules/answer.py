"""The order of precedence: from rules that fired, overrides, budgets and safe modes to one answer.

The strictest verdict wins. A lifted rule counts for nothing, unless it carries out what people decided;
a rule whose budget is spent asks for a step-up; the minima of safe modes are neither lifted nor budgeted.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sekisho.activity.types.facts import INDEX, Value
from sekisho.decisions.rules.conditions import Condition
from sekisho.decisions.rules.obligation_merge import merged
from sekisho.decisions.rules.obligations import standard_challenge
from sekisho.decisions.rules.program import SCORE
from sekisho.decisions.rules.safety import Minimum
from sekisho.decisions.rules.wording import fill, moved
from sekisho.decisions.types.decision import Granted, Reason
from sekisho.decisions.types.judgement import Contributions
from sekisho.decisions.types.rule import Detail, Obligation, Rule
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict

_MILD = frozenset({"challenge", "notify", "open_case"})
"""Obligations that remain when a rule's budget is spent; freezes and the like would be the harm it bounds."""


class Settled(NamedTuple):
    """What facts alone do not decide: rules lifted (id → override id) and rules (ids) whose budget is spent.

    ``contributions`` are the model's word on the score that the rules saw.
    """

    lifted: Mapping[str, str]
    spent: frozenset[str]
    contributions: Contributions = ()


class Answer(NamedTuple):
    """Everything of the decision that follows from rules and safe modes."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    obligations: tuple[dict[str, Detail], ...]
    budget: tuple[str, ...]
    override: tuple[Granted, ...]
    contributions: Contributions = ()


class _Ruling(NamedTuple):
    rule: Rule
    by_score: bool
    verdict: Verdict
    obligations: tuple[Obligation, ...]


def answer(
    fired: Sequence[Condition],
    *,
    settled: Settled,
    minima: Sequence[Minimum],
    facts: Sequence[Value],
    score: float | None,
    about: tuple[str, str],
) -> Answer:
    """One answer from the live rules that fired, in the order of the rulebook.

    ``about`` is the event's type and the name under which safe modes give their reasons.
    """
    event_type, safe_name = about
    lifted = [each for each in fired if each.rule.id in settled.lifted and not each.fixed]
    counting = [each for each in fired if each not in lifted]
    rulings = sorted((_ruling(each, settled, event_type) for each in counting), key=lambda ruling: -ruling.verdict)
    verdict = max([each.verdict for each in rulings] + [each.verdict for each in minima], default=Verdict.ALLOW)
    safe = [Reason(code=each.code, rule=safe_name, values={}, ja=each.text.ja, en=each.text.en) for each in minima]
    return Answer(
        verdict=verdict,
        reasons=(*(_reason(ruling, facts, score, settled.contributions) for ruling in rulings), *safe),
        obligations=_obligations(rulings, minima, verdict, event_type),
        budget=tuple(each.rule.name for each in counting if each.rule.id in settled.spent),
        override=_granted([each.rule for each in lifted], settled.lifted),
        contributions=settled.contributions if any(ruling.by_score for ruling in rulings) else (),
    )


def _ruling(condition: Condition, settled: Settled, event_type: str) -> _Ruling:
    rule = condition.rule
    if rule.id not in settled.spent:
        return _Ruling(rule, condition.by_score, rule.verdict, rule.obligations)
    mild = tuple(each for each in rule.obligations if each.do in _MILD)
    if all(each.do != "challenge" for each in mild):
        mild = (standard_challenge(event_type), *mild)
    return _Ruling(rule, condition.by_score, Verdict.STEP_UP, mild)


def _reason(ruling: _Ruling, facts: Sequence[Value], score: float | None, contributions: Contributions) -> Reason:
    rule = ruling.rule
    values = {name: score if name == SCORE else facts[INDEX[name]] for name in rule.values}
    text = fill(rule.reason, values)
    if ruling.by_score and contributions:  # a score is no reason by itself
        values |= {name: facts[INDEX[name]] for name, _ in contributions}
        why = moved([name for name, _ in contributions], values)
        text = Text(text.ja + why.ja, f"{text.en} {why.en}")
    return Reason(code=rule.code, rule=rule.name, values=values, ja=text.ja, en=text.en)


def _obligations(
    rulings: Sequence[_Ruling], minima: Sequence[Minimum], verdict: Verdict, event_type: str
) -> tuple[dict[str, Detail], ...]:
    everything = [each for ruling in rulings for each in ruling.obligations]
    if any(each.verdict == Verdict.STEP_UP for each in minima):
        everything.append(standard_challenge(event_type))
    if any(each.verdict >= Verdict.HOLD for each in minima):
        everything.append(Obligation(do="open_case", details={}))
    # Nothing a customer proves now turns a denial, so a denial asks for no proof.
    return merged(each for each in everything if verdict < Verdict.DENY or each.do != "challenge")


def _granted(rules: Sequence[Rule], lifted: Mapping[str, str]) -> tuple[Granted, ...]:
    by_override: dict[str, list[str]] = {}
    for rule in rules:
        by_override.setdefault(lifted[rule.id], []).append(rule.name)
    return tuple(Granted(id=name, rules=tuple(names)) for name, names in by_override.items())
