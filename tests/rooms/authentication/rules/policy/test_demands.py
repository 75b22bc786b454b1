from typing import Any

import pytest
from tests.builders.policies import AT, F, Op, a_policy, a_question, a_rule, terms

from sekisho.authentication.rules.policy.demands import NO_RISK, demand, needed, reaches, risk_of
from sekisho.authentication.rules.policy.matching import index_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding
from sekisho.authentication.types.policy import Combination, Demand, Group, OnMissing, RiskStep, Rule


def of(*rules: Rule, lifted: tuple[Rule, ...] = (), risk: RiskStep = NO_RISK, operation: Op = Op.LOGIN) -> Demand:
    return demand(rules, (*rules, *lifted), a_question(operation), risk)


def login(**changes: Any) -> Rule:
    return a_rule(Op.LOGIN, **changes)


def test_without_rules_the_floor_remains_and_nobody_may_enrol_by_it() -> None:
    found = of(operation=Op.WITHDRAW)

    assert (found.acr, found.binding, found.max_age_s) == (Acr.MFA, Binding.REQUIRED, 300)
    assert found.on_missing is OnMissing.DENY


def test_in_every_respect_the_strongest_wins() -> None:
    one = login(acr=Acr.MFA, max_age_s=60, hold_hours=1, profile="a", on_missing=OnMissing.INTERIM)
    two = login(binding=Binding.REQUIRED, hold_hours=3, profile="b", on_missing=OnMissing.READ_ONLY)

    found = of(one, two)

    assert (found.acr, found.binding, found.max_age_s, found.hold_hours) == (Acr.PHR, Binding.REQUIRED, 60, 3)
    assert (found.profiles, found.on_missing) == ({"a", "b"}, OnMissing.READ_ONLY)


def test_the_risk_adds_to_it() -> None:
    found = of(login(acr=Acr.MFA), risk=RiskStep(score=0.5, acr=Acr.PHRH, max_age_s=5))

    assert (found.acr, found.max_age_s) == (Acr.PHRH, 5)


def test_interim_factors_are_those_that_all_rules_with_any_agree_on() -> None:
    one = login(interim=frozenset({F.TOTP, F.SMS_OTP}), interim_until=AT, interim_controls=frozenset({"hold"}))
    two = login(interim=frozenset({F.TOTP}), interim_until=AT - 1)

    found = of(one, lifted=(two, login()))

    assert (found.interim, found.interim_until, found.interim_controls) == ({F.TOTP}, AT - 1, {"hold"})
    assert of(login()).interim == frozenset()


def test_terms_of_declining_are_those_that_all_rules_with_terms_agree_on() -> None:
    one = login(opt_out=terms(F.TOTP, F.PUSH_NUMBER))
    found = of(one, login(opt_out=terms(F.TOTP))).opt_out

    assert found is not None
    assert found.alternatives == {F.TOTP}
    assert of(one, login(opt_out=terms(F.EMAIL_OTP))).opt_out is None
    assert of(a_rule(opt_out=terms()), operation=Op.WITHDRAW).opt_out is None  # the floor says no


@pytest.mark.parametrize(
    ("changes", "group"),
    [
        ({}, ()),
        ({"factors": frozenset({F.TOTP, F.APP_KEY})}, (Group(factors=frozenset({F.TOTP, F.APP_KEY}), count=1),)),
        (
            {"factors": frozenset({F.TOTP, F.APP_KEY}), "combination": Combination.N_OF, "count": 2},
            (Group(factors=frozenset({F.TOTP, F.APP_KEY}), count=2),),
        ),
        (
            {"factors": frozenset({F.TOTP, F.APP_KEY}), "combination": Combination.SPECIFIC},
            (Group(factors=frozenset({F.TOTP, F.APP_KEY}), count=2),),
        ),
    ],
)
def test_factors_make_a_group(changes: dict[str, Any], group: tuple[Group, ...]) -> None:
    assert of(login(**changes)).groups == group


@pytest.mark.parametrize(
    ("changes", "factor", "found"),
    [
        ({}, F.PASSKEY_SYNCED, True),
        ({}, F.TOTP, False),
        ({"factors": frozenset({F.APP_KEY})}, F.PASSKEY_SYNCED, False),
        ({"binding": Binding.REQUIRED}, F.JPKI_USER, False),
        ({"binding": Binding.REQUIRED}, F.PASSKEY_SYNCED, True),
        ({"profile": "strict"}, F.PASSKEY_SYNCED, False),
        ({"combination": Combination.N_OF, "count": 2}, F.PASSKEY_SYNCED, False),
    ],
)
def test_one_factor_does_what_a_rule_asks_or_not(changes: dict[str, Any], factor: F, *, found: bool) -> None:
    assert reaches(login(**changes), factor) is found


def test_any_needs_one_whatever_the_count_says() -> None:
    assert needed(login(count=3)) == 1


STEPS = (
    RiskStep(score=0.5, acr=Acr.MFA, max_age_s=60),
    RiskStep(score=0.8, operations=frozenset({Op.LOGIN}), acr=Acr.PHR),
    RiskStep(score=0.9, deny=True),
)


@pytest.mark.parametrize(
    ("score", "found"),
    [
        (0.4, NO_RISK),
        (None, NO_RISK),
        (True, NO_RISK),
        (0.5, RiskStep(score=0.5, acr=Acr.MFA, max_age_s=60)),
        (0.8, RiskStep(score=0.8, acr=Acr.PHR, max_age_s=60)),
        (1, RiskStep(score=0.9, acr=Acr.PHR, max_age_s=60, deny=True)),
    ],
)
def test_every_step_below_the_score_counts(score: object, found: RiskStep) -> None:
    index = index_of(a_policy(risk=STEPS))

    assert risk_of(index, a_question(Op.LOGIN, facts={"score": score})) == found


def test_a_step_speaks_of_its_operations_only() -> None:
    index = index_of(a_policy(risk=STEPS))

    assert risk_of(index, a_question(Op.WITHDRAW, facts={"score": 0.8})).acr is Acr.MFA
    assert risk_of(index_of(a_policy()), a_question(facts={"score": 1})) is NO_RISK
