"""Where the customer is logged in, and where he was; each can be ended (C-22)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.sessions import end_all, end_session
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.sessions import EndReason
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.showing import session_line
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.places import CREDIT

_ENDED = Text("ログアウトさせました。", "Logged out.")
_GONE = Text("すでに終了していました。", "It had ended already.")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def sessions(request: HttpRequest) -> HttpResponseBase:
    """Every living session of the caller; POST ends one (``session``) or all others (``others``)."""
    done = _end(request, request.POST.get("session", "")) if request.method == "POST" else None
    return _shown(request, done)


def _end(request: HttpRequest, wanted: str) -> Text:
    call = call_of(request)
    who, here = call.signed_in.ref, call.living.ref
    if wanted == "others":
        return _ENDED if end_all(principal=who, reason=EndReason.REVOKED, at=call.at, except_=here) else _GONE
    his = {each.ref for each in sessions_of(principal=who, at=call.at)} - {here}
    if wanted in his and end_session(session=wanted, reason=EndReason.REVOKED, by=who, at=call.at):
        return _ENDED
    return _GONE


def _shown(request: HttpRequest, done: Text | None) -> HttpResponse:
    call = call_of(request)
    found = sessions_of(principal=call.signed_in.ref, at=call.at)
    lines = [session_line(each, here=call.living.ref) for each in found]
    return screen(request, "portal/sessions.html", sessions=lines, done=done, credit=CREDIT)
