"""How a client shows who it is: a short-lived statement signed with its registered key (RFC 7523, FAPI 2.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from sekisho.authentication.rules.grants.jose import BadSignatureError, Claims, key_for, verified
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.kernel.moments import MINUTE, SECOND

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_LIFE = 5 * MINUTE
"""How far ahead a statement may end, in milliseconds."""
AHEAD = 10 * SECOND
"""How far a client's clock may be ahead, in milliseconds."""
_TYPES = frozenset({"", "jwt", "client-authentication+jwt"})
_LONGEST_JTI = 256
_FAR = 1e11
"""Seconds; no number and no infinity is below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement that holds.

    Attributes:
        mark: 32 bytes under which it is remembered, so that it counts once.
        until: until when it has to be remembered, in milliseconds.

    """

    mark: bytes
    until: int


def statement(assertion: str, *, client_id: str, jwks: Mapping[str, Any], audience: str, at: int) -> Statement:
    """Check a client's statement. That it was not used before is the caller's to see, with ``mark``.

    Args:
        assertion: as it came.
        client_id: who it has to be from.
        jwks: that client's public keys.
        audience: our issuer name; nothing else will do, so that a statement made for somebody else is worth nothing.
        at: in milliseconds.

    Raises:
        OAuthError: ``invalid_client``.

    """
    try:
        claims = verified(assertion, key_for(assertion, jwks), types=_TYPES)
    except BadSignatureError as error:
        raise OAuthError(Fault.INVALID_CLIENT, f"client_assertion: {error}") from error
    if claims.get("iss") != client_id or claims.get("sub") != client_id:
        raise OAuthError(Fault.INVALID_CLIENT, "iss and sub must both be the client_id")
    if claims.get("aud") not in (audience, [audience]):
        raise OAuthError(Fault.INVALID_CLIENT, "aud must be our issuer and nothing else")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise OAuthError(Fault.INVALID_CLIENT, "jti is missing")
    until = _check_times(claims, at)
    return Statement(mark=sha256(f"{client_id} {jti}".encode()).digest(), until=until)


def _check_times(claims: Claims, at: int) -> int:
    exp = _moment(claims, "exp")
    if exp is None or not at < exp <= at + LONGEST_LIFE + AHEAD:
        raise OAuthError(Fault.INVALID_CLIENT, "exp must lie ahead, by at most five minutes")
    for name in ("iat", "nbf"):
        moment = _moment(claims, name)
        if name in claims and (moment is None or moment > at + AHEAD):
            raise OAuthError(Fault.INVALID_CLIENT, f"{name} must not lie ahead")
    return exp + SECOND


def _moment(claims: Claims, name: str) -> int | None:
    value = claims.get(name)
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _FAR
    return int(cast("float", value) * SECOND) if fits else None
