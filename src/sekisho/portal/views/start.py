"""The first page: for strangers the ways in, for those who are logged in how well they are protected."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.portal.menu import screen
from sekisho.portal.showing import STRONG, session_line
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.confirming import end_own_session
from sekisho.web.operations.cookies import clear_session
from sekisho.web.operations.guards import public


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """Both."""
    call = call_of(request)
    if call.session is None:
        return screen(request, "portal/home.html")
    held = authenticators_of(principal=call.signed_in.ref)
    found = sessions_of(principal=call.signed_in.ref, at=call.at)
    return screen(
        request,
        "portal/overview.html",
        held=sum(each.active and each.factor in STRONG for each in held),
        sessions=found,
        here=session_line(call.session, here=call.session.ref),
    )


@require_POST
@public
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, if there is one."""
    end_own_session(request)
    shown = screen(request, "portal/logged_out.html")
    clear_session(request, shown)
    return shown
