"""Make the tokens: access tokens (RFC 9068), ID tokens and refresh tokens."""

from collections.abc import Mapping

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.grants.pushing import digest_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.grants.claims import access_claims, id_claims, scope_text, subject_of
from sekisho.authentication.rules.grants.jose import signed
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.provider import Key, Provider
from sekisho.authentication.types.grants.tokens import Grant, Minted, TokenAnswer
from sekisho.firms.types.clients import Client, Profile
from sekisho.firms.types.scopes import SCOPES, Holder, Scope
from sekisho.kernel.moments import SECOND


def check_bound(client: Client, scopes: frozenset[Scope], key: str) -> None:
    """Tokens that reach an account, and all of the FAPI profile, belong to a key.

    Raises:
        OAuthError: ``invalid_dpop_proof``.

    """
    reads = any(SCOPES[scope].holder is Holder.CUSTOMER for scope in scopes)
    if not key and (reads or client.terms.profile is Profile.FAPI2):
        raise OAuthError(Fault.INVALID_DPOP_PROOF, "a DPoP proof is needed for these scopes")


def answer_for_grant(
    *, provider: Provider, client: Client, grant: Grant, nonce: str, key: str, scopes: frozenset[Scope],
    minted: Minted, at: int,
) -> TokenAnswer:  # fmt: skip
    """The token endpoint's answer for a customer's grant; within the transaction of what led to it."""
    subject = subject_of(client, grant.account, secret=provider.secret)
    until = min(at + provider.access, grant.expires)
    claims = access_claims(
        provider=provider, client_id=client.client_id, subject=subject, jti=minted.access, scopes=scopes, key=key,
        grant=grant, at=at, until=until,
    )  # fmt: skip
    access = signed(claims, provider.keys.es256, typ="at+jwt")
    body: dict[str, object] = _body(access, scopes=scopes, key=key, seconds=(until - at) // SECOND)
    if Scope.OPENID in scopes:
        known = id_claims(
            provider=provider, client=client, subject=subject, grant=grant, nonce=nonce, access_token=access, at=at
        )
        body["id_token"] = signed(known, id_key(provider, client), typ="JWT")
    if grant.offline:
        body["refresh_token"] = minted.refresh
        models.RefreshToken.objects.create(
            digest=digest_of(minted.refresh), grant_id=grant.id, issued=at, expires=grant.expires
        )
    if grant.details:
        body["authorization_details"] = [dict(detail) for detail in grant.details]
    _keep(minted.access, client.client_id, grant, key, scopes, at, until, about=grant.account)
    return TokenAnswer(body=body)


@transaction.atomic
def answer_for_machine(
    *, provider: Provider, client_id: str, key: str, scopes: frozenset[Scope], minted: Minted, grant: Grant | None,
    at: int,
) -> TokenAnswer:  # fmt: skip
    """The answer for a program that acts by itself: in its own name, or with a customer's API key."""
    until = min(at + provider.access, grant.expires) if grant else at + provider.access
    claims = access_claims(
        provider=provider, client_id=client_id, subject=grant.account if grant else client_id, jti=minted.access,
        scopes=scopes, key=key, grant=grant, at=at, until=until,
    )  # fmt: skip
    access = signed(claims, provider.keys.es256, typ="at+jwt")
    about = grant.account if grant else f"client:{client_id}"
    _keep(minted.access, client_id, grant, key, scopes, at, until, about=about)
    return TokenAnswer(body=_body(access, scopes=scopes, key=key, seconds=(until - at) // SECOND))


def id_key(provider: Provider, client: Client) -> Key:
    """What signs ID tokens and logout tokens for a client: FAPI has no RS256, and OpenID Connect Core expects it."""
    return provider.keys.es256 if client.terms.profile is Profile.FAPI2 else provider.keys.rs256


def _body(access: str, *, scopes: frozenset[Scope], key: str, seconds: int) -> dict[str, object]:
    kind = "DPoP" if key else "Bearer"
    return {"access_token": access, "token_type": kind, "expires_in": seconds, "scope": scope_text(scopes)}


def _keep(
    jti: str,
    client_id: str,
    grant: Grant | None,
    key: str,
    scopes: frozenset[Scope],
    at: int,
    until: int,
    *,
    about: str,
) -> None:
    models.AccessToken.objects.create(
        jti=jti, client_id=client_id, grant_id=grant.id if grant else None, key=key,
        scopes=sorted(scope.value for scope in scopes), issued=at, expires=until,
    )  # fmt: skip
    note(
        "authentication:token:issued", about=about, at=at, token=jti, client=client_id,
        grant=grant.id if grant else "", scope=scope_text(scopes),
    )  # fmt: skip


def narrowed(form: Mapping[str, str], most: frozenset[Scope]) -> frozenset[Scope]:
    """The scopes asked for, out of those there are; all of them where none is named.

    Raises:
        OAuthError: ``invalid_scope``.

    """
    try:
        asked = frozenset(map(Scope, form.get("scope", "").split()))
    except ValueError as error:
        raise OAuthError(Fault.INVALID_SCOPE, "a scope is not known") from error
    if not asked <= most:
        raise OAuthError(Fault.INVALID_SCOPE, "only what was granted can be asked for")
    return asked or most
