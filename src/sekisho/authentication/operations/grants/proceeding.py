"""Lead an open request on: to the login, the consent, the signature, and at last back to the client with a code."""

from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.grants.answering import answer, consent_of, refuse
from sekisho.authentication.operations.grants.opening import client_of, request_of
from sekisho.authentication.operations.grants.preparing import prepare
from sekisho.authentication.operations.grants.signing import NotSignedError, unsigned
from sekisho.authentication.queries.delegations import may
from sekisho.authentication.rules.grants.consents import lines_of, text_of
from sekisho.authentication.rules.grants.steps import AskConsent, Missing, Prepare, missing
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.requests import (
    ApprovalNeeded,
    ConsentNeeded,
    Fresh,
    LoginNeeded,
    OpenRequest,
    Step,
)
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
        if isinstance(step, Prepare):
            return ApprovalNeeded(
                operations=prepare(asked=asked, client=client, session=step.session, fresh=fresh, visit=visit, at=at)
            )
    except OAuthError as error:
        refuse(asked, error, at)
    if isinstance(step, LoginNeeded):
        models.AuthorizationRequest.objects.filter(id=request).update(tries=F("tries") + 1)
        return step
    if isinstance(step, AskConsent):
        return consent_page(asked, client, provider, visit.language)
    if isinstance(step, ApprovalNeeded):
        return step
    return answer(asked=asked, client=client, session=step.session, provider=provider, fresh=fresh, at=at)


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
