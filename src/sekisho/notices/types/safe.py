"""What keeps contacts unread at rest: sealed boxes and keyed digests from one key that the entrance gives.

AES-SIV (RFC 5297) needs no nonce, so nothing here needs chance: the same address sealed for another contact looks
different, because the contact's name is bound into it.
"""

import hmac
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

LEAST = 32
"""Bytes of a key."""


class SealBrokenError(Exception):
    """The box was sealed under another key or for another name, or was changed. Restore the key that sealed it."""


class Safe:
    """Seals and opens. The first key seals and digests; the others, older ones, still open and are still recognised."""

    __slots__ = ("_boxes", "_keys")

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the keys, the current one first.

        Raises:
            ValueError: there is none, or one is shorter than 32 bytes.

        """
        if not keys or any(len(key) < LEAST for key in keys):
            message = f"keys of {LEAST} bytes or more are needed, the current one first"
            raise ValueError(message)
        self._keys = tuple(keys)
        self._boxes = tuple(AESSIV(_derived(key, "box") + _derived(key, "box/iv")) for key in keys)

    def __repr__(self) -> str:
        return "Safe(...)"

    def seal(self, plain: str, *, name: str) -> bytes:
        """A box that opens for the same name only."""
        return self._boxes[0].encrypt(plain.encode(), [name.encode()])

    def open(self, sealed: bytes, *, name: str) -> str:
        """What is in the box.

        Raises:
            SealBrokenError: no key opens it for this name.

        """
        for box in self._boxes:
            try:
                return box.decrypt(sealed, [name.encode()]).decode()
            except InvalidTag:
                continue
        raise SealBrokenError

    def digest(self, purpose: str, value: str) -> str:
        """A keyed digest, 64 hexadecimal characters: equal values agree, and nobody without the key can try values."""
        return self.digests(purpose, value)[0]

    def digests(self, purpose: str, value: str) -> tuple[str, ...]:
        """The digest under every key, the current one first: for looking up what was written under an older key."""
        return tuple(hmac.digest(_derived(key, purpose), value.encode(), "sha256").hex() for key in self._keys)


def _derived(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, f"sekisho/notices/{purpose}".encode(), "sha256")
