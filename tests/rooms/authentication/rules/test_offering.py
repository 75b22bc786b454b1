"""Customers may set up beside a passkey what the policy takes at a login, until the day that it names (C-14)."""

from tests.builders.policies import AT, F, Op, a_policy, a_rule, a_sunset, terms

from sekisho.authentication.rules.offering import offered, stop_enrol
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import BESIDE
from sekisho.authentication.types.policy import Mode
from sekisho.kernel.moments import DAY


def test_without_a_rule_about_logins_everything_is_offered() -> None:
    assert set(offered(a_policy(), strong=False, at=AT)) == BESIDE
    assert set(offered(a_policy(a_rule(operation=Op.LOGIN, mode=Mode.OFF)), strong=False, at=AT)) == BESIDE


def test_a_rule_for_two_factors_takes_them_all_or_those_that_it_names() -> None:
    every = a_policy(a_rule(operation=Op.LOGIN, acr=Acr.MFA))
    named = a_policy(a_rule(operation=Op.LOGIN, acr=Acr.MFA, factors=frozenset({F.TOTP})))

    assert set(offered(every, strong=False, at=AT)) == BESIDE
    assert offered(named, strong=False, at=AT) == (F.TOTP, F.RECOVERY_CODE)


def test_a_rule_for_passkeys_leaves_its_interim_factors_until_their_end_and_what_those_who_decline_use() -> None:
    rule = a_rule(
        operation=Op.LOGIN_NEW_DEVICE, acr=Acr.PHR, interim=frozenset({F.SMS_OTP}), interim_until=AT + DAY,
        opt_out=terms(F.TOTP),
    )  # fmt: skip

    assert offered(a_policy(rule), strong=False, at=AT) == (F.TOTP, F.SMS_OTP, F.RECOVERY_CODE)
    assert offered(a_policy(rule), strong=False, at=AT + DAY) == (F.TOTP, F.RECOVERY_CODE)


def test_who_holds_a_passkey_is_offered_recovery_codes_alone() -> None:
    assert offered(a_policy(), strong=True, at=AT) == (F.RECOVERY_CODE,)


def test_an_announced_end_ends_the_offer_on_its_day() -> None:
    policy = a_policy(sunsets=(a_sunset(factor=F.TOTP, stop_enrol=AT, stop_use=AT + DAY),))

    assert F.TOTP in offered(policy, strong=False, at=AT - 1)
    assert F.TOTP not in offered(policy, strong=False, at=AT)
    assert stop_enrol(policy, F.TOTP) == AT
    assert stop_enrol(policy, F.PUSH_NUMBER) is None
