"""Let another company's service in, keep it out, or show it the door again (C-25)."""

from django.db import transaction
from django.db.models import F, Q

from sekisho.authentication import models
from sekisho.authentication.operations.grants.answering import refuse
from sekisho.authentication.operations.grants.ending import end_where
from sekisho.authentication.operations.grants.opening import client_of, request_of
from sekisho.authentication.operations.grants.proceeding import consent_page
from sekisho.authentication.operations.noting import note
from sekisho.authentication.rules.grants.consents import VERSION
from sekisho.authentication.rules.grants.steps import AskConsent, missing
from sekisho.authentication.types.grants.faults import Fault, OAuthError, UnsafeRequestError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import GrantEnd
from sekisho.authentication.types.sessions import Session
from sekisho.kernel.texts import Text

_NOT_ASKED = Text(
    "この同意は受け付けられませんでした。元のサービスの画面から、もう一度始めてください。",
    "This consent could not be accepted. Please begin again at the service that sent you here.",
)


def give_consent(
    *, request: str, browser: str, session: Session, provider: Provider, language: str, consent: str, at: int
) -> None:
    """Keep a yes, with the text as it was shown.

    Args:
        request: the request's name.
        browser: the secret of the cookie that it was opened with.
        session: whose yes; proved by something that cannot be phished.
        provider: who we are.
        language: of the page.
        consent: a name for the consent.
        at: in milliseconds.

    Raises:
        UnsafeRequestError: the request is not this browser's, it is over, or nobody asked for a consent.
        RedirectedError: he may not give it; tell the client.

    """
    asked = request_of(request=request, browser=browser, at=at)
    client = client_of(asked.wish.client_id, at)
    try:
        step = missing(asked, client, session, consented=False, unsigned=(), prepared=False, at=at)
    except OAuthError as error:
        refuse(asked, error, at)
    if not isinstance(step, AskConsent):
        raise UnsafeRequestError(_NOT_ASKED)
    shown = consent_page(asked, client, provider, language)
    with transaction.atomic():
        models.Principal.objects.filter(ref=session.principal).update(state=F("state"))  # one consent after the other
        standing = models.Consent.objects.filter(
            principal_id=session.principal, client_id=client.client_id, ended__isnull=True
        )
        standing.update(ended=at, ended_by=session.principal)
        models.Consent.objects.create(
            id=consent, principal_id=session.principal, account=session.account, client_id=client.client_id,
            scopes=sorted(scope.value for scope in asked.wish.scopes), text=shown.text, language=shown.language,
            version=VERSION, acr=session.acr.value, auth_time=session.auth_time, session=session.ref, given=at,
            expires=asked.created + provider.consent,
        )  # fmt: skip
        models.AuthorizationRequest.objects.filter(id=request).update(consent=consent)
        note(
            "authentication:consent:given", about=session.account, at=at, consent=consent, client=client.client_id,
            scopes=sorted(scope.value for scope in asked.wish.scopes), acr=session.acr.uri, text=VERSION,
        )  # fmt: skip


def decline_consent(*, request: str, browser: str, session: Session, at: int) -> None:
    """Keep a no; the client learns it.

    Raises:
        UnsafeRequestError: the request is not this browser's, or over.
        RedirectedError: always.

    """
    asked = request_of(request=request, browser=browser, at=at)
    with transaction.atomic():
        note(
            "authentication:consent:declined", about=session.subject, at=at, request=request,
            client=asked.wish.client_id,
        )  # fmt: skip
    refuse(asked, OAuthError(Fault.ACCESS_DENIED, "the customer said no"), at)


def revoke_consent(*, consent: str, principal: str, at: int) -> bool:
    """Take a consent back; every token that came from it is worth nothing from now on. False where it had ended.

    Args:
        consent: its id.
        principal: whose it has to be.
        at: in milliseconds.

    """
    with transaction.atomic():
        standing = models.Consent.objects.filter(id=consent, principal_id=principal, ended__isnull=True)
        row = standing.first()
        if row is None or standing.update(ended=at, ended_by=principal) != 1:
            return False
        chosen = Q(principal_id=principal, client_id=row.client_id)
        end_where(chosen, reason=GrantEnd.CONSENT, by=principal, at=at)
        note("authentication:consent:revoked", about=row.account, at=at, consent=consent, client=row.client_id)
    return True
