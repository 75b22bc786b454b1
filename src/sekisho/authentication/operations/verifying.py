"""Verify an answer as ``finish_assertion`` does, without tables: nothing is claimed and nothing is remembered."""

from sekisho.authentication.rules.webauthn.checks import check_open
from sekisho.authentication.rules.webauthn.messages import read_assertion
from sekisho.authentication.rules.webauthn.verification import verify_assertion
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.ceremonies import Ceremony
from sekisho.authentication.types.refusals_webauthn import CeremonyRefusedError, Reason
from sekisho.authentication.types.webauthn import CeremonyKind, RelyingParty, Signal


def verify_answer(
    *,
    response: str,
    ceremony: Ceremony,
    session: str,
    party: RelyingParty,
    authenticator: Authenticator,
    handle: bytes,
    at: int,
) -> tuple[Signal, ...]:
    """Every check that an assertion goes through.

    Args:
        response: ``AuthenticationResponseJSON``.
        ceremony: open.
        session: of the browser that answers.
        party: the relying party.
        authenticator: the one that should have answered.
        handle: its owner's user handle.
        at: in milliseconds.

    Raises:
        WebauthnRefusedError: it does not prove what it should.

    """
    check_open(ceremony, kind=CeremonyKind.ASSERTION, session=session, at=at)
    message = read_assertion(response)
    credential = authenticator.credential
    if credential is None or credential.credential_id != message.credential_id:
        raise CeremonyRefusedError(Reason.CREDENTIAL_UNKNOWN)
    verified = verify_assertion(
        message, ceremony=ceremony, party=party, authenticator=authenticator, credential=credential, handle=handle
    )
    return verified.signals
