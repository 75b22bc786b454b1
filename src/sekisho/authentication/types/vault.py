"""Keeps secrets that have to be read again, such as a TOTP seed or an address: AES-256-GCM under the firm's keys.

A sealed secret says which key opens it, and opens only in its place: whose it is and which authenticator it belongs to
are authenticated with it, so a row copied to another customer does not open. Requirement E-16.
"""

from dataclasses import dataclass, field
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32
"""Bytes of a key."""
NONCE = 12
"""Bytes of a nonce. It is random and never used twice under one key."""
_FORM = 1
_HEAD = Struct(">BI")
_DOMAIN = b"sekisho.vault"


class VaultError(Exception):
    """A sealed secret does not open: its key is gone, it was altered, or it belongs to another place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultKey:
    """One key; a larger number is newer.

    Attributes:
        number: stands in front of everything sealed with it; 1 to 2³²-1, never given twice.
        key: 32 random bytes.

    Raises:
        ValueError: the number or the key is out of its bounds.

    """

    number: int
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) != KEY or not 1 <= self.number < 1 << 32:
            message = "a vault key has 32 bytes and a number from 1 to 4294967295"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Vault:
    """Several keys: the newest seals, all of them open.

    To rotate, add a key, seal anew what ``stale`` finds, then take the old key away.

    Raises:
        ValueError: there is no key, or a number is there twice.

    """

    keys: tuple[VaultKey, ...]

    def __post_init__(self) -> None:
        if not self.keys or len({key.number for key in self.keys}) != len(self.keys):
            message = "a vault needs keys with numbers of their own"
            raise ValueError(message)

    @property
    def newest(self) -> VaultKey:
        """The key that seals."""
        return max(self.keys, key=lambda key: key.number)

    def seal(self, plain: bytes, *, principal: str, authenticator: str, nonce: bytes) -> bytes:
        """Seal a secret for its place.

        Args:
            plain: the secret.
            principal: whose it is.
            authenticator: which authenticator it belongs to.
            nonce: 12 random bytes, minted for this call.

        Raises:
            ValueError: the nonce has another length.

        """
        if len(nonce) != NONCE:
            message = f"a nonce has {NONCE} bytes"
            raise ValueError(message)
        key = self.newest
        head = _HEAD.pack(_FORM, key.number)
        return head + nonce + AESGCM(key.key).encrypt(nonce, plain, _place(head, principal, authenticator))

    def open(self, sealed: bytes, *, principal: str, authenticator: str) -> bytes:
        """The secret.

        Raises:
            VaultError: it does not open here.

        """
        head, nonce, rest = sealed[: _HEAD.size], sealed[_HEAD.size :][:NONCE], sealed[_HEAD.size + NONCE :]
        key = self._key_of(head)
        try:
            return AESGCM(key.key).decrypt(nonce, rest, _place(head, principal, authenticator))
        except (InvalidTag, ValueError) as error:  # ValueError: cut off within the nonce
            message = "the sealed secret was altered, or belongs to another place"
            raise VaultError(message) from error

    def stale(self, sealed: bytes) -> bool:
        """Whether an older key sealed it.

        Raises:
            VaultError: its key is gone.

        """
        return self._key_of(sealed[: _HEAD.size]) is not self.newest

    def _key_of(self, head: bytes) -> VaultKey:
        if len(head) == _HEAD.size:
            form, number = _HEAD.unpack(head)
            for key in self.keys:
                if form == _FORM and key.number == number:
                    return key
        message = "no key of this vault sealed it"
        raise VaultError(message)


def _place(head: bytes, principal: str, authenticator: str) -> bytes:
    """Lengths go before the names, so that no two places spell the same."""
    names = (principal.encode(), authenticator.encode())
    return _DOMAIN + head + b"".join(len(name).to_bytes(4) + name for name in names)
