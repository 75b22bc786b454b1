import pytest
from tests.builders.authenticator import b64
from tests.builders.passkeys import AT, PARTY, Browser, somebody

from sekisho.authentication import models
from sekisho.authentication.operations.authenticators import remove_authenticator, suspend_authenticator
from sekisho.authentication.queries.authenticators import (
    NoSuchAuthenticatorError,
    accepted_credentials,
    authenticator_of,
    authenticators_of,
    by_credential,
    passkeys_of,
)
from sekisho.authentication.queries.principals import NobodyError
from sekisho.authentication.types.factors import FactorCode


def test_somebodys_authenticators_come_with_every_factor_oldest_first(fresh_database: str) -> None:
    owner, browser = somebody(), Browser()
    browser.at = AT + 5
    passkey = browser.register(owner.ref).authenticator
    models.Authenticator.objects.create(
        id="pw", principal_id=owner.ref, factor="password", created=AT, created_by=owner.ref, secret=b"hash"
    )

    held = authenticators_of(principal=owner.ref)

    assert [each.id for each in held] == ["pw", passkey.id]
    assert [each.factor for each in held] == [FactorCode.PASSWORD, FactorCode.PASSKEY_BOUND]
    assert held[0].credential is None
    assert passkeys_of(principal=owner.ref) == (passkey,)
    assert "hash" not in repr(held)


def test_the_browser_keeps_offering_what_still_counts(fresh_database: str) -> None:
    """Signal API: what was removed vanishes, what was suspended stays."""
    owner, browser = somebody(), Browser()
    bound = [browser.register(owner.ref).authenticator for _ in range(3)]
    remove_authenticator(authenticator=bound[0].id, by=owner.ref, reason="old", at=AT)
    suspend_authenticator(authenticator=bound[1].id, by=owner.ref, reason="lost", at=AT)

    told = accepted_credentials(principal=owner.ref, rp_id=PARTY.rp_id)

    assert (told.rp_id, told.user_id) == ("localhost", b64(owner.handle))
    kept = {b64(each.credential.credential_id) for each in bound[1:] if each.credential is not None}
    assert set(told.credentials) == kept
    assert accepted_credentials(principal=owner.ref, rp_id="example.jp").credentials == ()


def test_nobody_has_what_is_not_there(database: str) -> None:
    with pytest.raises(NoSuchAuthenticatorError):
        authenticator_of(authenticator="nothing")
    with pytest.raises(NoSuchAuthenticatorError):
        by_credential(credential_id=b"nothing")
    with pytest.raises(NobodyError):
        accepted_credentials(principal="customer:nobody", rp_id="localhost")
