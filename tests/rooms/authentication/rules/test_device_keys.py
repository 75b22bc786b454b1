import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.builders.factors import SoftDevice, packed

from sekisho.authentication.rules.device_keys import BadDeviceKeyError, device_key, signed_by

DEVICE = SoftDevice()


def test_a_device_proves_that_it_holds_its_key() -> None:
    assert signed_by(device_key(DEVICE.public_key), signature=DEVICE.sign(b"hello"), message=b"hello")


def test_another_message_or_another_key_proves_nothing() -> None:
    key = device_key(DEVICE.public_key)

    assert not signed_by(key, signature=DEVICE.sign(b"hello"), message=b"hullo")
    assert not signed_by(key, signature=SoftDevice().sign(b"hello"), message=b"hello")


@pytest.mark.parametrize("signature", ["", "AAAA", "!", "é", packed(bytes(64)), packed(bytes(63)), packed(bytes(65))])
def test_what_is_no_signature_is_refused(signature: str) -> None:
    assert not signed_by(device_key(DEVICE.public_key), signature=signature, message=b"hello")


def test_a_signature_with_more_behind_it_is_refused() -> None:
    longer = packed(base64.urlsafe_b64decode(DEVICE.sign(b"hello") + "==") + b"\0")

    assert not signed_by(device_key(DEVICE.public_key), signature=longer, message=b"hello")


def _spelled(private: object) -> str:
    return packed(private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))  # type: ignore[attr-defined]


def test_only_p256_is_taken() -> None:
    for private in (generate_private_key(SECP384R1()), Ed25519PrivateKey.generate()):
        with pytest.raises(BadDeviceKeyError):
            device_key(_spelled(private))


@pytest.mark.parametrize("text", ["", "AAAA", "*", "é"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadDeviceKeyError):
        device_key(text)
