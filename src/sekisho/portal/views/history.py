"""The customer's logins and tries (C-22)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.authentication.queries.logins import history_of
from sekisho.authentication.types.login import LoginRecord, LoginState
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.showing import method_of
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.places import CREDIT, browser_of, place_of

_RESULTS = {
    LoginState.SIGNED_IN: Text("成功", "Succeeded"),
    LoginState.REFUSED: Text("断りました", "Refused"),
    LoginState.EXPIRED: Text("途中で終わりました", "Not finished"),
    LoginState.FROZEN: Text("停止中のため断りました", "Refused: frozen"),
}
_FAILED = Text("失敗", "Failed")
_NOTHING = Text("なし", "none")


@require_safe
@signed_in()
def history(request: HttpRequest) -> HttpResponse:
    """The last hundred, failed ones too."""
    call = call_of(request)
    records = [_line(each) for each in history_of(principal=call.signed_in.ref)]
    return screen(request, "portal/history.html", records=records, credit=CREDIT)


def _line(record: LoginRecord) -> dict[str, Any]:
    methods = [method_of(factor.value) for factor in record.factors] or [_NOTHING]
    return {
        "at": record.at,
        "succeeded": record.outcome is LoginState.SIGNED_IN,
        "result": _RESULTS.get(record.outcome, _FAILED),
        "method": Text("、".join(each.ja for each in methods), ", ".join(each.en for each in methods)),
        "browser": browser_of(record.user_agent),
        "place": place_of(record.ip),
    }
