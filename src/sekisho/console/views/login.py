"""The staff's way in: a passkey of their own hardware, and nothing else (authentication.md 5.8)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.ceremonies import begin_assertion, finish_assertion
from sekisho.authentication.operations.login import accept_assertion
from sekisho.authentication.types.login import SignedIn, Stopped
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.webauthn import Purpose
from sekisho.console.menu import screen
from sekisho.kernel.texts import Text
from sekisho.web.operations.arrivals import arrival_of, browser_of_login, hand_over, login_tools
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.confirming import end_own_session
from sekisho.web.operations.cookies import clear_session
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import challenge, identifier
from sekisho.web.operations.next_page import own_page
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import relying_party
from sekisho.web.types.problems import Problem, RefusedError, Step

HOME = "/staff/"
LOGIN = Step(label=Text("ログインの画面へ", "To the login page"), href="/staff/login")
LOST = Step(label=Text("鍵をなくした・はじめて使う", "I lost my key, or this is my first time"), href="/staff/enrol")
_TITLE = Text("ログインできませんでした", "We could not log you in")
_NOT_ENOUGH = Text(
    "この鍵では、職員の画面に入れません。職員用に登録したセキュリティキーをお使いください。",
    "This key does not open the staff's pages. Please use the security key that you set up for work.",
)


def onward_of(wanted: str) -> str:
    """Where somebody goes on: only to a page of the staff."""
    found = own_page(wanted, otherwise=HOME)
    return found if found.startswith(HOME) else HOME


@require_safe
@public
def login(request: HttpRequest) -> HttpResponseBase:
    """The page with the one way in."""
    onward = onward_of(request.GET.get("next", HOME))
    return HttpResponseRedirect(onward) if call_of(request).session else screen(
        request, "console/login.html", next=onward, enrolled="enrolled" in request.GET
    )  # fmt: skip


@require_POST
@public
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for a key."""
    call = call_of(request)
    try:
        options = begin_assertion(
            party=relying_party(), session=browser_of_login(request), principal=None, purpose=Purpose.LOGIN,
            operation=None, challenge=challenge(), ceremony=identifier("ce"), at=call.at, visit=call.visit,
            hints=("security-key",),
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error, steps=(LOGIN, LOST)) from error
    return opened(options)


@require_POST
@public
def finish(request: HttpRequest) -> HttpResponse:
    """Take the key's answer; the policy says whether it is enough."""
    body, arrival = json_object(request), arrival_of(request)
    try:
        proved = finish_assertion(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=arrival.visit.session,
            response=response_in(body), visit=arrival.visit, at=arrival.at,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error, steps=(LOGIN, LOST)) from error
    step = accept_assertion(tools=login_tools(arrival.at), arrival=arrival, assertion=proved, staff=True)
    if not isinstance(step, SignedIn):
        detail = step.text if isinstance(step, Stopped) else _NOT_ENOUGH
        raise RefusedError(
            Problem(status=403, code="not_enough", title=_TITLE, detail=detail, steps=(LOGIN, LOST))
        )  # fmt: skip
    onward = onward_of(text_in({"next": HOME, **body}, "next"))
    return hand_over(request, answer({"next": onward}), step)


@require_POST
@public
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, if there is one."""
    end_own_session(request)
    shown = screen(request, "console/logged_out.html")
    clear_session(request, shown)
    return shown
