"""Set up a passkey, and be urged to set up a second one (C-07, C-09, C-12)."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.ceremonies import begin_registration, finish_registration
from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.kernel.moments import HOUR
from sekisho.portal.menu import screen
from sekisho.portal.proving import freshly_proved
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import challenge, identifier
from sekisho.web.operations.pages import answer
from sekisho.web.operations.places import browser_of
from sekisho.web.operations.resources import relying_party

_PLACES = frozenset({"client-device", "hybrid", "security-key"})
HOLD = 12 * HOUR
"""How long a new authenticator cannot be used for withdrawals and the like (C-10)."""


@require_safe
@signed_in(acr=Acr.MFA)
@freshly_proved
def enrol(request: HttpRequest) -> HttpResponseBase:
    """The page that explains and starts it."""
    call = call_of(request)
    held = sum(each.active for each in passkeys_of(principal=call.signed_in.ref))
    return screen(request, "portal/enrol.html", held=held, suggestion=browser_of(call.visit.user_agent))


@require_POST
@signed_in(acr=Acr.MFA)
@freshly_proved
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask the browser to make one."""
    call = call_of(request)
    options = begin_registration(
        party=relying_party(), principal=call.signed_in.ref, session=call.browser,
        profile=replace(CUSTOMER, hints=hints_in(json_object(request))), visit=call.visit,
        challenge=challenge(), ceremony=identifier("ce"), at=call.at,
    )  # fmt: skip
    return opened(options)


def hints_in(body: Mapping[str, object]) -> tuple[str, ...]:
    """Where the customer chose to make it; browsers take it as a wish."""
    place = body.get("place")
    return (place,) if isinstance(place, str) and place in _PLACES else ()


@require_POST
@signed_in(acr=Acr.MFA)
def finish(request: HttpRequest) -> HttpResponseBase:
    """Keep it."""
    call, body = call_of(request), json_object(request)
    try:
        finish_registration(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=call.browser,
            response=response_in(body), name=text_in({"name": "", **body}, "name", longest=100),
            authenticator=identifier("au"), visit=call.visit, at=call.at, hold_until=call.at + HOLD,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error) from error
    return answer({"next": "/enrolled"})


@require_safe
@signed_in()
def enrolled(request: HttpRequest) -> HttpResponseBase:
    """It is done; with one only, please set up another."""
    call = call_of(request)
    held = [each for each in passkeys_of(principal=call.signed_in.ref) if each.active]
    newest = held[-1] if held else None
    hold = newest.hold_until if newest and newest.held(call.at) else None
    return screen(request, "portal/enrolled.html", held=len(held), hold_until=hold)
