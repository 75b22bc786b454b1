"""Read what a browser posts after a ceremony. Whatever it is, it is read or refused with a reason."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from sekisho.authentication.types.refusals_webauthn import MalformedMessageError, Reason

LONGEST_MESSAGE = 65_536
"""Characters of a whole answer; a long attestation with its certificates takes some 10,000."""
LONGEST_CREDENTIAL_ID = 1_023
SHORTEST_CREDENTIAL_ID = 16
"""Bytes of a credential id (WebAuthn Level 3, 4: Credential ID)."""
TRANSPORTS = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_HEAD = 37  # bytes: hash of the rp_id, flags, counter


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionMessage:
    """An ``AuthenticationResponseJSON``, read."""

    credential_id: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationMessage:
    """A ``RegistrationResponseJSON``, read."""

    credential_id: bytes
    client_data: bytes
    attestation_object: bytes
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientData:
    """What the browser says about the page, as it was signed."""

    type: str
    challenge: bytes
    origin: str
    cross_origin: bool
    top_origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticatorData:
    """The head of what the authenticator says about itself."""

    rp_id_hash: bytes
    user_present: bool
    user_verified: bool
    backup_eligible: bool
    backed_up: bool
    counter: int


def to_base64url(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def read_assertion(message: str) -> AssertionMessage:
    """Read the answer to ``navigator.credentials.get()``.

    Raises:
        MalformedMessageError: it is too long or has not the form.

    """
    whole, response = _read(message)
    handle = response.get("userHandle")
    return AssertionMessage(
        credential_id=_credential_id(whole),
        client_data=_bytes(response, "clientDataJSON"),
        authenticator_data=_bytes(response, "authenticatorData"),
        signature=_bytes(response, "signature"),
        user_handle=None if handle is None else _bytes(response, "userHandle"),
    )


def read_registration(message: str) -> RegistrationMessage:
    """Read the answer to ``navigator.credentials.create()``.

    Raises:
        MalformedMessageError: it is too long or has not the form.

    """
    whole, response = _read(message)
    told = response.get("transports")
    transports = (
        tuple(sorted(TRANSPORTS.intersection(each for each in told if isinstance(each, str))))
        if isinstance(told, list)
        else ()
    )
    return RegistrationMessage(
        credential_id=_credential_id(whole),
        client_data=_bytes(response, "clientDataJSON"),
        attestation_object=_bytes(response, "attestationObject"),
        transports=transports,
    )


def read_client_data(data: bytes) -> ClientData:
    """Read clientDataJSON.

    Raises:
        MalformedMessageError: it has not the form.

    """
    told = _json(data, Reason.CLIENT_DATA_MALFORMED)
    kind, challenge, origin = told.get("type"), told.get("challenge"), told.get("origin")
    cross, top = told.get("crossOrigin", False), told.get("topOrigin")
    if not (isinstance(kind, str) and isinstance(challenge, str) and isinstance(origin, str)):
        raise MalformedMessageError(Reason.CLIENT_DATA_MALFORMED)
    if not isinstance(cross, bool) or not isinstance(top, str | None):
        raise MalformedMessageError(Reason.CLIENT_DATA_MALFORMED)
    return ClientData(
        type=kind,
        challenge=_decoded(challenge, Reason.CLIENT_DATA_MALFORMED),
        origin=origin,
        cross_origin=cross,
        top_origin=top,
    )


def read_authenticator_data(data: bytes) -> AuthenticatorData:
    """Read the head of authenticatorData.

    Raises:
        MalformedMessageError: it is too short.

    """
    if len(data) < _HEAD:
        raise MalformedMessageError(Reason.AUTHENTICATOR_DATA_MALFORMED)
    flags = data[32]
    return AuthenticatorData(
        rp_id_hash=data[:32],
        user_present=bool(flags & 0x01),
        user_verified=bool(flags & 0x04),
        backup_eligible=bool(flags & 0x08),
        backed_up=bool(flags & 0x10),
        counter=int.from_bytes(data[33:_HEAD], "big"),
    )


def _read(message: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The whole and its response."""
    if len(message) > LONGEST_MESSAGE:
        raise MalformedMessageError(Reason.MESSAGE_TOO_LONG)
    whole = _json(message, Reason.MESSAGE_MALFORMED)
    response = whole.get("response")
    if whole.get("type") != "public-key" or not isinstance(response, dict):
        raise MalformedMessageError(Reason.MESSAGE_MALFORMED)
    return whole, response


def _credential_id(whole: dict[str, Any]) -> bytes:
    """``id`` and ``rawId``, which are the same."""
    if whole.get("id") != whole.get("rawId"):
        raise MalformedMessageError(Reason.MESSAGE_MALFORMED)
    found = _bytes(whole, "rawId")
    if not SHORTEST_CREDENTIAL_ID <= len(found) <= LONGEST_CREDENTIAL_ID:
        raise MalformedMessageError(Reason.MESSAGE_MALFORMED)
    return found


def _bytes(told: dict[str, Any], name: str) -> bytes:
    text = told.get(name)
    if not isinstance(text, str):
        raise MalformedMessageError(Reason.MESSAGE_MALFORMED)
    return _decoded(text, Reason.MESSAGE_MALFORMED)


def _decoded(text: str, reason: Reason) -> bytes:
    """Base64url, strictly: Python's own reader skips what it does not know."""
    text = text.rstrip("=")
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise MalformedMessageError(reason)
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _json(data: str | bytes, reason: Reason) -> dict[str, Any]:
    """A JSON object; json.loads would take UTF-16 too and stumbles over deep nesting with an error of its own."""
    try:
        told = json.loads(data.decode() if isinstance(data, bytes) else data)
    except (ValueError, RecursionError) as error:
        raise MalformedMessageError(reason) from error
    if not isinstance(told, dict):
        raise MalformedMessageError(reason)
    return told
