"""Answer a request: with a code, or with the reason why there is none."""

from typing import NoReturn

from django.db import transaction

from sekisho.authentication import models
from sekisho.authentication.operations.grants.opening import OVER
from sekisho.authentication.operations.grants.pushing import digest_of
from sekisho.authentication.operations.grants.signing import signed_details
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.grants.grants import limits_row, standing_consent
from sekisho.authentication.types.grants.faults import OAuthError, RedirectedError, UnsafeRequestError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.requests import Fresh, OpenRequest, RequestState, Sent
from sekisho.authentication.types.grants.tokens import Consent, GrantKind, GrantState
from sekisho.authentication.types.sessions import Session
from sekisho.firms.types.clients import Client
from sekisho.firms.types.scopes import Scope


def answer(*, asked: OpenRequest, client: Client, session: Session, provider: Provider, fresh: Fresh, at: int) -> Sent:
    """Make grant and code; of two that come at once only one gets them.

    Args:
        asked: the request, to which nothing is missing.
        client: who asks.
        session: whose login it rests on.
        provider: who we are.
        fresh: code and name of the grant.
        at: in milliseconds.

    Raises:
        UnsafeRequestError: another was quicker, or the consent was taken back meanwhile.

    """
    consent = consent_of(asked, session, at) if client.terms.third_party else None
    with transaction.atomic():
        opened = models.AuthorizationRequest.objects.filter(id=asked.id, state=RequestState.OPEN.value)
        if opened.update(state=RequestState.ANSWERED.value) != 1:
            raise UnsafeRequestError(OVER)
        if consent is not None and not _still_given(consent):
            raise UnsafeRequestError(OVER)
        _make_grant(asked, client, session, consent, provider, fresh.grant, at)
        models.Code.objects.create(
            digest=digest_of(fresh.code), grant_id=fresh.grant, redirect_uri=asked.wish.redirect_uri,
            code_challenge=asked.wish.code_challenge, dpop_jkt=asked.wish.dpop_jkt, created=at,
            expires=at + provider.code,
        )  # fmt: skip
        note(
            "authentication:code:issued", about=session.subject, at=at, request=asked.id, grant=fresh.grant,
            client=client.client_id, principal=session.principal, acr=session.acr.uri,
        )  # fmt: skip
    state = {"state": asked.wish.state} if asked.wish.state else {}
    return Sent(redirect_uri=asked.wish.redirect_uri, parameters={"code": fresh.code, **state, "iss": provider.issuer})


def _still_given(consent: Consent) -> bool:
    """Nobody has taken it back; who does so from now on waits, and finds the grant."""
    return models.Consent.objects.filter(id=consent.id, ended__isnull=True).update(ended=None) == 1


def _make_grant(
    asked: OpenRequest, client: Client, session: Session, consent: Consent | None, provider: Provider, grant: str,
    at: int,
) -> None:  # fmt: skip
    offline = Scope.OFFLINE_ACCESS in asked.wish.scopes
    expires = at + provider.refresh if offline else session.expires
    models.Grant.objects.create(
        id=grant,
        kind=GrantKind.LOGIN.value,
        client_id=client.client_id,
        principal_id=session.principal,
        account=session.account or session.acting,
        session=session.ref,
        consent_id=consent.id if consent else None,
        scopes=sorted(scope.value for scope in asked.wish.scopes),
        details=[dict(detail) for detail in signed_details(asked)],
        limits=limits_row(client.terms.limits) if Scope.ORDERS_PLACE in asked.wish.scopes else None,
        acr=session.acr.value,
        amr=list(session.amr),
        auth_time=session.auth_time,
        nonce=asked.wish.nonce,
        offline=offline,
        created=at,
        expires=min(expires, consent.expires) if consent else expires,
        state=GrantState.ACTIVE.value,
    )


def consent_of(asked: OpenRequest, session: Session, at: int) -> Consent | None:
    """The consent that a request rests on; under ``prompt=consent`` only one that was given for it."""
    found = standing_consent(
        principal=session.principal, client_id=asked.wish.client_id, scopes=asked.wish.scopes, at=at
    )
    if found is not None and "consent" in asked.wish.prompt and found.id != asked.consent:
        return None
    return found


def refuse(asked: OpenRequest, error: OAuthError, at: int) -> NoReturn:
    """End a request, and tell the client why.

    Raises:
        RedirectedError: always.

    """
    with transaction.atomic():
        opened = models.AuthorizationRequest.objects.filter(id=asked.id, state=RequestState.OPEN.value)
        if opened.update(state=RequestState.REFUSED.value):
            note(
                "authentication:request:refused", about=f"client:{asked.wish.client_id}", at=at, request=asked.id,
                fault=error.fault.value,
            )  # fmt: skip
    wish = asked.wish
    raise RedirectedError(error.fault, error.description, redirect_uri=wish.redirect_uri, state=wish.state) from error
