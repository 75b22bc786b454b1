import pytest
from tests.builders.factors import SESSION, VAULT, SoftDevice, fresh_id, nonce, noted, why
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.push_pairing import (
    DeviceClaim,
    begin_pairing,
    finish_pairing,
    pairing_done,
)
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.proofs import Proof, RefusedError

TOKEN = "kaeru-tobikomu"  # noqa: S105 - a test's


def _begin(token: str = TOKEN, *, stop_enrol: int | None = None) -> str:
    return begin_pairing(
        principal="customer:a-1", authenticator=fresh_id(), token=token, stop_enrol=stop_enrol, session=SESSION,
        visit=visit(), at=AT,
    ).pending  # fmt: skip


def _finish(claim: DeviceClaim, *, at: int = AT) -> object:
    return finish_pairing(claim=claim, vault=VAULT, nonce=nonce(), visit=visit(), at=at)


def test_a_device_is_bound_by_the_token_and_its_key(database: str) -> None:
    customer()
    device = SoftDevice()
    pending = _begin()

    assert not pairing_done(pending=pending, session=SESSION)
    proof = _finish(device.claim(TOKEN))

    assert isinstance(proof, Proof)
    assert (proof.authenticator, proof.factor, proof.acr) == (pending, FactorCode.PUSH_NUMBER, Acr.MFA)
    assert pairing_done(pending=pending, session=SESSION)
    assert not pairing_done(pending=pending, session="se_other")


def test_a_token_binds_one_device(database: str) -> None:
    customer()
    _begin()
    _finish(SoftDevice().claim(TOKEN))

    assert why(_finish(SoftDevice().claim(TOKEN))) == "spent"


def test_a_token_lives_ten_minutes(database: str) -> None:
    customer()
    _begin()

    assert why(_finish(SoftDevice().claim(TOKEN), at=AT + 600_000)) == "expired"
    assert why(_finish(SoftDevice().claim("another"))) == "expired"


def test_a_key_that_the_device_does_not_hold_is_refused(database: str) -> None:
    customer()
    _begin()
    stolen = SoftDevice().claim(TOKEN, public_key=SoftDevice().public_key)

    assert why(_finish(stolen)) == "wrong"
    assert noted()[-1][0] == "authentication:factor:failed"
    assert isinstance(_finish(SoftDevice().claim(TOKEN)), Proof)


def test_what_is_no_key_is_told(database: str) -> None:
    customer()
    _begin()

    assert why(_finish(SoftDevice().claim(TOKEN, public_key="AAAA"))) == "malformed"


def test_from_its_date_on_and_with_a_used_token_nothing_begins(database: str) -> None:
    customer()
    with pytest.raises(RefusedError):
        _begin(stop_enrol=AT)
    _begin()
    with pytest.raises(RefusedError):
        _begin()


def test_by_what_the_app_is_called_is_kept_sealed(database: str) -> None:
    device = SoftDevice().pair(customer().ref)

    row = models.Authenticator.objects.get(pk=device.authenticator)
    assert b"w-1" not in bytes(row.secret or b"")
    assert row.detail == {"key": device.public_key}


def test_nothing_secret_of_a_claim_shows_itself() -> None:
    assert TOKEN not in repr(SoftDevice().claim(TOKEN))
