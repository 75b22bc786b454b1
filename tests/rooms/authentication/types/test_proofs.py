import pytest

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.proofs import NEXT_STEPS, BusyError, Proof, Refused, RefusedError, Why


def test_a_proof_reaches_what_the_catalogue_says() -> None:
    proof = Proof.by(FactorCode.TOTP, authenticator="au_1", principal="customer:a-1", at=1)

    assert (proof.acr, proof.amr, proof.signals) == (Acr.MFA, ("otp", "mfa"), ())


@pytest.mark.parametrize("reason", list(Why))
def test_every_refusal_says_in_both_languages_what_to_do(reason: Why) -> None:
    text = NEXT_STEPS[reason]

    assert text.ja.endswith(("。", "けます。"))
    assert text.en.endswith(".")
    assert Refused.because(reason).text == text


def test_an_error_carries_its_refusal() -> None:
    error = RefusedError.because(Why.TOO_OFTEN, retry_at=9)

    assert (error.refused.why, error.refused.retry_at) == (Why.TOO_OFTEN, 9)
    assert str(error) == NEXT_STEPS[Why.TOO_OFTEN].en


def test_a_full_pool_is_told_as_such() -> None:
    assert BusyError().refused.why is Why.BUSY
