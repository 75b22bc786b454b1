"""A software authenticator: real registrations and assertions, honest unless it is told otherwise.

    authenticator = SoftAuthenticator(origin="http://localhost:8000")
    answer = authenticator.create(options.json)       # what the browser would post after navigator.credentials.create()
    answer = authenticator.get(options.json)          # ... after navigator.credentials.get()

Its attributes may be changed between ceremonies: ``verified``, ``present``, ``backup_eligible``, ``backed_up``,
``counts``, ``origin``, ``cross_origin``, ``top_origin``, ``rp_id``, ``challenge``, ``type_of`` … so a test can build
any message that is signed and yet wrong. ``tampered`` changes a message after it was signed.
"""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from fido2 import cbor

ORIGIN = "http://localhost:8000"
MODEL = "01020304-0506-0708-0102-030405060708"
"""The model that Chromium's virtual authenticator claims too."""
NO_MODEL = "00000000-0000-0000-0000-000000000000"
_AAGUID_EXTENSION = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")
_NOW = datetime(2026, 11, 1, tzinfo=UTC)


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")


@dataclass
class Passkey:
    """One credential in the authenticator's memory."""

    id: bytes
    key: Any
    rp_id: str
    handle: bytes
    algorithm: int
    counter: int = 0


class Authority:
    """Makes attestation certificates; ``root`` (DER) is what a test trusts."""

    def __init__(self, name: str = "Test Root", *, after: datetime = _NOW, days: int = 3_650) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name, "Authority")
        self._after, self._until = after - timedelta(days=30), after + timedelta(days=days)
        self._certificate = self._sign(self._name, self._key.public_key(), authority=True)
        self.root = self._certificate.public_bytes(Encoding.DER)

    def batch(self, aaguid: str | None = MODEL, *, unit: str = "Authenticator Attestation") -> "Batch":
        """A batch key with its certificate; ``aaguid=None`` leaves the extension out."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(_named("Test Batch", unit), key.public_key(), aaguid=aaguid)
        return Batch(key, (certificate.public_bytes(Encoding.DER),))

    def below(self, *, authority: bool = True, aaguid: str | None = MODEL) -> "Batch":
        """A batch key certified through one more certificate, which is an authority unless it is told otherwise."""
        middle = ec.generate_private_key(ec.SECP256R1())
        name = _named("Test Middle", "Authority")
        between = self._sign(name, middle.public_key(), authority=authority)
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = self._sign(_named("Test Batch"), key.public_key(), aaguid=aaguid, issuer=name, by=middle)
        return Batch(key, (leaf.public_bytes(Encoding.DER), between.public_bytes(Encoding.DER)))

    def _sign(
        self,
        subject: x509.Name,
        public: Any,
        *,
        authority: bool = False,
        aaguid: str | None = None,
        issuer: x509.Name | None = None,
        by: Any = None,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or self._name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._after)
            .not_valid_after(self._until)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if aaguid is not None:
            value = x509.UnrecognizedExtension(_AAGUID_EXTENSION, b"\x04\x10" + UUID(aaguid).bytes)
            builder = builder.add_extension(value, critical=False)
        return builder.sign(by or self._key, hashes.SHA256())


@dataclass
class Batch:
    """The key that a maker puts into many authenticators, and its certificates (DER), leaf first."""

    key: Any
    chain: tuple[bytes, ...]


@dataclass
class SoftAuthenticator:
    """See the head of the file.

    ``form`` is ``none``, ``self`` (packed without certificates) or ``packed`` (with ``batch``).
    """

    origin: str = ORIGIN
    aaguid: str = MODEL
    algorithm: int = -7
    form: str = "none"
    batch: Batch | None = None
    verified: bool = True
    present: bool = True
    backup_eligible: bool = False
    backed_up: bool = False
    counts: int = 1
    rp_id: str | None = None
    challenge: bytes | None = None
    type_of: str | None = None
    cross_origin: bool | None = False
    top_origin: str | None = None
    handle: bytes | None = None
    tells_handle: bool = True
    transports: tuple[str, ...] = ("internal", "hybrid")
    attachment: str = "platform"
    passkeys: list[Passkey] = field(default_factory=list)

    def create(self, options: str, *, credential_id: bytes | None = None) -> str:
        """Register: a ``RegistrationResponseJSON``."""
        asked = json.loads(options)
        kept = Passkey(
            credential_id or os.urandom(32),
            _key(self.algorithm),
            asked["rp"]["id"],
            unb64(asked["user"]["id"]),
            self.algorithm,
        )
        self.passkeys.append(kept)
        client = self._client_data("webauthn.create", asked)
        public = cbor.encode(_cose(kept.key, kept.algorithm))
        attested = UUID(self.aaguid).bytes + len(kept.id).to_bytes(2, "big") + kept.id + public
        data = self._authenticator_data(kept) + attested
        statement = self._statement(kept, data + hashlib.sha256(client).digest())
        form = "none" if self.form == "none" else "packed"
        object_ = cbor.encode({"fmt": form, "attStmt": statement, "authData": data})
        response = {
            "clientDataJSON": b64(client),
            "attestationObject": b64(object_),
            "authenticatorData": b64(data),
            "publicKeyAlgorithm": kept.algorithm,
            "transports": list(self.transports),
        }
        return self._message(kept, response)

    def get(self, options: str, *, passkey: Passkey | None = None) -> str:
        """Sign: an ``AuthenticationResponseJSON``, with the passkey asked for or the newest one of this site."""
        asked = json.loads(options)
        used = passkey or self.chosen(asked)
        used.counter += self.counts
        client = self._client_data("webauthn.get", asked)
        data = self._authenticator_data(used, attested=False)
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(_signed(used.key, used.algorithm, data + hashlib.sha256(client).digest())),
        }
        if self.tells_handle:
            response["userHandle"] = b64(self.handle if self.handle is not None else used.handle)
        return self._message(used, response)

    def chosen(self, asked: dict[str, Any]) -> Passkey:
        """Which passkey answers; a browser would say ``NotAllowedError`` where there is none."""
        wanted = {unb64(each["id"]) for each in asked.get("allowCredentials", ())}
        for each in reversed(self.passkeys):
            if each.rp_id == asked["rpId"] and (not wanted or each.id in wanted):
                return each
        message = "NotAllowedError"
        raise LookupError(message)

    def _client_data(self, type_of: str, asked: dict[str, Any]) -> bytes:
        challenge = self.challenge if self.challenge is not None else unb64(asked["challenge"])
        data: dict[str, Any] = {"type": self.type_of or type_of, "challenge": b64(challenge), "origin": self.origin}
        if self.cross_origin is not None:
            data["crossOrigin"] = self.cross_origin
        if self.top_origin is not None:
            data["topOrigin"] = self.top_origin
        return json.dumps(data).encode()

    def _authenticator_data(self, passkey: Passkey, *, attested: bool = True) -> bytes:
        flags = self.present | self.verified << 2 | self.backup_eligible << 3 | self.backed_up << 4 | attested << 6
        rp_id = self.rp_id or passkey.rp_id
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + passkey.counter.to_bytes(4, "big")

    def _statement(self, passkey: Passkey, signed: bytes) -> dict[str, Any]:
        if self.form == "none":
            return {}
        if self.form == "self":
            return {"alg": passkey.algorithm, "sig": _signed(passkey.key, passkey.algorithm, signed)}
        assert self.batch is not None
        return {"alg": -7, "sig": _signed(self.batch.key, -7, signed), "x5c": list(self.batch.chain)}

    def _message(self, passkey: Passkey, response: dict[str, Any]) -> str:
        return json.dumps(
            {
                "id": b64(passkey.id),
                "rawId": b64(passkey.id),
                "type": "public-key",
                "authenticatorAttachment": self.attachment,
                "clientExtensionResults": {},
                "response": response,
            }
        )


def tampered(message: str, /, **parts: bytes) -> str:
    """The message with parts of its response replaced after it was signed, e.g. ``signature=b"..."``."""
    told = json.loads(message)
    told["response"].update({name: b64(value) for name, value in parts.items()})
    return json.dumps(told)


def part(message: str, name: str) -> bytes:
    """A part of the response, e.g. ``clientDataJSON``."""
    return unb64(json.loads(message)["response"][name])


def _named(name: str, unit: str = "Authenticator Attestation") -> x509.Name:
    texts = (
        (NameOID.COUNTRY_NAME, "JP"),
        (NameOID.ORGANIZATION_NAME, "Test"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
    )
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in (*texts, (NameOID.COMMON_NAME, name))])


def _key(algorithm: int) -> Any:
    return {
        -7: lambda: ec.generate_private_key(ec.SECP256R1()),
        -8: ed25519.Ed25519PrivateKey.generate,
        -257: lambda: rsa.generate_private_key(public_exponent=65_537, key_size=2_048),
        -48: mldsa.MLDSA44PrivateKey.generate,
        -36: lambda: ec.generate_private_key(ec.SECP521R1()),
    }[algorithm]()


def _signed(key: Any, algorithm: int, data: bytes) -> bytes:
    if algorithm in {-7, -36}:
        return bytes(key.sign(data, ec.ECDSA(hashes.SHA256() if algorithm == -7 else hashes.SHA512())))
    if algorithm == -257:
        return bytes(key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
    return bytes(key.sign(data))


def _cose(key: Any, algorithm: int) -> dict[int, Any]:
    public = key.public_key()
    if algorithm in {-7, -36}:
        numbers, size = public.public_numbers(), 32 if algorithm == -7 else 66
        curve = 1 if algorithm == -7 else 3
        return {1: 2, 3: algorithm, -1: curve, -2: numbers.x.to_bytes(size, "big"), -3: numbers.y.to_bytes(size, "big")}
    if algorithm == -257:
        numbers = public.public_numbers()
        return {1: 3, 3: -257, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {1: 1, 3: -8, -1: 6, -2: raw} if algorithm == -8 else {1: 7, 3: algorithm, -1: raw}
