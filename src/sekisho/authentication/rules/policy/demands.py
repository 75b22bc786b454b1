"""Put rules together: in every respect the strongest wins, and the floor and the risk only add.

So a rule that is added can never take away what another one demands.
"""

from collections.abc import Sequence

from sekisho.authentication.rules.policy.matching import Index
from sekisho.authentication.types.catalogue import OPERATIONS, Binding
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import (
    Combination,
    Demand,
    Group,
    OnMissing,
    OptOutTerms,
    Question,
    RiskStep,
    Rule,
)

STRICTNESS = {Binding.NONE: 0, Binding.IF_POSSIBLE: 1, Binding.REQUIRED: 2}


def demand(binding: Sequence[Rule], every: Sequence[Rule], question: Question, risk: RiskStep) -> Demand:
    """What is needed.

    Args:
        binding: the rules that bind now.
        every: these and the ones that are lifted; what they say of holds, opt-out and interim factors counts too.
        question: for the floor of its operation.
        risk: what the score adds.

    """
    floor = OPERATIONS[question.operation]
    ages = [rule.max_age_s for rule in binding if rule.max_age_s is not None]
    ages += [risk.max_age_s] if risk.max_age_s is not None else []
    return Demand(
        acr=max([floor.floor_acr, risk.acr, *[rule.acr for rule in binding]]),
        binding=max([floor.floor_binding, *[rule.binding for rule in binding]], key=STRICTNESS.__getitem__),
        max_age_s=min([floor.max_age_s, *ages]),
        groups=tuple([group for rule in binding if (group := _group(rule))]),
        profiles=frozenset([rule.profile for rule in binding if rule.profile]),
        hold_hours=max([rule.hold_hours for rule in every], default=0),
        on_missing=max([rule.on_missing for rule in every], default=OnMissing.DENY),
        opt_out=_opt_out(every) if floor.opt_out else None,
        interim=_common([rule.interim for rule in every if rule.interim]),
        interim_until=min([rule.interim_until for rule in every if rule.interim_until is not None], default=None),
        interim_controls=frozenset().union(*[rule.interim_controls for rule in every]),
        rules=tuple([rule.id for rule in binding]),
    )


def risk_of(index: Index, question: Question) -> RiskStep:
    """All that the score adds, the steps below it included.

    A score that is not known adds nothing here: the rules that ask about it apply by themselves.
    """
    score = question.facts.get("score")
    if not index.risk or not isinstance(score, int | float) or isinstance(score, bool):
        return NO_RISK
    steps = [step for step in index.risk if score >= step.score and _speaks_of(step, question)]
    if not steps:
        return NO_RISK
    ages = [step.max_age_s for step in steps if step.max_age_s is not None]
    return RiskStep(
        score=steps[0].score,
        acr=max(step.acr for step in steps),
        max_age_s=min(ages, default=None),
        deny=any(step.deny for step in steps),
    )


def _speaks_of(step: RiskStep, question: Question) -> bool:
    return not step.operations or question.operation in step.operations


CARRIERS = frozenset({FactorCode.PUSH_NUMBER, FactorCode.SMS_OTP, FactorCode.EMAIL_OTP})
"""Factors whose message shows what is approved. The record is the server's and no signature: an interim only."""
NO_RISK = RiskStep(score=0.0)


def binds(factor: FactorCode) -> bool:
    """Whether a proof with it can cover what is done, by a signature or at least by the message that is shown."""
    return FACTORS[factor].bindable or factor in CARRIERS


def reaches(rule: Rule, factor: FactorCode) -> bool:
    """Whether this factor alone does what the rule asks."""
    return (
        FACTORS[factor].acr >= rule.acr
        and (not rule.factors or factor in rule.factors)
        and (rule.binding is not Binding.REQUIRED or binds(factor))
        and not rule.profile
        and needed(rule) == 1
    )


def needed(rule: Rule) -> int:
    """How many of the rule's factors it takes."""
    if rule.combination is Combination.SPECIFIC:
        return len(rule.factors)
    return rule.count if rule.combination is Combination.N_OF else 1


def _group(rule: Rule) -> Group | None:
    return Group(factors=rule.factors, count=needed(rule)) if rule.factors else None


def _common(sets: Sequence[frozenset[FactorCode]]) -> frozenset[FactorCode]:
    """What all of them hold; nothing where there is none of them."""
    return frozenset.intersection(*sets) if sets else frozenset()


def _opt_out(rules: Sequence[Rule]) -> OptOutTerms | None:
    """The terms that all rules with terms agree on. Rules without terms stay in force beside them."""
    terms = [rule.opt_out for rule in rules if rule.opt_out is not None]
    alternatives = _common([each.alternatives for each in terms])
    if not alternatives:
        return None
    return OptOutTerms(
        alternatives=alternatives,
        controls=frozenset().union(*[each.controls for each in terms]),
        valid_days=min(each.valid_days for each in terms),
    )
