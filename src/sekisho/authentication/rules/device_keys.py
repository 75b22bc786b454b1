"""The key of a paired device: P-256, and signatures as browsers' WebCrypto makes them (64 bytes, r then s)."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

_HALF = 32


class BadDeviceKeyError(ValueError):
    """It is no P-256 public key in base64url of its DER form (SubjectPublicKeyInfo)."""


def device_key(text: str) -> bytes:
    """The DER form of a device's public key.

    Raises:
        BadDeviceKeyError: it is none.

    """
    try:
        der = _unpacked(text)
        key = load_der_public_key(der)
    except Exception as error:  # every failure of a parser fed by strangers is a refusal
        raise BadDeviceKeyError from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise BadDeviceKeyError
    return der


def signed_by(der: bytes, *, signature: str, message: bytes) -> bool:
    """Whether the device signed the message (ES256).

    Args:
        der: what ``device_key`` returned.
        signature: 64 bytes in base64url.
        message: the bytes it should cover.

    """
    key = load_der_public_key(der)
    try:
        raw = _unpacked(signature)
        pair = encode_dss_signature(int.from_bytes(raw[:_HALF]), int.from_bytes(raw[_HALF:]))
        if len(raw) != 2 * _HALF or not isinstance(key, EllipticCurvePublicKey):
            return False
        key.verify(pair, message, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
