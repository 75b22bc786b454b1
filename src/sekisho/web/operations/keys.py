"""The node's keys: two signing keys, and one master secret from which every symmetric key is derived.

They lie under ``SEKISHO_HOME/keys`` (or ``SEKISHO_KEYS``), are made when first needed, and are readable by their owner
only. ``SEKISHO_SECRET_KEY`` takes the place of the master secret's file, for nodes that share one database. Nothing
here is ever logged, and the value's ``repr`` shows no key.
"""

import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeVar

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from joserfc.jwk import ECKey, RSAKey

Algorithm = Literal["ES256", "RS256"]
_BYTES = 32
_RSA_BITS, _RSA_LEAST = 3072, 2048
_Key = TypeVar("_Key", ECKey, RSAKey)
LEAST_SECRET = 32
"""Characters that ``SEKISHO_SECRET_KEY`` has at least."""


class BadKeyError(ValueError):
    """A key cannot be used; the message says which file or setting, never what is in it."""


@dataclass(frozen=True)
class Keys:
    """The keys of one node; make one with ``keys_at``."""

    directory: Path
    given: str = field(default="", repr=False)

    def secret(self, purpose: str, *, size: int = _BYTES) -> bytes:
        """A symmetric key for one purpose (HKDF-SHA-256), e.g. ``secret("vault")``; the same on every start.

        Raises:
            BadKeyError: the master secret is unreadable or too short.

        """
        return HKDF(algorithm=SHA256(), length=size, salt=None, info=f"sekisho:{purpose}".encode()).derive(self._master)

    def signing(self, algorithm: Algorithm = "ES256") -> "ECKey | RSAKey":
        """The private key for signatures of this algorithm, with its thumbprint (RFC 7638) as ``kid``.

        Raises:
            BadKeyError: the file holds no such key.

        """
        return self._es256 if algorithm == "ES256" else self._rs256

    @cached_property
    def _master(self) -> bytes:
        if self.given:
            if len(self.given) < LEAST_SECRET:
                message = f"SEKISHO_SECRET_KEY: at least {LEAST_SECRET} characters"
                raise BadKeyError(message)
            return self.given.encode()
        content = _kept(self.directory / "master.key", lambda: b64encode(secrets.token_bytes(_BYTES)))
        try:
            found = b64decode(content, validate=True)
        except ValueError:
            found = b""
        if len(found) != _BYTES:
            message = f"{self.directory / 'master.key'}: not a master secret"
            raise BadKeyError(message)
        return found

    @cached_property
    def _es256(self) -> ECKey:
        place = self.directory / "signing-es256.pem"
        content = _kept(place, lambda: _pem(ec.generate_private_key(ec.SECP256R1())))
        try:
            key = ECKey.import_key(content, {"use": "sig", "alg": "ES256"})
        except ValueError as error:
            raise BadKeyError(f"{place}: not a P-256 private key") from error  # noqa: EM102, TRY003 - names the file
        return _usable(key, place, fits=key.curve_name == "P-256")

    @cached_property
    def _rs256(self) -> RSAKey:
        place = self.directory / "signing-rs256.pem"
        content = _kept(place, lambda: _pem(rsa.generate_private_key(65537, _RSA_BITS)))
        try:
            key = RSAKey.import_key(content, {"use": "sig", "alg": "RS256"})
        except ValueError as error:
            raise BadKeyError(f"{place}: not an RSA private key") from error  # noqa: EM102, TRY003 - names the file
        return _usable(key, place, fits=key.public_key.key_size >= _RSA_LEAST)


def keys_at(directory: Path, *, given: str = "") -> Keys:
    """The keys in ``directory``; ``given`` takes the place of the master secret's file."""
    return Keys(directory, given)


def _usable(key: _Key, place: Path, *, fits: bool) -> _Key:
    if not fits or not key.is_private:
        message = f"{place}: a key of another kind or size than needed"
        raise BadKeyError(message)
    key.ensure_kid()
    return key


def _pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _kept(place: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; made when there is none, whole or not at all, also when two processes start together."""
    try:
        return place.read_bytes()
    except FileNotFoundError:
        for folder in (place.parent.parent, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, place)  # fails where another process was first: then its key counts
    finally:
        draft.unlink()
    return place.read_bytes()


@cache
def node_keys() -> Keys:
    """The keys of this node, as the settings say where they are."""
    return keys_at(Path(settings.SEKISHO_KEYS), given=settings.MASTER_SECRET)
