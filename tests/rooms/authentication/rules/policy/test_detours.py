"""Opt-outs and interim factors."""

from dataclasses import replace
from typing import Any

import pytest
from tests.builders.policies import AT, F, Op, a_policy, a_question, a_rule, a_sunset, an_opt_out, proved, terms

from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import Binding
from sekisho.authentication.types.policy import Reason, Result
from sekisho.kernel.moments import DAY

DECLINED = a_question(Op.LOGIN, F.TOTP, opt_out=an_opt_out())
POLICY = a_policy(a_rule(Op.LOGIN, opt_out=terms(F.TOTP, F.PUSH_NUMBER)))


def test_who_declined_uses_what_he_agreed_to_and_is_protected() -> None:
    """C-13."""
    answer = evaluate(POLICY, replace(DECLINED, standing=proved(F.TOTP)))

    assert (answer.result, answer.opt_out, answer.until) == (Result.OPT_OUT_USED, "oo_1", AT + DAY)
    assert answer.controls == {"lower_limits"}


def test_who_declined_is_asked_for_what_he_agreed_to() -> None:
    answer = evaluate(POLICY, DECLINED)

    assert (answer.result, answer.offers) == (Result.STEP_UP, ("totp",))
    assert answer.reasons == (Reason.OPT_OUT, Reason.PROOF_NEEDED)


@pytest.mark.parametrize(
    "opt_out",
    [
        None,
        an_opt_out(Op.WITHDRAW),
        an_opt_out(valid_until=AT),
        an_opt_out(valid_from=AT + 1),
        an_opt_out(revoked_at=AT),
        an_opt_out(alternatives=frozenset({F.EMAIL_OTP})),
        an_opt_out(alternatives=frozenset({F.PUSH_NUMBER})),
    ],
)
def test_without_a_valid_record_about_what_he_holds_nobody_has_declined(opt_out: Any) -> None:
    answer = evaluate(POLICY, replace(DECLINED, standing=proved(F.TOTP), opt_out=opt_out))

    assert answer.result is Result.ENROL


def test_an_opt_out_ends_when_a_passkey_is_there() -> None:
    held = a_question(Op.LOGIN, F.TOTP, F.PASSKEY_SYNCED, opt_out=an_opt_out(), standing=proved(F.TOTP))

    assert evaluate(POLICY, held).result is Result.STEP_UP


def test_an_opt_out_spares_the_signature_that_only_its_own_rule_asks_for() -> None:
    rule = a_rule(Op.ORDER_PLACE, opt_out=terms(), binding=Binding.REQUIRED, max_age_s=300)
    asked = a_question(Op.ORDER_PLACE, F.TOTP, opt_out=an_opt_out(Op.ORDER_PLACE), standing=proved(F.TOTP, content=""))

    assert evaluate(a_policy(rule), asked).result is Result.OPT_OUT_USED
    firm = a_rule(Op.ORDER_PLACE, id="firm", acr=Acr.MFA, binding=Binding.REQUIRED)
    assert not evaluate(a_policy(rule, firm), asked).allowed


def interim(**changes: Any) -> Any:
    usual = {"interim": frozenset({F.PUSH_NUMBER}), "interim_controls": frozenset({"call_back"})}
    return a_policy(a_rule(**{**usual, **changes}))


def test_until_its_end_an_interim_factor_is_enough_and_the_customer_is_told() -> None:
    """G-08, C-14."""
    pushed = a_question(Op.WITHDRAW, F.PUSH_NUMBER, standing=proved(F.PUSH_NUMBER))

    answer = evaluate(interim(interim_until=AT + 1), pushed)

    assert (answer.result, answer.until, answer.controls) == (Result.INTERIM_USED, AT + 1, {"call_back"})
    assert answer.nudge is not None
    assert answer.nudge.due_at == AT + 1
    assert evaluate(interim(interim_until=AT), pushed).result is Result.ENROL


def test_an_interim_factor_too_is_asked_about_this_very_operation() -> None:
    before = a_question(Op.WITHDRAW, F.PUSH_NUMBER, standing=proved(F.PUSH_NUMBER, content=""))

    answer = evaluate(interim(), before)

    assert (answer.result, answer.offers) == (Result.STEP_UP, ("push_number",))
    assert answer.reasons == (Reason.INTERIM, Reason.NOT_BOUND)


def test_a_code_that_shows_nothing_cannot_stand_for_a_signature() -> None:
    policy = interim(interim=frozenset({F.TOTP}))

    assert evaluate(policy, a_question(Op.WITHDRAW, F.TOTP, standing=proved(F.TOTP))).result is Result.ENROL


@pytest.mark.parametrize(
    ("until", "ends", "told"),
    [
        (None, None, None),
        (AT + 5, None, AT + 5),
        (None, AT + 7, AT + 7),
        (AT + 5, AT + 3, AT + 3),
        (AT + 5, AT + 9, AT + 5),
    ],
)
def test_the_first_end_is_told(until: int | None, ends: int | None, told: int | None) -> None:
    sunset = () if ends is None else (a_sunset(F.PUSH_NUMBER, stop_use=ends),)
    policy = replace(interim(interim_until=until), sunsets=sunset)

    assert evaluate(policy, a_question(Op.WITHDRAW, F.PUSH_NUMBER)).until == told


def test_of_several_interim_factors_the_last_end_is_told_if_all_have_one() -> None:
    both = frozenset({F.PUSH_NUMBER, F.SMS_OTP})
    one, two = a_sunset(F.PUSH_NUMBER, stop_use=AT + 3), a_sunset(F.SMS_OTP, stop_use=AT + 4)
    asked = a_question(Op.WITHDRAW, F.PUSH_NUMBER)

    assert evaluate(replace(interim(interim=both), sunsets=(one, two)), asked).until == AT + 4
    assert evaluate(replace(interim(interim=both), sunsets=(one,)), asked).until is None
