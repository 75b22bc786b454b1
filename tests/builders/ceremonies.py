"""Ceremonies without tables: what rules are given."""

import json
from dataclasses import replace
from typing import Any

from tests.builders.authenticator import ORIGIN, SoftAuthenticator, b64

from sekisho.authentication.rules.webauthn.messages import AssertionMessage, read_assertion, read_registration
from sekisho.authentication.rules.webauthn.verification import (
    NewCredential,
    VerifiedAssertion,
    verify_assertion,
    verify_registration,
)
from sekisho.authentication.types.attestation import NO_TRUST, Trust
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState
from sekisho.authentication.types.ceremonies import Ceremony, CeremonyState
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose, RelyingParty

AT = 1_793_500_000_000
"""1 November 2026."""
HANDLE = b"h" * 32
CHALLENGE = b"c" * 32
PARTY = RelyingParty(rp_id="localhost", name="関所証券", origins=(ORIGIN,))
OWNER = "customer:a1"


def ceremony(kind: CeremonyKind = CeremonyKind.ASSERTION, **more: Any) -> Ceremony:
    """An open ceremony of a known customer."""
    values: dict[str, Any] = {
        "id": "ce_1",
        "kind": kind,
        "purpose": Purpose.LOGIN if kind is CeremonyKind.ASSERTION else Purpose.REGISTER,
        "session": "se_1",
        "principal": OWNER,
        "subject": "a1",
        "operation": "",
        "challenge": CHALLENGE,
        "rp_id": "localhost",
        "state": CeremonyState.OPEN,
        "expires": AT + 300_000,
    }
    return Ceremony(**{**values, **more})


def creation(authenticator: SoftAuthenticator, **more: Any) -> str:
    """The authenticator's answer to a registration."""
    asked = {"rp": {"id": "localhost"}, "user": {"id": b64(HANDLE)}, "challenge": b64(CHALLENGE)}
    return authenticator.create(json.dumps(asked), **more)


def registered(
    authenticator: SoftAuthenticator, *, trust: Trust = NO_TRUST, at: int = AT, party: RelyingParty = PARTY, **more: Any
) -> NewCredential:
    """What a registration proves; ``more`` is for the ceremony."""
    message = read_registration(creation(authenticator))
    wanted = ceremony(CeremonyKind.REGISTRATION, **more)
    return verify_registration(message, ceremony=wanted, party=party, trust=trust, at=at)


def bound(authenticator: SoftAuthenticator, **more: Any) -> Authenticator:
    """The authenticator as it would be stored after an honest registration; ``more`` is for its value."""
    new = registered(replace(authenticator, origin=ORIGIN, passkeys=authenticator.passkeys))
    values: dict[str, Any] = {
        "id": "au_1",
        "principal": OWNER,
        "factor": new.factor,
        "name": "",
        "state": AuthenticatorState.ACTIVE,
        "created": AT,
        "created_by": OWNER,
        "credential": new.credential,
    }
    return Authenticator(**{**values, **more})


def request(authenticator: SoftAuthenticator) -> str:
    """The authenticator's answer to an assertion."""
    return authenticator.get(json.dumps({"rpId": "localhost", "challenge": b64(CHALLENGE)}))


def answered(authenticator: SoftAuthenticator) -> AssertionMessage:
    """The same, read."""
    return read_assertion(request(authenticator))


def verified(
    authenticator: SoftAuthenticator,
    held: Authenticator,
    *,
    message: AssertionMessage | None = None,
    party: RelyingParty = PARTY,
    counter_stops: bool = False,
    handle: bytes = HANDLE,
    **more: Any,
) -> VerifiedAssertion:
    """What an assertion proves; ``more`` is for the ceremony."""
    assert held.credential is not None
    return verify_assertion(
        message or answered(authenticator),
        ceremony=ceremony(**more),
        party=party,
        authenticator=held,
        credential=held.credential,
        handle=handle,
        counter_stops=counter_stops,
    )
