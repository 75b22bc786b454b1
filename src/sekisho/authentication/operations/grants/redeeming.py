"""The token endpoint: codes and refresh tokens into tokens; each of them counts once, and a second time ends it all."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from sekisho.authentication import models
from sekisho.authentication.operations.grants.ending import end_where
from sekisho.authentication.operations.grants.issuing import answer_for_grant, check_bound, narrowed
from sekisho.authentication.operations.grants.knowing import held_key, known_client
from sekisho.authentication.operations.grants.machines import machine_tokens
from sekisho.authentication.operations.grants.pushing import digest_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.grants.grants import grant_counts, grant_value
from sekisho.authentication.rules.grants.pkce import proves
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import Grant, GrantEnd, Knock, Minted, TokenAnswer
from sekisho.firms.types.clients import Client

Form = Mapping[str, str]
_CODE = "the code is not known, was used, is out of time, or is not yours"
_REFRESH = "the refresh token is not known, was used, is out of time, or is not yours"


def tokens(*, form: Form, provider: Provider, knock: Knock, minted: Minted) -> TokenAnswer:
    """Answer a request for tokens.

    Args:
        form: its parameters.
        provider: who we are.
        knock: where and how.
        minted: names and secrets for what may be made.

    Raises:
        OAuthError: what has to be told to the client.

    """
    kind = form.get("grant_type", "")
    if kind == "client_credentials":
        return machine_tokens(form=form, provider=provider, knock=knock, minted=minted)
    if kind not in {"authorization_code", "refresh_token"}:
        raise OAuthError(Fault.UNSUPPORTED_GRANT_TYPE, "authorization_code, refresh_token or client_credentials")
    client = known_client(form=form, provider=provider, at=knock.at)
    key = held_key(knock=knock, provider=provider, nonce_needed=provider.nonce_needed) if knock.proofs else ""
    if kind == "authorization_code":
        return _redeem(form, client, key, provider, minted, knock.at)
    return _refresh(form, client, key, provider, minted, knock.at)


def _redeem(form: Form, client: Client, key: str, provider: Provider, minted: Minted, at: int) -> TokenAnswer:
    digest = digest_of(form.get("code", ""))
    row = models.Code.objects.filter(digest=digest).select_related("grant").first()
    if row is None:
        raise OAuthError(Fault.INVALID_GRANT, _CODE)
    grant = grant_value(row.grant)
    check_bound(client, grant.scopes, key)
    with transaction.atomic():  # committed by itself: whatever follows, the code is used up
        taken = models.Code.objects.filter(digest=digest, used__isnull=True).update(used=at)
    if not taken:
        _replayed(grant, "authentication:code:replayed", client, at)
        raise OAuthError(Fault.INVALID_GRANT, _CODE)
    if not _code_fits(form, row, grant, client, key, at):
        end_where(Q(id=grant.id), reason=GrantEnd.REVOKED, by=f"client:{client.client_id}", at=at)
        raise OAuthError(Fault.INVALID_GRANT, _CODE)
    with transaction.atomic():
        models.Grant.objects.filter(id=grant.id).update(key=key)
        return answer_for_grant(
            provider=provider, client=client, grant=grant, nonce=row.grant.nonce, key=key, scopes=grant.scopes,
            minted=minted, at=at,
        )  # fmt: skip


def _code_fits(form: Form, row: models.Code, grant: Grant, client: Client, key: str, at: int) -> bool:
    return (
        grant.client_id == client.client_id
        and at < row.expires
        and form.get("redirect_uri", "") == row.redirect_uri
        and proves(form.get("code_verifier", ""), row.code_challenge)
        and row.dpop_jkt in {"", key}
        and grant_counts(grant, at=at)
    )


def _refresh(form: Form, client: Client, key: str, provider: Provider, minted: Minted, at: int) -> TokenAnswer:
    digest = digest_of(form.get("refresh_token", ""))
    row = models.RefreshToken.objects.filter(digest=digest).select_related("grant").first()
    if row is None or row.grant.client_id != client.client_id or row.grant.key != key:
        raise OAuthError(Fault.INVALID_GRANT, _REFRESH)
    grant = grant_value(row.grant)
    scopes = narrowed(form, grant.scopes)
    with transaction.atomic():
        if models.RefreshToken.objects.filter(digest=digest, used__isnull=True).update(used=at):
            if at >= row.expires or not grant_counts(grant, at=at):
                raise OAuthError(Fault.INVALID_GRANT, _REFRESH)
            return answer_for_grant(
                provider=provider, client=client, grant=grant, nonce="", key=key, scopes=scopes, minted=minted, at=at
            )
    _replayed(grant, "authentication:token:replayed", client, at)
    raise OAuthError(Fault.INVALID_GRANT, _REFRESH)


def _replayed(grant: Grant, kind: str, client: Client, at: int) -> None:
    """Somebody else may hold it: nothing that came from the grant counts any more (RFC 9700, 2.2.2 and 4.14)."""
    with transaction.atomic():
        ended = end_where(Q(id=grant.id), reason=GrantEnd.REPLAY, by=f"client:{client.client_id}", at=at)
        note(kind, about=grant.account, at=at, grant=grant.id, client=client.client_id, ended=bool(ended))
