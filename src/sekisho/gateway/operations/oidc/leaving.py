"""Log out because a client asks for it (OpenID Connect RP-Initiated Logout), and tell the others."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.grants.logouts import LogoutWish, logout_wish
from sekisho.authentication.operations.sessions import end_session
from sekisho.authentication.types.grants.faults import UnsafeRequestError
from sekisho.authentication.types.sessions import EndReason
from sekisho.gateway.operations.oidc.authorizing import stopped
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.cookies import clear_session
from sekisho.web.operations.guards import public
from sekisho.web.operations.pages import page

_KEPT = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")


@public
@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End the session that the client's hint names; without one the customer is asked.

    A link from anywhere can lead here, so that only a hint of this very session ends it without a question.
    """
    sent = request.POST if request.method == "POST" else request.GET
    given = {name: sent[name] for name in _KEPT if sent.get(name)}
    call = call_of(request)
    try:
        wish = logout_wish(parameters=given, provider=provider(), at=call.at)
    except UnsafeRequestError as error:
        raise stopped(error) from error
    if call.session is None:
        return _after(request, wish)
    if request.method == "GET" and wish.session != call.session.ref:
        return page(request, "gateway/logout.html", kept=tuple(given.items()))
    end_session(session=call.session.ref, reason=EndReason.LOGOUT, by=call.session.principal, at=call.at)
    response = _after(request, wish)
    clear_session(request, response)
    return response


def _after(request: HttpRequest, wish: LogoutWish) -> HttpResponse:
    """Back to the client through a page of ours, as after a login; or to our own start."""
    if wish.sent is None:
        return HttpResponseRedirect("/")
    target = wish.sent.url
    return page(request, "gateway/return.html", headers={"Refresh": f"0; url={target}"}, target=target)
