"""May this be done now? One pure function for every channel; the question carries the moment.

The order is: the rules that match; the strongest of them and the floor; what their modes ask of this customer; which
of his authenticators count today; whether what he proved is enough; his opt-out; interim factors; and what happens to
those who have no way. The score of risk only adds.
"""

from dataclasses import replace
from typing import NamedTuple

from sekisho.authentication.rules.policy.demands import demand, risk_of
from sekisho.authentication.rules.policy.detours import by_interim, by_opt_out
from sekisho.authentication.rules.policy.enforcing import Weight, weigh
from sekisho.authentication.rules.policy.matching import index_of, matching
from sekisho.authentication.rules.policy.missing import without_way
from sekisho.authentication.rules.policy.proving import Asked, raised, shortfall, strong, suffices, usable
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.policy import Answer, Demand, Policy, Question, Reason, Result, Rule


class _Case(NamedTuple):
    """What stays the same while one question is judged."""

    asked: Asked
    strong: bool
    weight: Weight


def evaluate(policy: Policy, question: Question) -> Answer:
    """The policy's answer. It never asks for less than the floor, and never raises."""
    index = index_of(policy)
    holds = strong(index, question)
    risk = risk_of(index, question)
    weight = weigh(policy, matching(index, question), question, strong=holds)
    whole = (*weight.binding, *weight.lifted)
    needed = _banned(demand(whole, whole, question, risk), strong=holds)
    case = _Case(Asked(index, question, needed, whole, whole, risk), holds, weight)
    return _stamped(policy, case, _judge(case))


def _judge(case: _Case) -> Answer:
    if case.asked.risk.deny:
        return Answer(result=Result.DENIED, demand=case.asked.demand, reasons=(Reason.RISK_DENIED,))
    full = _answer(case, case.asked)
    if full.allowed or not case.weight.lifted:
        return full
    return _lifted(case)


def _lifted(case: _Case) -> Answer:
    """Judge without the rules that grace or an emergency sets aside. The floor and the risk stay."""
    weight, asked = case.weight, case.asked
    whole = (*weight.binding, *weight.lifted)
    emergency = weight.override is not None
    needed = demand(weight.binding, whole, asked.question, asked.risk)
    needed = _banned(needed, strong=case.strong and (not emergency or bool(weight.binding)))
    answer = _answer(case, asked._replace(demand=needed, binding=weight.binding))
    cause = weight.cause or Reason.GRACE
    reasons = (cause, *answer.reasons)
    if answer.result is not Result.SATISFIED:
        return replace(answer, reasons=reasons)
    used = Result.OVERRIDE_USED if emergency else Result.GRACE_USED
    found = replace(answer, result=used, reasons=reasons, until=weight.until)
    if weight.override is None:
        return found
    return replace(found, override=weight.override.id, controls=weight.override.compensations)


def _answer(case: _Case, asked: Asked) -> Answer:
    """The answer about one demand."""
    holding = usable(asked)
    missing = shortfall(asked, holding)
    if missing is None:
        reason = Reason.NOTHING_ASKED if asked.demand.acr is Acr.NONE else Reason.SATISFIED
        return Answer(result=Result.SATISFIED, demand=asked.demand, reasons=(reason,))
    reasons = (missing, *_more(case, missing))
    if suffices(asked, holding):
        offers = tuple(held.authenticator for held in holding)
        return Answer(result=Result.STEP_UP, demand=asked.demand, reasons=reasons, offers=offers)
    if case.strong:
        return without_way(asked, reasons, strong=True)
    return (
        by_opt_out(asked) or by_interim(asked) or without_way(asked, (*reasons, *_opt_out_reason(asked)), strong=False)
    )


def _more(case: _Case, missing: Reason) -> tuple[Reason, ...]:
    """Why so much is asked: a weaker proof was tried, or the risk is raised."""
    tried = Acr.NONE < case.asked.question.standing.acr < Acr.PHR
    found = (Reason.DOWNGRADE,) if case.strong and tried and missing is Reason.PROOF_WEAK else ()
    return (*found, Reason.RISK) if case.asked.risk.score > 0 else found


def _opt_out_reason(asked: Asked) -> tuple[Reason, ...]:
    question = asked.question
    if question.opt_out is None or question.operation not in question.opt_out.operations:
        return ()
    return (Reason.OPT_OUT_REFUSED,) if question.opt_out.valid(question.at) else (Reason.OPT_OUT_ENDED,)


def _banned(needed: Demand, *, strong: bool) -> Demand:
    return raised(needed) if strong else needed


def _stamped(policy: Policy, case: _Case, answer: Answer) -> Answer:
    """The answer with who gave it, and what was only watched."""
    weight = case.weight
    reasons = (*answer.reasons, Reason.FLOOR) if _only_floor(answer, weight) else answer.reasons
    result, would = answer.result, None
    if policy.observing:
        result, would, reasons = Result.OBSERVED, answer.result, (Reason.ONLY_OBSERVING, *reasons)
    return replace(
        answer,
        result=result,
        would=would,
        reasons=(*reasons, Reason.NUDGE) if weight.nudge is not None else reasons,
        nudge=weight.nudge or answer.nudge,
        observed=_watched(case) if weight.observed else (),
        policy=policy.version,
        digest=policy.digest,
    )


def _only_floor(answer: Answer, weight: Weight) -> bool:
    return answer.demand.acr > Acr.NONE and not answer.demand.rules and not weight.lifted


def _watched(case: _Case) -> tuple[str, ...]:
    """The observed rules that would have asked for more."""
    whole = (*case.weight.binding, *case.weight.lifted)
    return tuple(rule.id for rule in case.weight.observed if _would_ask(case, (*whole, rule)))


def _would_ask(case: _Case, rules: tuple[Rule, ...]) -> bool:
    needed = _banned(demand(rules, rules, case.asked.question, case.asked.risk), strong=case.strong)
    asked = case.asked.of(needed)
    return shortfall(asked, usable(asked)) is not None
