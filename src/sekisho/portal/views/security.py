"""What the customer holds and where he signed in: names, removal, devices (C-07, C-22)."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.authenticators import (
    AuthenticatorUnchangedError,
    LastAuthenticatorError,
    NamelessError,
    remove_authenticator,
    rename_authenticator,
)
from sekisho.authentication.operations.devices import NoDeviceError, revoke_device
from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.queries.authenticators import accepted_credentials, authenticators_of
from sekisho.authentication.queries.devices import devices_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.sessions import EndReason
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.showing import STRONG, authenticator_line, device_line
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.faults import nowhere
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.places import CREDIT
from sekisho.web.operations.resources import relying_party
from sekisho.web.types.calls import Call

_DONE = {
    "renamed": Text("名前を変えました。", "Renamed."),
    "removed": Text(
        "削除しました。ほかの端末のログインは終了しました。", "Removed. You are logged out everywhere else."
    ),
    "device": Text("端末を外し、ログアウトさせました。", "The device was removed and logged out."),
}
_NO_DEVICE = Text("その端末は、もう一覧にありません。", "That device is no longer in the list.")


@require_safe
@signed_in()
def security(request: HttpRequest) -> HttpResponse:
    """The list of both."""
    return _shown(request, done=_DONE.get(request.GET.get("done", "")))


@require_POST
@signed_in()
def rename(request: HttpRequest) -> HttpResponseBase:
    """Call an authenticator something else."""
    call = call_of(request)
    wanted = _his(call, request.POST.get("authenticator", ""))
    try:
        rename_authenticator(
            authenticator=wanted.id, name=request.POST.get("name", ""), by=call.signed_in.ref, at=call.at
        )
    except (AuthenticatorUnchangedError, NamelessError) as error:
        return _shown(request, refused=error.text, status=400)
    return HttpResponseRedirect("/security?done=renamed")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(acr=Acr.PHR, within=5 * MINUTE)
def remove(request: HttpRequest, authenticator: str) -> HttpResponseBase:
    """Ask, then end an authenticator and every other session."""
    call = call_of(request)
    wanted = _his(call, authenticator)
    if request.method != "POST":
        return screen(request, "portal/remove.html", item=_line(wanted, call, last=False))
    try:
        with transaction.atomic():
            remove_authenticator(
                authenticator=wanted.id, by=call.signed_in.ref, reason="removed by its owner", at=call.at
            )
            end_all(
                principal=call.signed_in.ref, reason=EndReason.AUTHENTICATOR_REMOVED, at=call.at,
                except_=call.living.ref,
            )  # fmt: skip
    except (AuthenticatorUnchangedError, LastAuthenticatorError) as error:
        return _shown(request, refused=error.text, status=409)
    return HttpResponseRedirect("/security?done=removed")


@require_POST
@signed_in()
def device(request: HttpRequest) -> HttpResponseBase:
    """Forget a device and end what is signed in on it."""
    call = call_of(request)
    try:
        revoke_device(
            principal=call.signed_in.ref, device=request.POST.get("device", ""), by=call.signed_in.ref, at=call.at
        )
    except NoDeviceError:
        return _shown(request, refused=_NO_DEVICE, status=409)
    return HttpResponseRedirect("/security?done=device")


def _his(call: Call, authenticator: str) -> Authenticator:
    """The caller's own authenticator of that name; nobody learns whether others have one."""
    for each in authenticators_of(principal=call.signed_in.ref):
        if each.id == authenticator:
            return each
    raise nowhere()


def _line(found: Authenticator, call: Call, *, last: bool) -> Any:  # noqa: ANN401 - what the template shows
    return authenticator_line(found, at=call.at, last=last)


def _shown(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:  # noqa: ANN401
    call = call_of(request)
    held = authenticators_of(principal=call.signed_in.ref)
    strong = [each for each in held if each.active and each.factor in STRONG]
    uses = [each for each in devices_of(principal=call.signed_in.ref) if each.revoked is None]
    return screen(
        request,
        "portal/security.html",
        status=status,
        authenticators=[_line(each, call, last=len(strong) == 1 and each in strong) for each in held],
        held=len(strong),
        devices=[device_line(each, here=call.visit.device) for each in uses],
        signal=_signal(call),
        credit=CREDIT,
        **context,
    )


def _signal(call: Call) -> dict[str, object]:
    """What the browser may forget (Signal API)."""
    found = accepted_credentials(principal=call.signed_in.ref, rp_id=relying_party().rp_id)
    return {"rpId": found.rp_id, "userId": found.user_id, "allAcceptedCredentialIds": list(found.credentials)}
