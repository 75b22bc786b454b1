"""What this device can do, before anybody is asked to set something up (C-12, C-26)."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.authentication.queries.environment import environment_of
from sekisho.authentication.types.environment import Method, Way
from sekisho.portal.menu import screen
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public

_LONGEST = 8_192
_ICONS = {Way.THIS_DEVICE: "computer", Way.OTHER_PHONE: "phone", Way.SECURITY_KEY: "key", Way.CARD: "person"}


@require_http_methods(["GET", "HEAD", "POST"])
@public
def check(request: HttpRequest) -> HttpResponse:
    """GET lets the browser look; it posts what it can do and gets words back. Nothing is kept."""
    if request.method != "POST":
        return screen(request, "portal/check.html")
    report = _report(request.POST.get("report", ""))
    found = environment_of(report, user_agent=call_of(request).visit.user_agent)
    return screen(request, "portal/check.html", environment=found, methods=[_shown(each) for each in found.methods])


def _report(text: str) -> dict[str, object]:
    """What the browser said of itself; anything unreadable counts as nothing said."""
    try:
        found = json.loads(text) if len(text) <= _LONGEST else {}
    except (ValueError, RecursionError):
        found = {}
    return found if isinstance(found, dict) else {}


def _shown(method: Method) -> dict[str, Any]:
    return {
        "label": method.label,
        "works": method.works.value,
        "next_step": method.next_step,
        "icon": _ICONS[method.way],
    }
