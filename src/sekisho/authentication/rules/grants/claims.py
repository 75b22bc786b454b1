"""What our tokens say."""

import hmac
from collections.abc import Collection
from hashlib import sha256

from sekisho.authentication.rules.grants.jose import Claims, encoded
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import Grant
from sekisho.firms.types.clients import Client
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import MINUTE, SECOND

ID_TOKEN_LIFE = 5 * MINUTE
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_HALF = 16


def subject_of(client: Client, account: str, *, secret: bytes) -> str:
    """The customer's name towards a client.

    For the firm's own programs the account's pseudonym; for everybody else a name that is good there alone, so that two
    companies cannot put their data together.
    """
    if not client.terms.third_party:
        return account
    return encoded(hmac.digest(secret, f"pairwise {client.client_id} {account}".encode(), "sha256"))


def scope_text(scopes: Collection[Scope]) -> str:
    """Scopes as OAuth spells them."""
    return " ".join(sorted(scope.value for scope in scopes))


def access_claims(
    *, provider: Provider, client_id: str, subject: str, jti: str, scopes: Collection[Scope], key: str,
    grant: Grant | None, at: int, until: int,
) -> Claims:  # fmt: skip
    """An access token (RFC 9068)."""
    claims: Claims = {
        "iss": provider.issuer,
        "aud": provider.audience,
        "sub": subject,
        "client_id": client_id,
        "iat": at // SECOND,
        "exp": until // SECOND,
        "jti": jti,
        "scope": scope_text(scopes),
    }
    if key:
        claims["cnf"] = {"jkt": key}
    if grant is not None:
        claims |= _login_claims(grant)
        if grant.details:
            claims["authorization_details"] = [dict(detail) for detail in grant.details]
    return claims


def _login_claims(grant: Grant) -> Claims:
    """How sure the login was; where a delegate logged in, who (RFC 8693, 4.1)."""
    claims: Claims = {"auth_time": grant.auth_time // SECOND, "acr": grant.acr.uri, "amr": list(grant.amr)}
    if grant.delegated:
        claims["act"] = {"sub": grant.principal}
    return claims


def id_claims(
    *, provider: Provider, client: Client, subject: str, grant: Grant, nonce: str, access_token: str, at: int
) -> Claims:
    """An ID token (OpenID Connect Core, 2 and 3.1.3.6)."""
    claims: Claims = {
        "iss": provider.issuer,
        "aud": client.client_id,
        "sub": subject,
        "iat": at // SECOND,
        "exp": (at + ID_TOKEN_LIFE) // SECOND,
        "sid": grant.session,
        "at_hash": encoded(sha256(access_token.encode()).digest()[:_HALF]),
        **_login_claims(grant),
    }
    return claims | ({"nonce": nonce} if nonce else {})


def logout_claims(*, provider: Provider, client_id: str, subject: str, session: str, jti: str, at: int) -> Claims:
    """A logout token (OpenID Connect Back-Channel Logout, 2.4). It never has a nonce."""
    return {
        "iss": provider.issuer,
        "aud": client_id,
        "sub": subject,
        "sid": session,
        "iat": at // SECOND,
        "exp": (at + 2 * MINUTE) // SECOND,
        "jti": jti,
        "events": {LOGOUT_EVENT: {}},
    }
