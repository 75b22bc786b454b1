"""Proof of possession (RFC 9449): a fresh signature over method, address and token with the client's own key."""

import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from sekisho.authentication.rules.grants.jose import (
    ALGORITHMS,
    BadSignatureError,
    Claims,
    encoded,
    header_of,
    public_key,
    thumbprint,
    verified,
)
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.tokens import Knock
from sekisho.kernel.moments import MINUTE, SECOND

PAST = MINUTE
"""How old a proof may be, in milliseconds."""
AHEAD = 10 * SECOND
"""How far a client's clock may be ahead, in milliseconds."""
NONCE_LIFE = 2 * MINUTE
"""How long one nonce is handed out; it is taken for as long again."""
_HEADER = frozenset({"alg", "typ", "jwk"})
_TYPE = frozenset({"dpop+jwt"})
_JKT = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_LONGEST_JTI = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Possession:
    """A proof that holds.

    Attributes:
        key: thumbprint of the key.
        mark: 32 bytes under which this proof is remembered, so that it counts once.
        until: until when it has to be remembered, in milliseconds.

    """

    key: str
    mark: bytes
    until: int


def is_thumbprint(text: str) -> bool:
    """It may be the thumbprint of a key."""
    return _JKT.fullmatch(text) is not None


def possession(knock: Knock, *, token: str = "", nonces: Collection[str], nonce_needed: bool) -> Possession:
    """Check a proof. That it was not used before is the caller's to see, with ``mark``.

    Args:
        knock: where and how it was presented.
        token: the access token it goes with; empty at the token endpoint.
        nonces: those of ours that count now.
        nonce_needed: one without is refused.

    Raises:
        OAuthError: ``invalid_dpop_proof``, or ``use_dpop_nonce`` where only the nonce is wanting.

    """
    if len(knock.proofs) != 1:
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "send exactly one DPoP header")
    try:
        key = public_key(header_of(knock.proofs[0], allowed=_HEADER).get("jwk"))
        claims = verified(knock.proofs[0], key, types=_TYPE, algorithms=ALGORITHMS, allowed=_HEADER)
    except BadSignatureError as error:
        raise OAuthError(Fault.INVALID_DPOP_PROOF, str(error)) from error
    _check(claims, knock, token)
    _check_nonce(claims, nonces, needed=nonce_needed)
    jkt = thumbprint(key)
    mark = sha256(f"{jkt} {claims['jti']}".encode()).digest()
    return Possession(key=jkt, mark=mark, until=claims["iat"] * SECOND + PAST + SECOND)


def _check(claims: Claims, knock: Knock, token: str) -> None:
    jti, iat = claims.get("jti"), claims.get("iat")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "jti is missing")
    if claims.get("htm") != knock.method:
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "htm is not the method of this request")
    if not _same_place(claims.get("htu"), knock.url):
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "htu is not the address of this endpoint")
    if not isinstance(iat, int) or isinstance(iat, bool) or not knock.at - PAST <= iat * SECOND <= knock.at + AHEAD:
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "iat is not now")
    if token and not _equal(claims.get("ath"), encoded(sha256(token.encode()).digest())):
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "ath is not the hash of the access token")


def _check_nonce(claims: Claims, nonces: Collection[str], *, needed: bool) -> None:
    if "nonce" not in claims and not needed:
        return
    if not any(_equal(claims.get("nonce"), nonce) for nonce in nonces):
        raise OAuthError(Fault.USE_DPOP_NONCE, "put the nonce of the DPoP-Nonce header into the proof")


def _equal(given: object, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), wanted.encode())


def _same_place(given: object, url: str) -> bool:
    """The same address without query and fragment; scheme, host and default port in their usual spelling."""
    return isinstance(given, str) and (place := _place(given)) is not None and place == _place(url)


def _place(url: str) -> tuple[str, str, int | None, str] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme.lower())
    except ValueError:
        return None
    return (parts.scheme.lower(), parts.hostname or "", port, parts.path) if parts.hostname else None


def nonce_at(secret: bytes, at: int) -> str:
    """The nonce that is handed out now; nothing of it is stored."""
    return _nonce(secret, at // NONCE_LIFE)


def nonces_at(secret: bytes, at: int) -> tuple[str, str]:
    """The nonces that count now: the present one, and the one before."""
    return _nonce(secret, at // NONCE_LIFE), _nonce(secret, at // NONCE_LIFE - 1)


def _nonce(secret: bytes, period: int) -> str:
    return encoded(hmac.digest(secret, f"dpop nonce {period}".encode(), "sha256"))
