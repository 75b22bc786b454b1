from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.login import (
    MOVES,
    OPEN,
    after,
    comes_in_by,
    event_of,
    granted,
    held_of,
    is_downgrade,
    methods,
    offered_factors,
    operation_for,
    reached,
    standing_of,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState, Credential
from sekisho.authentication.types.catalogue import Binding, OperationCode
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.login import LoginEvent, LoginState
from sekisho.authentication.types.login_refusals import REFUSALS, Refusal
from sekisho.authentication.types.policy_questions import Answer, Demand, Result
from sekisho.authentication.types.policy_reasons import Reason
from sekisho.authentication.types.principals import PrincipalKind

AT = 1_796_000_400_000
F = FactorCode
ANSWER = Answer(
    result=Result.SATISFIED, demand=Demand(acr=Acr.PHR, binding=Binding.NONE, max_age_s=60), reasons=(Reason.SATISFIED,)
)
HELD = Authenticator(
    id="au_1", principal="customer:a-1", factor=F.TOTP, name="", state=AuthenticatorState.ACTIVE, created=AT,
    created_by="customer:a-1",
)  # fmt: skip
_SHOWN = st.lists(st.sampled_from(FactorCode), max_size=4)


@given(st.lists(st.sampled_from(LoginEvent), max_size=10))
def test_what_has_ended_stays_ended(events: list[LoginEvent]) -> None:
    state = LoginState.NAMED
    for event in events:
        following = after(state, event)
        assert (following is None) is (state not in OPEN)
        state = following or state


def test_only_enough_leads_in() -> None:
    assert {event for (_, event), state in MOVES.items() if state is LoginState.SIGNED_IN} == {LoginEvent.ENOUGH}


@pytest.mark.parametrize(
    ("factors", "acr"),
    [
        ((), Acr.NONE),
        ((F.PASSWORD,), Acr.PASSWORD),
        ((F.TOTP,), Acr.PASSWORD),
        ((F.TOTP, F.EMAIL_OTP), Acr.PASSWORD),
        ((F.PASSWORD, F.TOTP), Acr.MFA),
        ((F.PASSKEY_SYNCED,), Acr.PHR),
        ((F.PASSWORD, F.SECURITY_KEY), Acr.PHRH),
        ((F.PHONE_DESK,), Acr.NONE),
    ],
)
def test_a_code_alone_is_one_factor_and_a_passkey_alone_is_enough(factors: tuple[FactorCode, ...], acr: Acr) -> None:
    assert reached(factors) is acr


@given(_SHOWN, st.sampled_from(FactorCode))
def test_showing_more_never_makes_a_login_less_sure(factors: list[FactorCode], more: FactorCode) -> None:
    assert reached([*factors, more]) >= reached(factors)


@given(_SHOWN)
def test_a_login_claims_several_factors_only_where_they_were_shown(factors: list[FactorCode]) -> None:
    assert ("mfa" in methods(factors)) <= (reached(factors) >= Acr.MFA)


def test_the_methods_stand_in_the_order_used_and_once() -> None:
    assert methods([F.PASSWORD, F.TOTP]) == ("pwd", "otp", "mfa")
    assert methods([F.TOTP]) == ("otp",)


@pytest.mark.parametrize(
    ("result", "frozen", "event"),
    [
        (Result.SATISFIED, False, LoginEvent.ENOUGH),
        (Result.INTERIM_USED, False, LoginEvent.ENOUGH),
        (Result.READ_ONLY, False, LoginEvent.ENOUGH),
        (Result.SATISFIED, True, LoginEvent.ACCOUNT_FROZEN),
        (Result.STEP_UP, True, LoginEvent.MORE_NEEDED),
        (Result.ENROL, False, LoginEvent.ENROLMENT_NEEDED),
        (Result.DENIED, True, LoginEvent.DENIED),
    ],
)
def test_only_who_has_shown_enough_learns_of_a_freeze(result: Result, event: LoginEvent, *, frozen: bool) -> None:
    assert event_of(replace(ANSWER, result=result), frozen=frozen) is event


def test_who_may_only_look_gets_a_session_for_looking() -> None:
    assert granted(replace(ANSWER, result=Result.READ_ONLY), Acr.PHR) is Acr.PASSWORD
    assert granted(ANSWER, Acr.PHR) is Acr.PHR


def test_a_downgrade_is_known_by_its_reason() -> None:
    assert is_downgrade(replace(ANSWER, reasons=(Reason.PROOF_WEAK, Reason.DOWNGRADE)))
    assert not is_downgrade(ANSWER)


def test_a_login_is_an_operation_of_its_own_on_a_new_device_and_for_staff() -> None:
    assert operation_for(PrincipalKind.CUSTOMER, known_device=True) is OperationCode.LOGIN
    assert operation_for(PrincipalKind.AGENT, known_device=False) is OperationCode.LOGIN_NEW_DEVICE
    assert operation_for(PrincipalKind.STAFF, known_device=False) is OperationCode.STAFF_LOGIN


def test_staff_and_customers_come_in_by_doors_of_their_own() -> None:
    assert [comes_in_by(kind, staff=True) for kind in PrincipalKind] == [False, False, True]
    assert [comes_in_by(kind, staff=False) for kind in PrincipalKind] == [True, True, False]


def test_the_policy_sees_what_is_held_and_what_was_shown() -> None:
    made = Credential(
        credential_id=b"c", public_key=b"k", algorithm=-7, rp_id="localhost", aaguid="", auto_created=True,
        attestation_profile="customer",
    )  # fmt: skip
    passkey = replace(HELD, id="au_2", factor=F.PASSKEY_BOUND, credential=made, state=AuthenticatorState.SUSPENDED)

    held = held_of([HELD, passkey])
    standing = standing_of(factors=(F.PASSWORD, F.TOTP), authenticators=("p", "t"), auth_time=AT, device="dv_1")

    assert [(each.factor, each.suspended, each.auto_created) for each in held] == [
        (F.TOTP, False, False),
        (F.PASSKEY_BOUND, True, True),
    ]
    assert held[1].profiles == {"customer"}
    assert not held[1].confirmed
    assert (standing.acr, standing.device) == (Acr.MFA, "dv_1")


def test_the_strongest_is_offered_first() -> None:
    held = held_of([HELD, replace(HELD, id="au_2", factor=F.PUSH_NUMBER), replace(HELD, id="au_3", factor=F.SMS_OTP)])

    assert offered_factors(held, ["au_1", "au_2"]) == (F.PUSH_NUMBER, F.TOTP)


def test_every_refusal_can_be_read_in_both_languages_and_no_class_is_unknown() -> None:
    assert set(REFUSALS) == set(Refusal)
    assert all(text.ja and text.en for text in REFUSALS.values())
    assert {FACTORS[factor].acr for factor in FactorCode} <= set(Acr)
