"""What is wrong with one rule: a table of tests, each with the key it is about."""

from collections.abc import Callable
from typing import NamedTuple

from sekisho.authentication.rules.policy.demands import STRICTNESS, binds, needed
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, Binding
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.policy import Combination, Policy, Rule
from sekisho.authentication.types.segments import EVERYBODY


class RuleCheck(NamedTuple):
    """The key it is about, a code, and a test that is true where something is wrong."""

    key: str
    code: str
    wrong: Callable[[Rule, Policy], bool]


def unconditional(rule: Rule) -> bool:
    """Whether it speaks of everybody, everywhere and always."""
    return rule.segment == EVERYBODY and not rule.channels and not rule.condition


def ending(rule: Rule, policy: Policy) -> frozenset[FactorCode]:
    """The factors that have an end for the rule's operation."""
    return frozenset(each.factor for each in policy.sunsets if not each.operations or rule.operation in each.operations)


def _none_left(rule: Rule, policy: Policy) -> bool:
    """Some factor that the rule accepts has no end."""
    return not (reaching(rule) - ending(rule, policy))


def reaching(rule: Rule) -> frozenset[FactorCode]:
    """The factors that a rule accepts."""
    among = rule.factors or frozenset(FactorCode)
    bound = rule.binding is Binding.REQUIRED
    return frozenset(factor for factor in among if FACTORS[factor].acr >= rule.acr and (binds(factor) or not bound))


def _acr(rule: Rule, _policy: Policy) -> bool:
    return rule.acr < OPERATIONS[rule.operation].floor_acr


def _binding(rule: Rule, _policy: Policy) -> bool:
    return STRICTNESS[rule.binding] < STRICTNESS[OPERATIONS[rule.operation].floor_binding]


def _age(rule: Rule, _policy: Policy) -> bool:
    return (rule.max_age_s or 0) > OPERATIONS[rule.operation].max_age_s


def _count(rule: Rule, _policy: Policy) -> bool:
    among = len(rule.factors)
    if rule.combination is Combination.N_OF:
        return not 1 < rule.count <= among
    return rule.count != 1 or (rule.combination is Combination.SPECIFIC and not among)


def _factors(rule: Rule, _policy: Policy) -> bool:
    return bool(rule.factors) and len(reaching(rule)) < needed(rule)


def _no_strong(rule: Rule, _policy: Policy) -> bool:
    return bool(rule.factors) and not any(FACTORS[factor].phishing_resistant for factor in rule.factors)


def _opt_out(rule: Rule, _policy: Policy) -> bool:
    return rule.opt_out is not None and not OPERATIONS[rule.operation].opt_out


def _alternatives(rule: Rule, _policy: Policy) -> bool:
    if rule.opt_out is None:
        return False
    floor = max(OPERATIONS[rule.operation].floor_acr, Acr.MFA)
    return not rule.opt_out.alternatives or any(FACTORS[each].acr < floor for each in rule.opt_out.alternatives)


def _controls(rule: Rule, _policy: Policy) -> bool:
    return rule.opt_out is not None and not rule.opt_out.controls


def _interim(rule: Rule, _policy: Policy) -> bool:
    floor = max(OPERATIONS[rule.operation].floor_acr, Acr.MFA)
    return any(FACTORS[factor].acr < floor or FACTORS[factor].phishing_resistant for factor in rule.interim)


def _dates(rule: Rule, policy: Policy) -> bool:
    """An interim factor has an end that customers are told (G-08)."""
    if rule.interim_until is not None:
        return not rule.interim
    return bool(rule.interim - ending(rule, policy))


RULE_CHECKS = (
    RuleCheck("acr", "policy:floor:acr", _acr),
    RuleCheck("binding", "policy:floor:binding", _binding),
    RuleCheck("max_age_s", "policy:floor:age", _age),
    RuleCheck("count", "policy:combination:wrong", _count),
    RuleCheck("factors", "policy:factor:too_weak", _factors),
    RuleCheck("factors", "policy:factor:none_strong", _no_strong),
    RuleCheck("factors", "policy:factor:none_left", _none_left),
    RuleCheck("opt_out", "policy:floor:opt_out", _opt_out),
    RuleCheck("opt_out.alternatives", "policy:floor:alternatives", _alternatives),
    RuleCheck("opt_out.controls", "policy:opt_out:unprotected", _controls),
    RuleCheck("interim", "policy:floor:interim", _interim),
    RuleCheck("interim_until", "policy:interim:undated", _dates),
)
"""Every test of one rule."""
