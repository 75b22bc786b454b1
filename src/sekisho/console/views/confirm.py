"""Confirm once more with the key that it is you, before something that matters; then go on where you were."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.types.assurance import Acr
from sekisho.console.guarding import staff
from sekisho.console.menu import screen
from sekisho.console.views.login import HOME, LOGIN, LOST, onward_of
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.confirming import Part, ask_again, raise_session

_PART = Part(acr=Acr.PHRH, lost=LOST, login=LOGIN)


@require_safe
@staff(acr=Acr.PASSWORD)
def confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks."""
    return screen(request, "console/confirm.html", next=onward_of(request.GET.get("next", HOME)))


@require_POST
@staff(acr=Acr.PASSWORD)
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask his own hardware keys."""
    return ask_again(request, _PART)


@require_POST
@staff(acr=Acr.PASSWORD)
def finish(request: HttpRequest) -> HttpResponseBase:
    """Raise the session, under a new token."""
    onward = text_in({"next": HOME, **json_object(request)}, "next")
    return raise_session(request, _PART, onward=onward_of(onward))
