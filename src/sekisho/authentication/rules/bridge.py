"""Speak to another provider as its relying party, and judge what it says."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from sekisho.authentication.rules.grants.assertions import TYPE
from sekisho.authentication.rules.grants.jose import BadSignatureError, Claims, encoded, key_for, signed, verified
from sekisho.authentication.rules.grants.pkce import challenge_of
from sekisho.authentication.types.bridge import BridgeError, BridgeRefusal, Upstream
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.grants.addresses import with_parameters
from sekisho.kernel.moments import MINUTE, SECOND

SKEW = 30 * SECOND
"""How far the other provider's clock may be off, in milliseconds."""
_TYPES = frozenset({"", "jwt"})
_LONGEST_SUBJECT = 255


def derived(secret: bytes, purpose: str, state: str) -> str:
    """Nonce and verifier of an attempt: made from its state under our secret, so that neither is stored anywhere."""
    return encoded(hmac.digest(secret, f"bridge {purpose} {state}".encode(), "sha256"))


def departure(upstream: Upstream, *, secret: bytes, state: str, redirect_uri: str, login_hint: str) -> str:
    """The address to which the browser leaves: code flow with PKCE, nonce and state."""
    parameters = {
        "response_type": "code",
        "client_id": upstream.client_id,
        "redirect_uri": redirect_uri,
        "scope": upstream.scope,
        "state": state,
        "nonce": derived(secret, "nonce", state),
        "code_challenge": challenge_of(derived(secret, "verifier", state)),
        "code_challenge_method": "S256",
        "max_age": str(upstream.max_age),
    }
    if upstream.acr_values:
        parameters["acr_values"] = " ".join(upstream.acr_values)
    if login_hint:
        parameters["login_hint"] = login_hint
    return with_parameters(upstream.authorization_endpoint, parameters)


def exchange_form(
    upstream: Upstream, *, secret: bytes, state: str, redirect_uri: str, code: str, jti: str, at: int
) -> Mapping[str, str]:
    """The form that redeems a code, with our statement (private_key_jwt)."""
    claims: Claims = {
        "iss": upstream.client_id,
        "sub": upstream.client_id,
        "aud": upstream.issuer,
        "jti": jti,
        "iat": at // SECOND,
        "exp": (at + MINUTE) // SECOND,
    }
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": derived(secret, "verifier", state),
        "client_id": upstream.client_id,
        "client_assertion_type": TYPE,
        "client_assertion": signed(claims, upstream.key, typ="JWT"),
    }


def identity(upstream: Upstream, id_token: object, *, nonce: str, at: int) -> Claims:
    """The claims of an ID token that is in order (OpenID Connect Core, 3.1.3.7).

    Raises:
        BridgeError: it is not.

    """
    try:
        token = id_token if isinstance(id_token, str) else ""
        claims = verified(token, key_for(token, upstream.jwks), types=_TYPES, algorithms=upstream.algorithms)
    except BadSignatureError as error:
        raise BridgeError(BridgeRefusal.BAD_TOKEN, f"ID token: {error}") from error
    for name, holds in _demands(upstream, claims, nonce, at).items():
        if not holds:
            raise BridgeError(BridgeRefusal.BAD_TOKEN, f"ID token: {name}")
    return claims


def _demands(upstream: Upstream, claims: Claims, nonce: str, at: int) -> dict[str, bool]:
    audience, given, subject = claims.get("aud"), claims.get("nonce"), claims.get("sub")
    return {
        "iss": claims.get("iss") == upstream.issuer,
        "aud": audience in (upstream.client_id, [upstream.client_id]),
        "azp": claims.get("azp", upstream.client_id) == upstream.client_id,
        "nonce": isinstance(given, str) and hmac.compare_digest(given.encode(), nonce.encode()),
        "exp": _between(claims.get("exp"), at - SKEW + 1, at + 24 * 60 * MINUTE),
        "iat": _between(claims.get("iat"), at - 10 * MINUTE, at + SKEW),
        "auth_time": _between(claims.get("auth_time"), at - upstream.max_age * SECOND - 10 * MINUTE, at + SKEW),
        "sub": isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT,
    }


def _between(value: object, least: int, most: int) -> bool:
    """``value`` is in seconds, the bounds in milliseconds. A number and no truth value."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value * SECOND <= most


def factor_of(upstream: Upstream, claims: Claims) -> FactorCode:
    """The factor that its ``acr`` stands for.

    Raises:
        BridgeError: it stands for none; what was confirmed does not suffice.

    """
    found = upstream.factors.get(str(claims.get("acr", "")))
    if found is None:
        raise BridgeError(BridgeRefusal.TOO_WEAK, "acr is not among those agreed")
    return found


def link_of(upstream: Upstream, subject: str) -> bytes:
    """32 bytes under which a linked name is found; the name itself is kept nowhere."""
    return sha256(b"bridge\0" + upstream.issuer.encode() + b"\0" + subject.encode()).digest()
