"""Make what nobody can guess. Only entrances call this."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from sekisho.authentication.types.interim import RECOVERY_BYTES, RECOVERY_COUNT

_TOKEN_BYTES = 32
_IDENTIFIER_BYTES = 16


def token() -> str:
    """A secret to hand out once: 43 characters, 256 bits. Keep only its ``digest_of``."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of(secret: str) -> bytes:
    """What is kept of a handed-out secret: its SHA-256, 32 bytes. The secret is random, so no salt is needed."""
    return sha256(secret.encode()).digest()


def identifier(prefix: str) -> str:
    """A name that says nothing: ``prefix_`` and 22 characters, e.g. ``identifier("au")``."""
    return f"{prefix}_{secrets.token_urlsafe(_IDENTIFIER_BYTES)}"


def challenge() -> bytes:
    """A WebAuthn challenge: 32 random bytes (the standard asks for 16)."""
    return secrets.token_bytes(32)


def handle() -> bytes:
    """A WebAuthn user handle: 32 random bytes."""
    return secrets.token_bytes(32)


def nonce() -> bytes:
    """16 random bytes, e.g. for an operation."""
    return secrets.token_bytes(16)


def digits(count: int) -> str:
    """A code of ``count`` decimal digits, each as likely as the others."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


def reference_of(prefix: str, secret: str) -> str:
    """A public name for the bearer of a secret, the same every time; leads nowhere back."""
    return f"{prefix}_{urlsafe_b64encode(digest_of(secret)[:16]).rstrip(b'=').decode()}"


def vault_nonce() -> bytes:
    """12 random bytes for ``Vault.seal``."""
    return secrets.token_bytes(12)


def salt() -> bytes:
    """16 random bytes for a password's hash."""
    return secrets.token_bytes(16)


def totp_secret() -> bytes:
    """20 random bytes for an authenticator app (RFC 4226, section 4, R6)."""
    return secrets.token_bytes(20)


def recovery_bytes() -> tuple[bytes, ...]:
    """What ``operations.recovery_codes.print_codes`` takes: ten times ten random bytes."""
    return tuple(secrets.token_bytes(RECOVERY_BYTES) for _ in range(RECOVERY_COUNT))


def chance() -> int:
    """A large random number."""
    return secrets.randbits(62)
