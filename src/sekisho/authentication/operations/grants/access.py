"""Say whether an access token is in order, for our own API and for the firm's (RFC 7662, RFC 9449, RFC 9470)."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from sekisho.authentication import models
from sekisho.authentication.operations.grants.ending import end_where
from sekisho.authentication.operations.grants.knowing import held_key, known_client
from sekisho.authentication.operations.grants.pushing import digest_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.grants.grants import grant_counts, grant_value, limits_row
from sekisho.authentication.rules.grants.claims import scope_text, subject_of
from sekisho.authentication.rules.grants.jose import BadSignatureError, Claims, own
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import Access, Grant, GrantEnd, GrantKind, Knock
from sekisho.firms.queries.clients import client_in_use
from sekisho.firms.types.faults import UnknownError
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import SECOND

_TYPES = frozenset({"at+jwt"})
_INACTIVE: Mapping[str, object] = {"active": False}


def access(*, scheme: str, token: str, provider: Provider, knock: Knock, scope: Scope | None) -> Access:
    """The access that a request has, with the key that it proved.

    Args:
        scheme: of the ``Authorization`` header.
        token: the access token.
        provider: who we are.
        knock: where and how.
        scope: what is needed; None where any token will do.

    Raises:
        OAuthError: ``invalid_token``, ``insufficient_scope``, or what is wrong with the proof.

    """
    found = _read(token, provider, knock.at)
    wanted = "dpop" if found.key else "bearer"
    if scheme.lower() != wanted:
        raise OAuthError(Fault.INVALID_TOKEN, f"this token is used with the scheme {wanted}")
    if found.key and held_key(knock=knock, provider=provider, token=token, nonce_needed=False) != found.key:
        raise OAuthError(Fault.INVALID_TOKEN, "the token belongs to another key")
    if scope is not None and scope not in found.scopes:
        raise OAuthError(Fault.INSUFFICIENT_SCOPE, f"the scope {scope.value} is needed")
    return found


def check_assurance(*, grant: Grant | None, acr: Acr, max_age: int | None, at: int) -> None:
    """Whether the login behind a token is sure and fresh enough (RFC 9470).

    Args:
        grant: the grant behind the token.
        acr: at least this sure.
        max_age: at most so old, in seconds; None where its age does not matter.
        at: in milliseconds.

    Raises:
        OAuthError: ``insufficient_user_authentication``.

    """
    if grant is None or grant.acr < acr:
        raise OAuthError(Fault.INSUFFICIENT_USER_AUTHENTICATION, "a surer login is needed")
    if max_age is not None and at - grant.auth_time > max_age * SECOND:
        raise OAuthError(Fault.INSUFFICIENT_USER_AUTHENTICATION, "a fresher login is needed")


def introspect(*, form: Mapping[str, str], provider: Provider, at: int) -> Mapping[str, object]:
    """What a resource of the firm learns about a token (RFC 7662); to others only their own tokens are there.

    Raises:
        OAuthError: ``invalid_client``.

    """
    client = known_client(form=form, provider=provider, at=at)
    try:
        found = _read(form.get("token", ""), provider, at)
    except OAuthError:
        return _INACTIVE
    if Scope.TOKENS_INSPECT not in client.terms.scopes and found.client_id != client.client_id:
        return _INACTIVE
    told: dict[str, object] = {
        "active": True,
        "iss": provider.issuer,
        "aud": provider.audience,
        "client_id": found.client_id,
        "scope": scope_text(found.scopes),
        "exp": found.expires // SECOND,
        "jti": found.jti,
        "token_type": "DPoP" if found.key else "Bearer",
    }
    if found.key:
        told["cnf"] = {"jkt": found.key}
    if found.grant is None:
        return told | {"sub": found.client_id}
    return told | _told_of(found.grant) | {"sub": subject_of(client, found.grant.account, secret=provider.secret)}


def revoke(*, form: Mapping[str, str], provider: Provider, at: int) -> None:
    """Let a client give a token back (RFC 7009); a refresh token takes everything with it that came from its grant.

    Raises:
        OAuthError: ``invalid_client``.

    """
    client = known_client(form=form, provider=provider, at=at)
    token, by = form.get("token", ""), f"client:{client.client_id}"
    row = models.RefreshToken.objects.filter(digest=digest_of(token), grant__client_id=client.client_id).first()
    if row is not None:
        end_where(Q(id=row.grant_id), reason=GrantEnd.REVOKED, by=by, at=at)
        return
    try:
        jti = own(token, provider.keys.all, types=_TYPES).get("jti")
    except BadSignatureError:
        return  # RFC 7009, 2.2: nothing is wrong with a token that is not known
    with transaction.atomic():
        mine = models.AccessToken.objects.filter(jti=jti, client_id=client.client_id, revoked__isnull=True)
        if mine.update(revoked=at):
            note("authentication:token:revoked", about=by, at=at, token=jti)


def _read(token: str, provider: Provider, at: int) -> Access:
    try:
        claims: Claims = own(token, provider.keys.all, types=_TYPES)
    except BadSignatureError as error:
        raise OAuthError(Fault.INVALID_TOKEN, f"access token: {error}") from error
    rows = models.AccessToken.objects.select_related("grant")
    row = rows.filter(jti=claims.get("jti"), revoked__isnull=True, expires__gt=at).first()
    if row is None or claims.get("iss") != provider.issuer or claims.get("aud") != provider.audience:
        raise OAuthError(Fault.INVALID_TOKEN, "the access token is out of time, revoked, or not for this API")
    grant = grant_value(row.grant) if row.grant else None
    if not _counts(row.client_id, grant, at):
        raise OAuthError(Fault.INVALID_TOKEN, "the access token was revoked, or the account is stopped")
    return Access(
        jti=row.jti,
        client_id=row.client_id,
        scopes=frozenset(map(Scope, row.scopes)),
        key=row.key,
        expires=row.expires,
        grant=grant,
    )


def _counts(client_id: str, grant: Grant | None, at: int) -> bool:
    """Asked at every use: the customer, the account and the client still stand."""
    if grant is not None and not grant_counts(grant, at=at):
        return False
    if grant is not None and grant.kind is GrantKind.KEY:
        return True
    try:
        client_in_use(client_id=client_id, at=at)
    except UnknownError:
        return False
    return True


def _told_of(grant: Grant) -> dict[str, object]:
    told: dict[str, object] = {
        "acr": grant.acr.uri,
        "amr": list(grant.amr),
        "auth_time": grant.auth_time // SECOND,
        "grant": grant.id,
    }
    if grant.delegated:
        told["act"] = {"sub": grant.principal}
    if grant.limits is not None:
        told["sekisho_limits"] = limits_row(grant.limits)
    if grant.details:
        told["authorization_details"] = [dict(detail) for detail in grant.details]
    return told
