"""The invariants of the evaluator as properties, and its steps one by one."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.builders.policies import (
    AT,
    CORPORATE,
    MFA,
    F,
    Op,
    a_policy,
    a_question,
    a_rule,
    a_sunset,
    an_opt_out,
    cases,
    holding,
    operations,
    opt_out_terms,
    proved,
    questions,
    rules,
    terms,
)

from sekisho.authentication.rules.policy.evaluation import evaluate
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, Binding, OperationClass, OperationCode
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.policy import (
    LONGEST_OVERRIDE,
    EnrolmentView,
    Mode,
    OnMissing,
    Override,
    Policy,
    Question,
    Reason,
    Result,
    RiskStep,
    Standing,
)
from sekisho.kernel.moments import DAY, HOUR, MINUTE, from_rfc3339
from sekisho.kernel.texts import Text

MANY = settings(max_examples=80)
DETOURS = (Result.INTERIM_USED, Result.GRACE_USED, Result.OPT_OUT_USED)


# --- Invariants (5.6) -----------------------------------------------------------------------------------------------


@MANY
@given(cases())
def test_nothing_is_allowed_below_the_floor(case: tuple[Policy, Question]) -> None:
    policy, question = case
    floor, standing = OPERATIONS[question.operation], question.standing

    if evaluate(policy, question).allowed:
        assert standing.acr >= floor.floor_acr
        assert floor.floor_acr is Acr.NONE or question.at - standing.auth_time <= floor.max_age_s * 1_000
        assert floor.floor_binding is not Binding.REQUIRED or standing.content == question.content != ""


@MANY
@given(cases(), operations.flatmap(lambda code: rules(st.just(code), "added")))
def test_a_rule_that_is_added_never_weakens_another_operation(case: tuple[Policy, Question], added: object) -> None:
    policy, question = case
    assume(added.operation is not question.operation)  # type: ignore[attr-defined]

    assert evaluate(replace(policy, rules=(*policy.rules, added)), question) == evaluate(policy, question)  # type: ignore[arg-type]


@MANY
@given(cases(), st.data())
def test_a_rule_that_is_added_never_opens_its_own_operation_either(
    case: tuple[Policy, Question], data: st.DataObject
) -> None:
    policy, question = case
    added = data.draw(rules(st.just(question.operation), "added"))

    if evaluate(replace(policy, rules=(*policy.rules, added)), question).allowed:
        assert evaluate(policy, question).allowed


@MANY
@given(cases())
def test_a_retired_factor_never_satisfies(case: tuple[Policy, Question]) -> None:
    policy, question = case
    used = {held.factor for held in question.held} | question.standing.factors
    ended = replace(policy, sunsets=tuple(a_sunset(factor) for factor in used))

    answer = evaluate(ended, question)

    assert not answer.offers
    assert not answer.allowed or answer.demand.acr is Acr.NONE


@MANY
@given(cases())
def test_who_holds_a_phishing_resistant_factor_is_never_offered_less(case: tuple[Policy, Question]) -> None:
    policy, question = case
    strong = replace(question, held=(*question.held, holding(authenticator="pk")))
    policy = replace(policy, sunsets=())

    answer = evaluate(policy, strong)
    factors = {held.authenticator: held.factor for held in strong.held}

    assert answer.result not in DETOURS
    if answer.demand.acr > Acr.NONE:
        assert answer.demand.acr >= Acr.PHR
        assert not answer.allowed or strong.standing.acr >= Acr.PHR
        assert all(FACTORS[factor].phishing_resistant for factor in answer.enrol)
        assert all(FACTORS[factors[each]].phishing_resistant for each in answer.offers) or len(factors) < len(
            strong.held
        )


@MANY
@given(cases(), st.sampled_from((None, AT - 1, AT)))
def test_an_opt_out_that_has_ended_is_never_used(case: tuple[Policy, Question], revoked: int | None) -> None:
    policy, question = case
    over = an_opt_out(*OperationCode, valid_until=AT if revoked is None else AT + DAY, revoked_at=revoked)

    assert evaluate(policy, replace(question, opt_out=over)).result is not Result.OPT_OUT_USED


@MANY
@given(cases(), st.integers(1, 10**9))
def test_an_emergency_cannot_outlive_its_end(case: tuple[Policy, Question], length: int) -> None:
    policy, question = case
    names = frozenset(rule.id for rule in policy.rules)
    over = Override(id="ov", rules=names, starts=AT - length, ends=AT, reason=Text("", ""))
    endless = Override(id="ov", rules=names, starts=AT - LONGEST_OVERRIDE, ends=AT + 10**12, reason=Text("", ""))

    assert evaluate(replace(policy, overrides=(over,)), question) == evaluate(policy, question)
    assert evaluate(replace(policy, overrides=(endless,)), question) == evaluate(policy, question)


@MANY
@given(cases())
def test_no_emergency_goes_below_the_floor(case: tuple[Policy, Question]) -> None:
    policy, question = case
    names = frozenset(rule.id for rule in policy.rules)
    emergency = Override(id="ov", rules=names, starts=AT - HOUR, ends=AT + HOUR, reason=Text("", ""))

    if evaluate(replace(policy, overrides=(emergency,)), question).allowed:
        assert question.standing.acr >= OPERATIONS[question.operation].floor_acr


@MANY
@given(cases(), st.floats(0, 1), st.floats(0, 1))
def test_risk_only_tightens(case: tuple[Policy, Question], one: float, other: float) -> None:
    policy, question = case
    low, high = (replace(question, facts={**question.facts, "score": score}) for score in sorted((one, other)))

    assert not evaluate(policy, high).allowed or evaluate(policy, low).allowed


@MANY
@given(cases(), st.sampled_from([code for code in Op if OPERATIONS[code].kind is OperationClass.CASH]), st.booleans())
def test_new_and_self_made_passkeys_move_no_cash(
    case: tuple[Policy, Question],
    operation: OperationCode,
    made: bool,  # noqa: FBT001 - drawn
) -> None:
    policy, question = case
    fresh = holding(authenticator="pk", hold_until=None if made else AT + 1, auto_created=made)
    asked = replace(question, operation=operation, held=(fresh,), standing=proved(F.PASSKEY_SYNCED))
    asked = replace(asked, standing=replace(asked.standing, authenticators=frozenset({"pk"})))

    answer = evaluate(policy, asked)

    assert not answer.allowed
    assert not answer.offers


@MANY
@given(cases())
def test_every_question_has_an_answer_that_says_who_gave_it(case: tuple[Policy, Question]) -> None:
    policy, question = case
    answer = evaluate(policy, question)

    assert (answer.policy, answer.digest) == (7, "d7")
    assert answer.reasons
    assert answer == evaluate(policy, question)


@given(questions)
def test_without_a_single_rule_the_floor_stands(question: Question) -> None:
    answer = evaluate(a_policy(), question)

    assert answer.demand.acr >= OPERATIONS[question.operation].floor_acr
    assert (Reason.FLOOR in answer.reasons) == (answer.demand.acr > Acr.NONE)


@given(opt_out_terms)
def test_a_rule_without_terms_stays_in_force_beside_an_opt_out(allowed: object) -> None:
    """C-13: what one rule lets a customer decline does not lift another one."""
    relaxed, firm = a_rule(Op.ORDER_PLACE, id="one", opt_out=allowed), a_rule(Op.ORDER_PLACE, id="two")
    declined = an_opt_out(Op.ORDER_PLACE, alternatives=frozenset(MFA))
    asked = a_question(Op.ORDER_PLACE, *MFA, standing=proved(*MFA), opt_out=declined)

    assert evaluate(a_policy(relaxed, firm), asked).result is Result.ENROL


# --- Dates are the beginnings of days in Japan ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "result"),
    [
        ("2027-05-31T23:59:59.999+09:00", Result.INTERIM_USED),
        ("2027-06-01T00:00:00.000+09:00", Result.ENROL),
        ("2027-05-31T15:00:00.000+00:00", Result.ENROL),
    ],
)
def test_an_interim_factor_ends_at_midnight_in_japan(moment: str, result: Result) -> None:
    """Trap of every schedule: midnight in Tokyo is 15:00 of the day before in UTC."""
    at, end = from_rfc3339(moment), from_rfc3339("2027-06-01T00:00:00+09:00")
    sunset = a_sunset(F.TOTP, stop_use=end, stop_enrol=end - DAY)
    rule = a_rule(Op.LOGIN, interim=frozenset({F.TOTP}), enforce_from=0)

    asked = a_question(Op.LOGIN, F.TOTP, at=at, standing=proved(F.TOTP, at=at))

    assert evaluate(a_policy(rule, sunsets=(sunset,)), asked).result is result


@pytest.mark.parametrize(
    ("moment", "bound"), [("2027-05-31T23:59:59.999+09:00", False), ("2027-06-01T00:00+09:00", True)]
)
def test_a_rule_begins_at_midnight_in_japan(moment: str, *, bound: bool) -> None:
    at = from_rfc3339(moment)
    rule = a_rule(Op.LOGIN, enforce_from=from_rfc3339("2027-06-01T00:00:00+09:00"))

    answer = evaluate(a_policy(rule), a_question(Op.LOGIN, F.TOTP, at=at, standing=proved(F.TOTP, at=at)))

    assert answer.allowed is not bound
    assert answer.observed == (() if bound else ("login",))


# --- The eleven steps -----------------------------------------------------------------------------------------------


def test_a_fresh_passkey_over_this_very_withdrawal_is_enough() -> None:
    """C-03."""
    answer = evaluate(a_policy(a_rule()), a_question(Op.WITHDRAW, F.PASSKEY_SYNCED, standing=proved(F.PASSKEY_SYNCED)))

    assert (answer.result, answer.reasons) == (Result.SATISFIED, (Reason.SATISFIED,))
    assert answer.demand.rules == ("withdraw",)


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (Standing(), Reason.PROOF_NEEDED),
        (proved(F.PASSWORD), Reason.PROOF_WEAK),
        (proved(F.PASSKEY_SYNCED, ago=6 * MINUTE), Reason.PROOF_OLD),
        (proved(F.PASSKEY_SYNCED, device="other"), Reason.OTHER_DEVICE),
        (proved(F.PASSKEY_SYNCED, content=""), Reason.NOT_BOUND),
        (proved(F.PASSKEY_SYNCED, content="other"), Reason.NOT_BOUND),
    ],
)
def test_what_is_missing_in_a_proof_is_told(standing: Standing, reason: Reason) -> None:
    answer = evaluate(a_policy(a_rule()), a_question(Op.WITHDRAW, F.PASSKEY_SYNCED, F.PASSWORD, standing=standing))

    assert (answer.result, answer.reasons[0]) == (Result.STEP_UP, reason)
    assert answer.offers == ("passkey_synced",)


def test_nothing_to_sign_satisfies_nothing_that_must_be_signed() -> None:
    asked = a_question(Op.WITHDRAW, F.PASSKEY_SYNCED, standing=proved(F.PASSKEY_SYNCED, content=""), content="")

    assert evaluate(a_policy(a_rule()), asked).reasons == (Reason.NOT_BOUND,)


def test_for_cash_it_must_be_known_which_authenticator_it_was() -> None:
    asked = a_question(
        Op.WITHDRAW, F.PASSKEY_SYNCED, standing=proved(F.PASSKEY_SYNCED, authenticators=frozenset[str]())
    )

    assert evaluate(a_policy(a_rule()), asked).result is Result.STEP_UP


def test_the_strongest_rule_wins_in_every_respect() -> None:
    """E-16: above an amount a hardware key."""
    large = a_rule(id="large", acr=Acr.PHRH, condition={"amount_at_least": 10}, max_age_s=60, hold_hours=24)
    policy = a_policy(a_rule(), large)

    demand = evaluate(policy, a_question(facts={"amount": 10})).demand

    assert (demand.acr, demand.max_age_s, demand.hold_hours) == (Acr.PHRH, 60, 24)
    assert demand.rules == ("withdraw", "large")
    assert evaluate(policy, a_question(facts={"amount": 9})).demand.rules == ("withdraw",)


def test_a_synced_passkey_is_not_enough_where_a_bound_one_is_asked() -> None:
    """D8."""
    bound = frozenset({F.PASSKEY_BOUND, F.SECURITY_KEY})
    policy = a_policy(a_rule(), a_rule(id="bound", factors=bound))

    answer = evaluate(policy, a_question(Op.WITHDRAW, F.PASSKEY_SYNCED))

    assert (answer.result, answer.enrol) == (Result.ENROL, (F.PASSKEY_BOUND, F.SECURITY_KEY))
    assert evaluate(policy, a_question(Op.WITHDRAW, F.PASSKEY_BOUND)).offers == ("passkey_bound",)


def test_a_password_after_a_passkey_is_a_downgrade() -> None:
    answer = evaluate(a_policy(a_rule(Op.LOGIN)), a_question(Op.LOGIN, F.PASSKEY_SYNCED, standing=proved(F.TOTP)))

    assert answer.reasons == (Reason.PROOF_WEAK, Reason.DOWNGRADE)


def test_grace_does_not_reach_who_holds_a_passkey() -> None:
    policy = a_policy(a_rule(Op.LOGIN, grace_days=90))
    held, none = a_question(Op.LOGIN, F.TOTP, F.PASSKEY_SYNCED), a_question(Op.LOGIN, F.TOTP)

    assert evaluate(policy, replace(none, standing=proved(F.TOTP))).result is Result.GRACE_USED
    assert evaluate(policy, replace(held, standing=proved(F.TOTP))).result is Result.STEP_UP


def test_within_grace_the_floor_is_asked_and_the_customer_is_reminded() -> None:
    policy = a_policy(a_rule(Op.LOGIN, grace_days=90, max_skips=3))

    answer = evaluate(policy, a_question(Op.LOGIN, F.TOTP, enrolment=EnrolmentView(skips_used=1)))

    assert (answer.result, answer.demand.acr, answer.offers) == (Result.STEP_UP, Acr.MFA, ("totp",))
    assert answer.reasons[0] is Reason.GRACE
    assert answer.nudge is not None
    assert (answer.nudge.skips_left, answer.nudge.due_at) == (2, AT + 60 * DAY)


def test_in_an_emergency_the_floor_is_enough_and_customers_are_protected_otherwise() -> None:
    emergency = Override(
        id="ov", rules=frozenset({"login"}), starts=AT - HOUR, ends=AT + HOUR, reason=Text("", ""),
        compensations=frozenset({"call_back"}),
    )  # fmt: skip
    policy = a_policy(a_rule(Op.LOGIN), overrides=(emergency,))

    answer = evaluate(policy, a_question(Op.LOGIN, F.PASSKEY_SYNCED, F.TOTP, standing=proved(F.TOTP)))

    assert (answer.result, answer.override, answer.until) == (Result.OVERRIDE_USED, "ov", AT + HOUR)
    assert answer.controls == {"call_back"}


def test_in_an_emergency_rules_that_it_does_not_name_still_hold_the_ban() -> None:
    emergency = Override(id="ov", rules=frozenset({"login"}), starts=AT - HOUR, ends=AT + HOUR, reason=Text("", ""))
    policy = a_policy(a_rule(Op.LOGIN), a_rule(Op.LOGIN, id="other", acr=Acr.MFA), overrides=(emergency,))

    answer = evaluate(policy, a_question(Op.LOGIN, F.PASSKEY_SYNCED, F.TOTP, standing=proved(F.TOTP)))

    assert answer.result is Result.STEP_UP


def test_a_risk_that_is_too_high_ends_it() -> None:
    policy = a_policy(a_rule(), risk=(RiskStep(score=0.9, deny=True), RiskStep(score=0.5, max_age_s=30)))
    asked = a_question(Op.WITHDRAW, F.PASSKEY_SYNCED, standing=proved(F.PASSKEY_SYNCED, ago=40_000))

    assert evaluate(policy, replace(asked, facts={"score": 0.95})).reasons == (Reason.RISK_DENIED,)
    raised = evaluate(policy, replace(asked, facts={"score": 0.5}))
    assert (raised.result, raised.reasons) == (Result.STEP_UP, (Reason.PROOF_OLD, Reason.RISK))
    assert evaluate(policy, replace(asked, facts={"score": 0.4})).allowed
    assert evaluate(policy, replace(asked, facts={"score": True})).allowed


def test_a_policy_that_only_watches_says_what_it_would_have_said() -> None:
    """E-19."""
    answer = evaluate(a_policy(a_rule(), observing=True), a_question())

    assert (answer.result, answer.would, answer.allowed) == (Result.OBSERVED, Result.ENROL, True)
    assert answer.reasons[0] is Reason.ONLY_OBSERVING


def test_a_rule_that_only_watches_is_named_where_it_would_have_asked_for_more() -> None:
    policy = a_policy(a_rule(Op.LOGIN, acr=Acr.MFA), a_rule(Op.LOGIN, id="watching", mode=Mode.OBSERVE))

    assert evaluate(policy, a_question(Op.LOGIN, F.TOTP, standing=proved(F.TOTP))).observed == ("watching",)
    passkey = a_question(Op.LOGIN, F.PASSKEY_SYNCED, standing=proved(F.PASSKEY_SYNCED))
    assert evaluate(policy, passkey).observed == ()


def test_a_suggestion_asks_and_does_not_bind() -> None:
    policy = a_policy(a_rule(Op.ORDER_PLACE, mode=Mode.NUDGE, max_skips=2))
    asked = a_question(Op.ORDER_PLACE, F.TOTP, standing=proved(F.TOTP))

    answer = evaluate(policy, asked)
    assert answer.reasons == (Reason.NOTHING_ASKED, Reason.NUDGE)
    assert answer.nudge is not None
    assert answer.nudge.skips_left == 2
    last = evaluate(policy, replace(asked, enrolment=EnrolmentView(skips_used=2)))
    assert (last.result, last.nudge) == (Result.ENROL, None)


def test_a_segment_has_its_own_rule() -> None:
    policy = a_policy(a_rule(Op.LOGIN, acr=Acr.MFA), a_rule(Op.LOGIN, id="companies", segment=CORPORATE.code))

    assert evaluate(policy, a_question(Op.LOGIN, facts={"person": "corporate"})).demand.acr is Acr.PHR
    assert evaluate(policy, a_question(Op.LOGIN, facts={"person": "individual"})).demand.acr is Acr.MFA
    assert evaluate(policy, a_question(Op.LOGIN)).demand.acr is Acr.PHR  # who is not known may be one


@pytest.mark.parametrize("covered", [True, False])
def test_an_opt_out_is_told_to_be_refused_or_over(*, covered: bool) -> None:
    policy = a_policy(a_rule(), a_rule(Op.LOGIN, opt_out=terms()))
    refused = a_question(Op.WITHDRAW, opt_out=an_opt_out(Op.WITHDRAW))
    over = a_question(Op.LOGIN, opt_out=an_opt_out(Op.LOGIN, valid_until=AT))
    other = a_question(Op.WITHDRAW, opt_out=an_opt_out(Op.LOGIN))

    if covered:
        assert evaluate(policy, refused).reasons[-1] is Reason.OPT_OUT_REFUSED
        assert evaluate(policy, over).reasons[-1] is Reason.OPT_OUT_ENDED
    else:
        assert evaluate(policy, other).reasons == (Reason.NO_FACTOR, Reason.PROOF_NEEDED)


@pytest.mark.parametrize("on_missing", OnMissing)
def test_in_an_emergency_customers_without_a_way_are_told_why(on_missing: OnMissing) -> None:
    emergency = Override(id="ov", rules=frozenset({"login"}), starts=AT - HOUR, ends=AT + HOUR, reason=Text("", ""))
    policy = a_policy(a_rule(Op.LOGIN, on_missing=on_missing), overrides=(emergency,))

    answer = evaluate(policy, a_question(Op.LOGIN))

    assert not answer.allowed
    assert answer.reasons[0] is Reason.OVERRIDE
