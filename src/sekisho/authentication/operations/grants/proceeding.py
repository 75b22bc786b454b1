"""Lead an open request on: to the login, the consent, the signature, and at last back to the client with a code."""

from typing import NoReturn

from django.db import transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.grants.opening import client_of, request_of
from sekisho.authentication.operations.grants.preparing import prepare
from sekisho.authentication.operations.grants.pushing import digest_of
from sekisho.authentication.operations.grants.signing import NotSignedError, signed_details, unsigned
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.delegations import may
from sekisho.authentication.queries.grants.grants import limits_row, standing_consent
from sekisho.authentication.rules.grants.consents import lines_of, text_of
from sekisho.authentication.rules.grants.steps import AskConsent, Missing, missing
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.grants.faults import Fault, OAuthError, RedirectedError, UnsafeRequestError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.requests import (
    ApprovalNeeded,
    ConsentNeeded,
    Fresh,
    LoginNeeded,
    OpenRequest,
    RequestState,
    Sent,
    Step,
)
from sekisho.authentication.types.grants.tokens import Consent, GrantKind, GrantState
from sekisho.authentication.types.principals import Visit
from sekisho.authentication.types.sessions import Session
from sekisho.firms.types.clients import Client
from sekisho.firms.types.scopes import Scope

_AS_DELEGATE = {
    Scope.ACCOUNTS_READ: OperationCode.PERSONAL_DATA_VIEW,
    Scope.ORDERS_PLACE: OperationCode.ORDER_PLACE,
}
"""What a delegate must have been left before a program does it in his name."""


def proceed(
    *, request: str, browser: str, session: Session | None, provider: Provider, fresh: Fresh, visit: Visit, at: int
) -> Step:
    """Say what comes next for a request; where nothing is missing, make the code.

    Args:
        request: its name.
        browser: the secret of the cookie that it was opened with.
        session: the living session of this browser.
        provider: who we are.
        fresh: what may be needed.
        visit: from where.
        at: in milliseconds.

    Raises:
        UnsafeRequestError: the request is not this browser's, or over.
        RedirectedError: it cannot be had; tell the client.

    """
    asked = request_of(request=request, browser=browser, at=at)
    client = client_of(asked.wish.client_id, at)
    try:
        step = _step(asked, client, session, at)
        if isinstance(step, ApprovalNeeded) and not step.operations and session is not None:
            prepared = prepare(asked=asked, client=client, session=session, fresh=fresh, visit=visit, at=at)
            return ApprovalNeeded(operations=prepared)
    except OAuthError as error:
        refuse(asked, error, at)
    if isinstance(step, LoginNeeded):
        models.AuthorizationRequest.objects.filter(id=request).update(tries=F("tries") + 1)
        return step
    if isinstance(step, AskConsent):
        return consent_page(asked, client, provider, visit.language)
    if isinstance(step, ApprovalNeeded):
        return step
    return _answer(asked, client, session, provider, fresh, at)


def _step(asked: OpenRequest, client: Client, session: Session | None, at: int) -> Missing:
    if session is not None:
        _check_delegate(asked, session, at)
    try:
        waiting = unsigned(operations=asked.operations, at=at)
    except NotSignedError as error:
        raise OAuthError(Fault.ACCESS_DENIED, "the customer did not sign") from error
    consented = session is not None and consent_of(asked, session, at) is not None
    return missing(
        asked, client, session, consented=consented, unsigned=waiting, prepared=bool(asked.operations), at=at
    )


def consent_of(asked: OpenRequest, session: Session, at: int) -> Consent | None:
    """The consent that a request rests on; under ``prompt=consent`` only one that was given for it."""
    found = standing_consent(
        principal=session.principal, client_id=asked.wish.client_id, scopes=asked.wish.scopes, at=at
    )
    if found is not None and "consent" in asked.wish.prompt and found.id != asked.consent:
        return None
    return found


def _check_delegate(asked: OpenRequest, session: Session, at: int) -> None:
    """A program gets no further in a delegate's name than he does himself."""
    if not session.acting:
        return
    for operation in (OperationCode.LOGIN, *(_AS_DELEGATE[scope] for scope in asked.wish.scopes & set(_AS_DELEGATE))):
        found = may(agent=session.principal, operation=operation, account=session.acting, at=at, yen=0)
        if not found.allowed:
            raise OAuthError(Fault.ACCESS_DENIED, "this was not left to the delegate")


def consent_page(asked: OpenRequest, client: Client, provider: Provider, language: str) -> ConsentNeeded:
    """What the customer reads."""
    read = asked.wish.language or language
    until = asked.created + provider.consent
    return ConsentNeeded(
        client=client.terms.name,
        lines=lines_of(asked.wish.scopes),
        text=text_of(client, asked.wish.scopes, until=until, language=read),
        language=read,
    )


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


def _answer(
    asked: OpenRequest, client: Client, session: Session | None, provider: Provider, fresh: Fresh, at: int
) -> Sent:
    """Make grant and code; of two that come at once only one gets them."""
    if session is None:  # pragma: no cover - the steps above ask for one
        raise UnsafeRequestError(client.terms.name)
    consent = consent_of(asked, session, at) if client.terms.third_party else None
    with transaction.atomic():
        opened = models.AuthorizationRequest.objects.filter(id=asked.id, state=RequestState.OPEN.value)
        if opened.update(state=RequestState.ANSWERED.value) != 1:
            request_of(request=asked.id, browser="", at=at)  # says that it is over
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
