"""What this device can do, before anybody is asked to set something up (C-12)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.portal.menu import screen
from sekisho.web.operations.guards import public


@require_safe
@public
def check(request: HttpRequest) -> HttpResponse:
    """Looks in the browser; nothing is sent."""
    return screen(request, "portal/check.html")
