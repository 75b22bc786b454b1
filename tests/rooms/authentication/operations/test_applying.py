"""The last word is a conditional update: what was read before the verification may have changed since."""

import pytest
from tests.builders.passkeys import AT, VISIT, Browser, somebody, told

from sekisho.authentication.operations.applying import accept_assertion, known
from sekisho.authentication.operations.authenticators import suspend_authenticator
from sekisho.authentication.operations.claims import claim
from sekisho.authentication.queries.authenticators import authenticator_of
from sekisho.authentication.queries.ceremonies import ceremony_of
from sekisho.authentication.rules.webauthn.messages import AssertionMessage, read_assertion
from sekisho.authentication.rules.webauthn.verification import VerifiedAssertion
from sekisho.authentication.types.refusals_webauthn import CeremonyGoneError, CeremonyRefusedError, Reason
from sekisho.authentication.types.webauthn import Assertion, CeremonyKind

VERIFIED = VerifiedAssertion(counter=9, backed_up=False, signals=())


def begun() -> tuple[str, AssertionMessage]:
    """A ceremony with its answer, and a second passkey, so that the first may be suspended."""
    browser = Browser()
    owner = somebody()
    browser.register(owner.ref)
    options = browser.begin_assertion(owner.ref)
    return options.ceremony, read_assertion(browser.authenticator.get(options.json))


def applied(ceremony: str, message: AssertionMessage, *, suspend: bool = False) -> Assertion:
    authenticator, credential, owner = known(message.credential_id)
    if suspend:
        suspend_authenticator(authenticator=authenticator.id, by="staff:s1", reason="lost", at=AT)
    return accept_assertion(
        VERIFIED, message=message, ceremony=ceremony_of(ceremony=ceremony), authenticator=authenticator,
        credential=credential, owner=owner, visit=VISIT, at=AT,
    )  # fmt: skip


def test_an_authenticator_that_was_suspended_meanwhile_is_refused(fresh_database: str) -> None:
    ceremony, message = begun()
    claim(ceremony=ceremony, kind=CeremonyKind.ASSERTION, session="se_1", visit=VISIT, at=AT)

    with pytest.raises(CeremonyRefusedError) as refused:
        applied(ceremony, message, suspend=True)

    assert refused.value.reason is Reason.AUTHENTICATOR_SUSPENDED
    assert told("authentication:assertion:accepted") == []


def test_nothing_counts_without_its_claim(fresh_database: str) -> None:
    ceremony, message = begun()

    with pytest.raises(CeremonyGoneError):
        applied(ceremony, message)

    authenticator, credential, _owner = known(message.credential_id)
    assert credential.counter == 0
    assert authenticator_of(authenticator=authenticator.id).last_used is None
