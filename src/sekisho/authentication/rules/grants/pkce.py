"""PKCE (RFC 7636): S256 only."""

import re
from hashlib import sha256
from hmac import compare_digest

from sekisho.authentication.rules.grants.jose import encoded

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)


def is_challenge(text: str) -> bool:
    """It may be the SHA-256 of a verifier."""
    return _CHALLENGE.fullmatch(text) is not None


def challenge_of(verifier: str) -> str:
    """The challenge that belongs to a verifier."""
    return encoded(sha256(verifier.encode()).digest())


def proves(verifier: str, challenge: str) -> bool:
    """Whether the verifier belongs to the challenge; compared in constant time."""
    return _VERIFIER.fullmatch(verifier) is not None and compare_digest(challenge_of(verifier), challenge)
