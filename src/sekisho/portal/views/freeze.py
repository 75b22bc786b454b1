"""The emergency stop: one press for somebody who is logged in, and what stands still afterwards (C-20, C-28)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.types.freezes import KILL_SWITCH, SCOPE_NAMES, FreezeScope, FreezeSource
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
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
