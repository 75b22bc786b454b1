"""“This was not me”: a code from a notice stops the account without any login (C-19)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.counting import add
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.notices.operations.answers import CodeRefusedError, answer_not_me
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public
from sekisho.web.operations.resources import safe
from sekisho.web.types.calls import Call

MOST = 20
"""Codes that one network may try in ten minutes. A code is far too long to be guessed within any number of tries."""
WINDOW = 10 * MINUTE
_WRONG = Text(
    "この番号では止められませんでした。お知らせをもう一度見て、番号を確かめてください。番号がないときは、下の「停止番号がないとき」へお進みください。",
    "This code did not work. Please look at the notice again. If you have no code, choose “I have no stop code” below.",
)
_TOO_OFTEN = Text(
    "続けて入力されたため、しばらく受け付けを止めています。お急ぎのときは、下の「停止番号がないとき」へお進みください。",
    "There were many tries, so we have paused this for a while. If it is urgent, choose “I have no stop code” below.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def not_me(request: HttpRequest) -> HttpResponse:
    """GET asks for the code; POST takes it. The freeze follows as a reaction, within a second."""
    if request.method != "POST":
        return screen(request, "portal/not_me.html")
    call = call_of(request)
    if _too_often(call):
        return screen(request, "portal/not_me.html", status=429, refused=_TOO_OFTEN)
    try:
        answer_not_me(code=request.POST.get("code", "")[:64], through="web", safe=safe(), at=call.at)
    except CodeRefusedError:
        return screen(request, "portal/not_me.html", status=400, refused=_WRONG)
    return screen(request, "portal/stopped_thanks.html")


def _too_often(call: Call) -> bool:
    key = f"not_me:{call.visit.ip}"
    return add([key], at=call.at, window=WINDOW, sliding=False)[key] > MOST
