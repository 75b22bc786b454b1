"""Public keys of new credentials: of an offered algorithm, well formed, and not too small."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from webauthn.helpers import decode_credential_public_key, decoded_public_key_to_cryptography

from sekisho.authentication.types.attestation import EDDSA, ES256
from sekisho.authentication.types.refusals_webauthn import CeremonyRefusedError, MalformedMessageError, Reason

SMALLEST_RSA = 2_048
"""Bits of an RSA modulus (CRYPTREC's list of ciphers, from 2031 on 3,072)."""
_CURVES = {ES256: 1, EDDSA: 6}  # COSE: P-256 and Ed25519; -7 alone would not say the curve


@dataclass(frozen=True, slots=True)
class _Key:
    algorithm: int
    curve: int | None
    public: object


def check_key(public_key: bytes, *, algorithms: tuple[int, ...]) -> int:
    """The algorithm of a new credential's key.

    Args:
        public_key: COSE.
        algorithms: COSE numbers that were offered.

    Raises:
        CeremonyRefusedError: it was not offered, or the key is too small.
        MalformedMessageError: it is no key, e.g. a point beside its curve.

    """
    key = _loaded(public_key)
    if key.algorithm not in algorithms or _CURVES.get(key.algorithm, key.curve) != key.curve:
        raise CeremonyRefusedError(Reason.ALGORITHM_NOT_OFFERED)
    if isinstance(key.public, RSAPublicKey) and key.public.key_size < SMALLEST_RSA:
        raise CeremonyRefusedError(Reason.ALGORITHM_NOT_OFFERED)
    return key.algorithm


def _loaded(public_key: bytes) -> _Key:
    try:
        decoded = decode_credential_public_key(public_key)
        public = decoded_public_key_to_cryptography(decoded)
    except Exception as error:  # the library raises whatever it stumbles over
        raise MalformedMessageError(Reason.AUTHENTICATOR_DATA_MALFORMED) from error
    return _Key(int(decoded.alg), getattr(decoded, "crv", None), public)
