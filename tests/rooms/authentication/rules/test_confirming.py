"""Confirmation is asked for with the surest that somebody holds, and with nothing weaker (C-01)."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.confirming import ways_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState
from sekisho.authentication.types.factors import FACTORS, FactorCode

_C, _S = FactorCode, AuthenticatorState


def held(*factors: FactorCode, state: AuthenticatorState = _S.ACTIVE) -> list[Authenticator]:
    return [
        Authenticator(
            id=f"au_{number}", principal="customer:a-1", factor=factor, name="", state=state, created=1,
            created_by="customer:a-1",
        )
        for number, factor in enumerate(factors)
    ]  # fmt: skip


def ways(authenticators: Iterable[Authenticator], *ended: FactorCode) -> tuple[FactorCode, ...]:
    return ways_of(authenticators, ended=ended)


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ((), ()),
        ((_C.PASSWORD,), ()),
        ((_C.TOTP, _C.PUSH_NUMBER, _C.PASSWORD), (_C.PUSH_NUMBER, _C.TOTP)),
        ((_C.TOTP, _C.PASSKEY_SYNCED), (_C.PASSKEY_SYNCED,)),
        ((_C.EMAIL_OTP, _C.JPKI_USER), (_C.JPKI_USER,)),
    ],
)
def test_the_surest_comes_first_and_shuts_out_what_is_weaker(
    factors: tuple[FactorCode, ...], expected: tuple[FactorCode, ...]
) -> None:
    assert ways(held(*factors)) == expected


def test_what_is_not_in_use_or_no_longer_taken_is_no_way() -> None:
    paused = held(_C.PASSKEY_SYNCED, state=_S.SUSPENDED)

    assert ways([*paused, *held(_C.TOTP, _C.SMS_OTP)], _C.SMS_OTP) == (_C.TOTP,)


@given(st.sets(st.sampled_from(FactorCode)), st.sets(st.sampled_from(FactorCode)))
def test_nobody_who_holds_something_phishing_resistant_is_asked_for_less(
    factors: set[FactorCode], ended: set[FactorCode]
) -> None:
    found = ways(held(*factors), *ended)

    strong = {factor for factor in factors if FACTORS[factor].phishing_resistant}
    assert set(found) <= factors
    assert all(FACTORS[factor].acr >= Acr.MFA for factor in found)
    assert set(found) == strong or not strong
