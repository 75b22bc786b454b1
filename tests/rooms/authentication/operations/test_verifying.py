from dataclasses import replace

import pytest
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.ceremonies import AT, HANDLE, PARTY, bound, ceremony, request

from sekisho.authentication.operations.verifying import verify_answer
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.refusals_webauthn import CeremonyGoneError, CeremonyRefusedError
from sekisho.authentication.types.webauthn import Signal

AUTHENTICATOR = SoftAuthenticator()
HELD = bound(AUTHENTICATOR)
ANSWER = request(AUTHENTICATOR)


def verify(held: Authenticator = HELD, session: str = "se_1") -> tuple[Signal, ...]:
    return verify_answer(
        response=ANSWER, ceremony=ceremony(), session=session, party=PARTY, authenticator=held, handle=HANDLE, at=AT
    )


def test_an_honest_answer_passes_every_check_without_a_table() -> None:
    assert verify() == ()


def test_another_session_or_authenticator_does_not() -> None:
    with pytest.raises(CeremonyGoneError):
        verify(session="se_2")
    for other in (replace(HELD, credential=None), bound(SoftAuthenticator())):
        with pytest.raises(CeremonyRefusedError):
            verify(other)
