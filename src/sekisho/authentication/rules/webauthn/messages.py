"""Read what a browser posts after a ceremony. Whatever it is, it is read or refused with a reason."""

import binascii
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Literal, TypeVar

import msgspec

from sekisho.authentication.types.refusals_webauthn import MalformedMessageError, Reason

LONGEST_MESSAGE = 65_536
"""Characters of a whole answer; a long attestation with its certificates takes some 10,000."""
LONGEST_CREDENTIAL_ID = 1_023
SHORTEST_CREDENTIAL_ID = 16
"""Bytes of a credential id (WebAuthn Level 3, 4: Credential ID)."""
TRANSPORTS = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})
_PLAIN = bytes.maketrans(b"-_+/=", b"+/!!!")
_HEAD = 37  # bytes: hash of the rp_id, flags, counter


_NAMES = {
    "client_data": "clientDataJSON",
    "authenticator_data": "authenticatorData",
    "attestation_object": "attestationObject",
    "user_handle": "userHandle",
    "raw_id": "rawId",
    "cross_origin": "crossOrigin",
    "top_origin": "topOrigin",
}


class _AssertionResponse(msgspec.Struct, rename=_NAMES):
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str | None = None


class _RegistrationResponse(msgspec.Struct, rename=_NAMES):
    client_data: str
    attestation_object: str
    transports: list[str] | None = None


class _Assertion(msgspec.Struct, rename=_NAMES):
    id: str
    raw_id: str
    type: Literal["public-key"]
    response: _AssertionResponse


class _Registration(msgspec.Struct, rename=_NAMES):
    id: str
    raw_id: str
    type: Literal["public-key"]
    response: _RegistrationResponse


class _ClientData(msgspec.Struct, rename=_NAMES):
    type: str
    challenge: str
    origin: str
    cross_origin: bool = False
    top_origin: str | None = None


_Told = TypeVar("_Told")
_ASSERTION = msgspec.json.Decoder(_Assertion)
_REGISTRATION = msgspec.json.Decoder(_Registration)
_CLIENT_DATA = msgspec.json.Decoder(_ClientData)


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
    told = _read(message, _ASSERTION)
    response, handle = told.response, told.response.user_handle
    return AssertionMessage(
        credential_id=_credential_id(told.id, told.raw_id),
        client_data=_decoded(response.client_data),
        authenticator_data=_decoded(response.authenticator_data),
        signature=_decoded(response.signature),
        user_handle=None if handle is None else _decoded(handle),
    )


def read_registration(message: str) -> RegistrationMessage:
    """Read the answer to ``navigator.credentials.create()``.

    Raises:
        MalformedMessageError: it is too long or has not the form.

    """
    told = _read(message, _REGISTRATION)
    response = told.response
    return RegistrationMessage(
        credential_id=_credential_id(told.id, told.raw_id),
        client_data=_decoded(response.client_data),
        attestation_object=_decoded(response.attestation_object),
        transports=tuple(sorted(TRANSPORTS.intersection(response.transports or ()))),
    )


def read_client_data(data: bytes) -> ClientData:
    """Read clientDataJSON.

    Raises:
        MalformedMessageError: it has not the form.

    """
    try:
        told = _CLIENT_DATA.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMessageError(Reason.CLIENT_DATA_MALFORMED) from error
    return ClientData(
        type=told.type,
        challenge=_decoded(told.challenge, Reason.CLIENT_DATA_MALFORMED),
        origin=told.origin,
        cross_origin=told.cross_origin,
        top_origin=told.top_origin,
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


def _read(message: str, decoder: msgspec.json.Decoder[_Told]) -> _Told:
    if len(message) > LONGEST_MESSAGE:
        raise MalformedMessageError(Reason.MESSAGE_TOO_LONG)
    try:
        return decoder.decode(message)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise MalformedMessageError(Reason.MESSAGE_MALFORMED) from error


def _credential_id(name: str, raw: str) -> bytes:
    """``id`` and ``rawId``, which are the same."""
    found = _decoded(raw)
    if name != raw or not SHORTEST_CREDENTIAL_ID <= len(found) <= LONGEST_CREDENTIAL_ID:
        raise MalformedMessageError(Reason.MESSAGE_MALFORMED)
    return found


def _decoded(text: str, reason: Reason = Reason.MESSAGE_MALFORMED) -> bytes:
    """Base64url, strictly: Python's own reader skips what it does not know."""
    try:
        plain = text.encode("ascii").translate(_PLAIN)
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4), strict_mode=True)
    except ValueError as error:
        raise MalformedMessageError(reason) from error
