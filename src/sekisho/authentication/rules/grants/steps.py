"""What is still missing before a client gets its code: a login, a fresh proof, a consent, a signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.requests import ApprovalNeeded, LoginNeeded, OpenRequest
from sekisho.authentication.types.sessions import Session
from sekisho.firms.types.clients import Client
from sekisho.firms.types.scopes import SCOPES, Holder
from sekisho.kernel.moments import SECOND

CONSENT_ACR = Acr.PHR
"""A consent is worth nothing where somebody could have been led to it (C-25)."""


@dataclass(frozen=True, slots=True)
class AskConsent:
    """The customer has to be asked; the text is made where the client's name is known."""


@dataclass(frozen=True, slots=True)
class Prepare:
    """The operations to sign have to be made, for whom the session is of."""

    session: Session


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing is missing: a code can be made, on the login of the session."""

    session: Session


Missing = LoginNeeded | AskConsent | Prepare | ApprovalNeeded | Ready


def missing(
    asked: OpenRequest,
    client: Client,
    session: Session | None,
    *,
    consented: bool,
    unsigned: Sequence[str],
    prepared: bool,
    at: int,
) -> Missing:
    """What comes next.

    Args:
        asked: the request.
        client: who asks.
        session: the living session of this browser; None where nobody is logged in.
        consented: a consent that covers the request stands, or was given for it just now.
        unsigned: the operations made for it that are not signed yet.
        prepared: the operations for its details have been made.
        at: in milliseconds.

    Raises:
        OAuthError: it cannot be had: ``login_required`` and its like under ``prompt=none``, ``access_denied`` for
            somebody who may not give it, or ``unmet_authentication_requirements``.

    """
    if session is None or not _suffices(asked, client, session, at):
        wanted = max(least_of(asked, client), next(iter(asked.wish.acr_values), Acr.NONE))
        login = LoginNeeded(acr=wanted, anew=session is not None, hint=asked.wish.login_hint)
        return _silent(asked, login, Fault.LOGIN_REQUIRED)
    _check_who(client, session)
    if needs_consent(client) and not consented:
        return _silent(asked, AskConsent(), Fault.CONSENT_REQUIRED)
    if asked.wish.details and not prepared:
        return _silent(asked, Prepare(session), Fault.INTERACTION_REQUIRED)
    if unsigned:
        return _silent(asked, ApprovalNeeded(operations=tuple(unsigned)), Fault.INTERACTION_REQUIRED)
    return Ready(session)


def needs_consent(client: Client) -> bool:
    """The firm's own programs need none; everybody else's do."""
    return client.terms.third_party


def _silent(asked: OpenRequest, step: Missing, fault: Fault) -> Missing:
    if "none" in asked.wish.prompt:
        raise OAuthError(fault, "this cannot be done without the customer")
    return step


def least_of(asked: OpenRequest, client: Client) -> Acr:
    """The lowest class that will do for this client and this request."""
    return max(asked.wish.least, CONSENT_ACR) if needs_consent(client) else asked.wish.least


def _suffices(asked: OpenRequest, client: Client, session: Session, at: int) -> bool:
    """The session is the right person's, fresh and sure enough; or the best that he could do, where that may do."""
    if (asked.hinted and session.principal != asked.hinted) or not _fresh(asked, session, at):
        return False
    if session.acr >= least_of(asked, client):
        return True
    if not asked.tries:
        return False
    if asked.wish.essential or needs_consent(client):
        raise OAuthError(Fault.UNMET_AUTHENTICATION_REQUIREMENTS, "the customer has no such authenticator")
    return True


def _fresh(asked: OpenRequest, session: Session, at: int) -> bool:
    """``max_age`` is a demand; what was proved for this very request is fresh in any case."""
    if session.auth_time >= asked.created:
        return True
    if {"login", "select_account"} & asked.wish.prompt:
        return False
    return asked.wish.max_age is None or at - session.auth_time <= asked.wish.max_age * SECOND


def _check_who(client: Client, session: Session) -> None:
    if not (session.account or session.acting):
        raise OAuthError(Fault.ACCESS_DENIED, "only customers and their delegates log in here")
    if session.acting and needs_consent(client):
        raise OAuthError(Fault.ACCESS_DENIED, "only the account holder lets another company in")


def reads_account(asked: OpenRequest) -> bool:
    """The request is for more than a login."""
    return any(SCOPES[scope].holder is Holder.CUSTOMER for scope in asked.wish.scopes)
