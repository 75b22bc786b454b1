"""What is offered depends on what somebody holds (C-14)."""

from tests.builders.factors import totp_secret, with_totp
from tests.builders.policies import F, a_policy, a_sunset
from tests.builders.scenes import stored_passkey
from tests.builders.signing_in import AT, customer

from sekisho.authentication.queries.offering import closes_to_new, factors_offered
from sekisho.authentication.types.factors import BESIDE


def test_with_a_passkey_only_recovery_codes_are_offered(database: str) -> None:
    who = customer()
    with_totp(who.ref, secret=totp_secret())
    before = factors_offered(principal=who.ref, policy=a_policy(), at=AT)
    stored_passkey(who)

    assert set(before) == BESIDE
    assert factors_offered(principal=who.ref, policy=a_policy(), at=AT) == (F.RECOVERY_CODE,)


def test_the_day_is_the_announced_one() -> None:
    policy = a_policy(sunsets=(a_sunset(F.SMS_OTP, stop_enrol=AT),))

    assert closes_to_new(factor=F.SMS_OTP, policy=policy) == AT
    assert closes_to_new(factor=F.TOTP, policy=policy) is None
