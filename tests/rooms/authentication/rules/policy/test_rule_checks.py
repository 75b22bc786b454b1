"""What is wrong with one rule."""

from typing import Any

import pytest
from tests.builders.policies import AT, F, Op, a_policy, a_rule, a_sunset, terms

from sekisho.authentication.rules.policy.rule_checks import RULE_CHECKS, ending, reaching, unconditional
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding
from sekisho.authentication.types.policy import Combination, OptOutTerms, Rule, Sunset

TWO = frozenset({F.PASSKEY_BOUND, F.SECURITY_KEY})


def wrong(rule: Rule, *sunsets: Sunset) -> set[str]:
    policy = a_policy(rule, sunsets=sunsets)
    return {check.code for check in RULE_CHECKS if check.wrong(rule, policy)}


def test_a_plain_rule_is_right() -> None:
    assert wrong(a_rule()) == set()
    assert wrong(a_rule(Op.LOGIN, opt_out=terms(), interim=frozenset({F.TOTP}), interim_until=AT)) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"acr": Acr.PASSWORD}, "policy:floor:acr"),
        ({"binding": Binding.IF_POSSIBLE}, "policy:floor:binding"),
        ({"max_age_s": 301}, "policy:floor:age"),
        ({"count": 2}, "policy:combination:wrong"),
        ({"combination": Combination.N_OF, "count": 1, "factors": TWO}, "policy:combination:wrong"),
        ({"combination": Combination.N_OF, "count": 3, "factors": TWO}, "policy:combination:wrong"),
        ({"combination": Combination.SPECIFIC}, "policy:combination:wrong"),
        ({"factors": frozenset({F.TOTP})}, "policy:factor:too_weak"),
        ({"factors": frozenset({F.JPKI_USER})}, "policy:factor:too_weak"),
        ({"factors": frozenset({F.PUSH_NUMBER}), "acr": Acr.MFA}, "policy:factor:none_strong"),
        ({"opt_out": terms()}, "policy:floor:opt_out"),
        ({"interim": frozenset({F.PASSWORD}), "interim_until": AT}, "policy:floor:interim"),
        ({"interim": frozenset({F.PASSKEY_SYNCED}), "interim_until": AT}, "policy:floor:interim"),
        ({"interim": frozenset({F.TOTP})}, "policy:interim:undated"),
        ({"interim_until": AT}, "policy:interim:undated"),
    ],
)
def test_a_mistake_has_a_name(changes: dict[str, Any], code: str) -> None:
    assert code in wrong(a_rule(**changes))


@pytest.mark.parametrize(
    ("opt_out", "code"),
    [
        (OptOutTerms(alternatives=frozenset(), controls=frozenset({"x"})), "policy:floor:alternatives"),
        (OptOutTerms(alternatives=frozenset({F.PASSWORD}), controls=frozenset({"x"})), "policy:floor:alternatives"),
        (OptOutTerms(alternatives=frozenset({F.TOTP})), "policy:opt_out:unprotected"),
    ],
)
def test_who_declines_is_protected(opt_out: OptOutTerms, code: str) -> None:
    """C-13."""
    assert code in wrong(a_rule(Op.LOGIN, opt_out=opt_out))


def test_right_combinations() -> None:
    assert wrong(a_rule(combination=Combination.N_OF, count=2, factors=TWO)) == set()
    assert wrong(a_rule(combination=Combination.SPECIFIC, factors=TWO)) == set()


def test_a_sunset_is_an_end_too() -> None:
    interim = a_rule(Op.LOGIN, interim=frozenset({F.EMAIL_OTP}))

    assert wrong(interim, a_sunset()) == set()
    assert wrong(interim, a_sunset(operations=frozenset({Op.WITHDRAW}))) == {"policy:interim:undated"}
    assert ending(interim, a_policy(sunsets=(a_sunset(operations=frozenset({Op.LOGIN})),))) == {F.EMAIL_OTP}


def test_some_way_must_be_left() -> None:
    only = a_rule(factors=frozenset({F.PASSKEY_SYNCED}))

    assert wrong(only, a_sunset(F.PASSKEY_SYNCED)) == {"policy:factor:none_left"}


def test_only_what_can_sign_reaches_a_rule_that_wants_a_signature() -> None:
    assert F.JPKI_USER not in reaching(a_rule())
    assert F.JPKI_USER in reaching(a_rule(Op.LOGIN))


@pytest.mark.parametrize("changes", [{"segment": "x"}, {"channels": frozenset({"web"})}, {"condition": {"thin": True}}])
def test_a_rule_is_unconditional_or_not(changes: dict[str, Any]) -> None:
    assert unconditional(a_rule())
    assert not unconditional(a_rule(**changes))
