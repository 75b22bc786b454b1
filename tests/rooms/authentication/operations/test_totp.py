import pytest
from tests.builders.factors import (
    SESSION,
    VAULT,
    at_once,
    fresh_id,
    nonce,
    noted,
    totp_code,
    totp_secret,
    why,
    with_totp,
)
from tests.builders.signing_in import AT, customer, visit

from sekisho.authentication import models
from sekisho.authentication.operations.totp import begin_totp, confirm_totp, reseal_totp, verify_totp
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.interim import AppSetup, FreshSecret
from sekisho.authentication.types.proofs import Proof, RefusedError
from sekisho.authentication.types.vault import Vault, VaultKey

REF = "customer:a-1"
LATER = AT + 60_000
HALF_AN_HOUR = 1_800_000


def _begin(secret: bytes, *, stop_enrol: int | None = None, pending: str = "") -> AppSetup:
    fresh = FreshSecret(id=pending or fresh_id(), secret=secret, nonce=nonce())
    return begin_totp(
        principal=REF, fresh=fresh, issuer="関所証券", label="••••-12", vault=VAULT, stop_enrol=stop_enrol,
        session=SESSION, visit=visit(), at=AT,
    )  # fmt: skip


def _confirm(setup: AppSetup, typed: str, *, session: str = SESSION, at: int = AT) -> object:
    return confirm_totp(
        pending=setup.pending, typed=typed, name="電話", vault=VAULT, session=session, visit=visit(), at=at
    )


def _verify(typed: str, *, at: int = LATER, stop_use: int | None = None, vault: Vault = VAULT) -> object:
    return verify_totp(principal=REF, typed=typed, vault=vault, stop_use=stop_use, visit=visit(), at=at)


def test_an_app_is_set_up_with_a_picture_and_confirmed_with_a_code(database: str) -> None:
    customer()
    secret = totp_secret()
    setup = _begin(secret)

    proof = _confirm(setup, totp_code(secret, AT))

    assert setup.svg.startswith("<svg")
    assert setup.typed.replace(" ", "") in setup.uri
    assert isinstance(proof, Proof)
    assert (proof.authenticator, proof.acr) == (setup.pending, Acr.MFA)
    assert [kind for kind, _ in noted()][-2:] == ["authentication:factor:begun", "authentication:factor:enrolled"]


def test_the_code_that_confirmed_is_used_up(database: str) -> None:
    secret = totp_secret()
    with_totp(customer().ref, secret=secret)

    assert why(_verify(totp_code(secret, AT), at=AT)) == "replayed"
    assert isinstance(_verify(totp_code(secret, LATER)), Proof)


def test_until_it_is_confirmed_an_app_proves_nothing(database: str) -> None:
    customer()
    secret = totp_secret()
    _begin(secret)

    assert why(_verify(totp_code(secret, LATER))) == "wrong"


def test_only_the_session_that_began_may_confirm(database: str) -> None:
    """C-09: an app cannot be bound by somebody who only saw the picture."""
    customer()
    secret = totp_secret()

    assert why(_confirm(_begin(secret), totp_code(secret, AT), session="se_other")) == "expired"


def test_a_setup_ends_after_half_an_hour_and_after_five_tries(database: str) -> None:
    customer()
    secret = totp_secret()
    late, guessed = _begin(secret), _begin(secret)

    assert why(_confirm(late, totp_code(secret, AT + HALF_AN_HOUR), at=AT + HALF_AN_HOUR)) == "expired"
    assert [why(_confirm(guessed, "000000")) for _ in range(6)] == ["wrong"] * 5 + ["spent"]
    assert why(_confirm(guessed, totp_code(secret, AT))) == "spent"


def test_a_setup_is_confirmed_once(database: str) -> None:
    customer()
    secret = totp_secret()
    setup = _begin(secret)
    _confirm(setup, totp_code(secret, AT))

    assert why(_confirm(setup, totp_code(secret, AT))) == "spent"


def test_a_code_is_good_once_though_many_use_it_at_the_same_moment(fresh_database: str) -> None:
    secret = totp_secret()
    with_totp(customer().ref, secret=secret)

    answers = at_once(6, lambda _: _verify(totp_code(secret, LATER)))

    assert sum(isinstance(answer, Proof) for answer in answers) == 1
    assert {why(answer) for answer in answers if not isinstance(answer, Proof)} == {"replayed"}


def test_the_neighbouring_steps_count_and_are_used_up_with_the_later_one(database: str) -> None:
    secret = totp_secret()
    with_totp(customer().ref, secret=secret)

    assert isinstance(_verify(totp_code(secret, LATER + 30_000)), Proof)
    assert why(_verify(totp_code(secret, LATER))) == "replayed"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_is_wrong(database: str, typed: str) -> None:
    with_totp(customer().ref, secret=totp_secret())

    assert why(_verify(typed)) == "wrong"


def test_from_its_dates_on_it_is_neither_set_up_nor_used(database: str) -> None:
    """D11: the published dates of an interim factor hold to the millisecond."""
    secret = totp_secret()
    with_totp(customer().ref, secret=secret)

    with pytest.raises(RefusedError):
        _begin(totp_secret(), stop_enrol=AT)
    assert why(_verify(totp_code(secret, LATER), stop_use=LATER)) == "retired"
    assert isinstance(_verify(totp_code(secret, LATER), stop_use=LATER + 1), Proof)


def test_a_stopped_app_is_told_before_anything_is_computed(database: str) -> None:
    secret = totp_secret()
    authenticator = with_totp(customer().ref, secret=secret)
    models.FactorState.objects.filter(pk=authenticator).update(failures=100)

    assert why(_verify(totp_code(secret, LATER))) == "locked"


def test_a_secret_has_twenty_bytes_and_an_id_of_its_own(database: str) -> None:
    customer()
    with pytest.raises(ValueError, match="20 bytes"):
        _begin(b"short")
    setup = _begin(totp_secret())
    with pytest.raises(RefusedError):
        _begin(totp_secret(), pending=setup.pending)


def test_secrets_follow_when_keys_are_rotated(database: str) -> None:
    secret = totp_secret()
    authenticator = with_totp(customer().ref, secret=secret)
    newer = VaultKey(number=2, key=bytes([2]) * 32)
    both = Vault((*VAULT.keys, newer))

    assert reseal_totp(authenticator=authenticator, vault=both, nonce=nonce())
    assert not reseal_totp(authenticator=authenticator, vault=both, nonce=nonce())
    assert isinstance(_verify(totp_code(secret, LATER), vault=Vault((newer,))), Proof)


def test_the_secret_is_kept_sealed(database: str) -> None:
    secret = totp_secret()
    authenticator = with_totp(customer().ref, secret=secret)

    assert secret not in bytes(models.Authenticator.objects.get(pk=authenticator).secret or b"")
