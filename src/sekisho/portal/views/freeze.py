"""The emergency stop: one press for somebody who is logged in, and what stands still afterwards (C-20, C-28)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.freezes import ReleaseRefusedError, place_freeze, release_freeze
from sekisho.authentication.queries.freezes import status_of
from sekisho.authentication.queries.logins import attempt_of
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.freezes import KILL_SWITCH, SCOPE_NAMES, CustomerProof, FreezeScope, FreezeSource
from sekisho.authentication.types.login import Arrival, Attempt, LoginState
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.web.operations.arrivals import arrival_of
from sekisho.web.operations.calls import call_of, forget_call
from sekisho.web.operations.cookies import clear_session
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import identifier


def names_of(scopes: frozenset[FreezeScope]) -> list[Text]:
    """What is stopped, in words and in a fixed order."""
    return [SCOPE_NAMES[scope] for scope in FreezeScope if scope in scopes]


@require_http_methods(["GET", "HEAD", "POST"])
@public
def freeze(request: HttpRequest) -> HttpResponseBase:
    """GET explains and shows the ways; POST stops everything for whoever is logged in, with no further question.

    A thief who is logged in can press it too: then he has locked himself out.
    """
    call = call_of(request)
    if request.method != "POST" or call.session is None:
        return screen(request, "portal/freeze.html", scopes=names_of(KILL_SWITCH))
    session = call.session
    place_freeze(
        freeze=identifier("fz"), account=session.account or session.acting,
        source=FreezeSource.CUSTOMER if session.account else FreezeSource.AGENT, by=session.principal,
        reason="customer_request", visit=call.visit, at=call.at,
    )  # fmt: skip
    return _frozen(request)


def _frozen(request: HttpRequest) -> HttpResponse:
    """The session has ended with everything else, so this page belongs to nobody."""
    forget_call(request)
    shown = screen(request, "portal/frozen.html", scopes=names_of(KILL_SWITCH))
    clear_session(request, shown)
    return shown


@require_safe
@public
def status(request: HttpRequest) -> HttpResponseBase:
    """How a freeze stands: for somebody who has just proved with a passkey whose account it is (C-28)."""
    arrival = arrival_of(request)
    attempt = _frozen_attempt(arrival, request.GET.get("attempt", ""))
    if attempt is None:
        return screen(request, "portal/freeze_status.html")
    return _told(request, attempt)


@require_POST
@public
def release(request: HttpRequest) -> HttpResponseBase:
    """Open the account again, on the proof that this login began with, where that is enough."""
    arrival = arrival_of(request)
    attempt = _frozen_attempt(arrival, request.POST.get("attempt", ""))
    if attempt is None:
        return screen(request, "portal/freeze_status.html", status=409)
    found = status_of(account=_account(attempt))
    proof = CustomerProof(
        principal=attempt.principal, acr=attempt.acr, auth_time=attempt.auth_time,
        authenticator=attempt.authenticators[-1] if attempt.authenticators else "",
    )  # fmt: skip
    try:
        for each in found.freezes if found else ():
            release_freeze(freeze=each.id, by=attempt.principal, proof=proof, visit=arrival.visit, at=arrival.at)
    except ReleaseRefusedError as error:
        return _told(request, attempt, refused=error.text)
    return screen(request, "portal/released.html")


def _frozen_attempt(arrival: Arrival, name: str) -> Attempt | None:
    found = attempt_of(attempt=name[:64], browser=arrival.visit.session, at=arrival.at) if name else None
    return found if found is not None and found.state is LoginState.FROZEN else None


def _account(attempt: Attempt) -> str:
    return principal_of(ref=attempt.principal).account


def _told(request: HttpRequest, attempt: Attempt, *, refused: Text | None = None) -> HttpResponse:
    found = status_of(account=_account(attempt))
    if found is None:
        return screen(request, "portal/released.html")
    return screen(
        request, "portal/frozen.html", status=200 if refused is None else 409, freeze=found,
        scopes=names_of(found.scopes), attempt=attempt.id, refused=refused,
    )  # fmt: skip
