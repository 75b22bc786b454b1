"""What the checks around an assertion cost, beside the bare signature check."""

import hashlib
import json
import os
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

from sekisho.authentication.operations.verifying import verify_answer
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState, Credential
from sekisho.authentication.types.ceremonies import Ceremony, CeremonyState
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose, RelyingParty

_RUNS = 2_000
_WARM = 200
_MICROSECOND = 1_000  # nanoseconds
_RP_ID, _ORIGIN = "localhost", "http://localhost:8000"
_PRESENT_AND_VERIFIED = b"\x05"
_ES256 = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionTimes:
    """Medians of the same run, in microseconds."""

    bare: float
    verified: float

    @property
    def ratio(self) -> float:
        """How many times the bare check a verified assertion costs."""
        return self.verified / self.bare


def measure_assertions(*, runs: int = _RUNS) -> AssertionTimes:
    """Time the bare ECDSA P-256 check and a whole assertion with all checks, in turns: both meet the same noise.

    Args:
        runs: how often each is timed.

    """
    bare, whole = _material()
    for _ in range(_WARM):
        bare()
        whole()
    times = [(_nanoseconds(bare), _nanoseconds(whole)) for _ in range(runs)]
    return AssertionTimes(
        bare=median(each[0] for each in times) / 1e3, verified=median(each[1] for each in times) / 1e3
    )


def _nanoseconds(call: Callable[[], object]) -> int:
    begun = time.perf_counter_ns()
    call()
    return time.perf_counter_ns() - begun


def _material() -> tuple[Callable[[], object], Callable[[], object]]:
    """A customer's assertion, the check of its signature alone, and the check of all of it."""
    key, name, handle, challenge = ec.generate_private_key(ec.SECP256R1()), *(os.urandom(32) for _ in range(3))
    client = json.dumps(
        {"type": "webauthn.get", "challenge": _b64(challenge), "origin": _ORIGIN, "crossOrigin": False}
    ).encode()
    data = hashlib.sha256(_RP_ID.encode()).digest() + _PRESENT_AND_VERIFIED + bytes(4)
    signed = data + hashlib.sha256(client).digest()
    signature = key.sign(signed, _ES256)
    parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": handle}
    response = json.dumps(
        {"id": _b64(name), "rawId": _b64(name), "type": "public-key", "clientExtensionResults": {},
         "response": {part: _b64(value) for part, value in parts.items()}}
    )  # fmt: skip
    public, authenticator, ceremony = key.public_key(), _authenticator(name, key), _ceremony(challenge)
    party = RelyingParty(rp_id=_RP_ID, name="bench", origins=(_ORIGIN,))
    return (
        lambda: public.verify(signature, signed, _ES256),
        lambda: verify_answer(
            response=response, ceremony=ceremony, session="se", party=party, authenticator=authenticator,
            handle=handle, at=0,
        ),
    )  # fmt: skip


def _authenticator(name: bytes, key: ec.EllipticCurvePrivateKey) -> Authenticator:
    point = key.public_key().public_numbers()
    cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
    credential = Credential(credential_id=name, public_key=cbor.encode(cose), algorithm=-7, rp_id=_RP_ID, aaguid="")
    return Authenticator(
        id="au", principal="customer:bench", factor=FactorCode.PASSKEY_BOUND, name="", created=0,
        state=AuthenticatorState.ACTIVE, created_by="customer:bench", credential=credential,
    )  # fmt: skip


def _ceremony(challenge: bytes) -> Ceremony:
    return Ceremony(
        id="ce", kind=CeremonyKind.ASSERTION, purpose=Purpose.LOGIN, session="se", principal="customer:bench",
        subject="bench", operation="", challenge=challenge, rp_id=_RP_ID, state=CeremonyState.OPEN, expires=1,
    )  # fmt: skip


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
