"""Confirm once more with a passkey that it is you, before something that matters; then go on where you were."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.types.assurance import Acr
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import RECOVERY
from sekisho.web.operations.confirming import Part, ask_again, raise_session
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.next_page import own_page
from sekisho.web.types.problems import Step

_PART = Part(acr=Acr.PHR, lost=RECOVERY, login=Step(label=Text("ログインへ", "Log in"), href="/login"))


@require_safe
@signed_in()
def confirm(request: HttpRequest) -> HttpResponseBase:
    """The page that asks."""
    call = call_of(request)
    held = any(each.active for each in passkeys_of(principal=call.signed_in.ref))
    return screen(request, "portal/confirm.html", next=own_page(request.GET.get("next", "/")), held=held)


@require_POST
@signed_in()
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask the caller's own passkeys."""
    return ask_again(request, _PART)


@require_POST
@signed_in()
def finish(request: HttpRequest) -> HttpResponseBase:
    """Raise the session, under a new token."""
    onward = text_in({"next": "/", **json_object(request)}, "next")
    return raise_session(request, _PART, onward=own_page(onward))
