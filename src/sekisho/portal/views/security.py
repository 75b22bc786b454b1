"""What the customer holds and where he signed in: names, removal, devices (C-07, C-22)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.authentication.operations.approvals import create_operation
from sekisho.authentication.operations.authenticators import (
    AuthenticatorUnchangedError,
    LastAuthenticatorError,
    NamelessError,
    rename_authenticator,
)
from sekisho.authentication.operations.devices import NoDeviceError, revoke_device
from sekisho.authentication.queries.authenticators import accepted_credentials, authenticators_of
from sekisho.authentication.queries.devices import devices_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusedError
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.showing import STRONG, authenticator_line, device_line
from sekisho.portal.views.approve import problem_of
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.faults import nowhere
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import identifier, nonce
from sekisho.web.operations.places import CREDIT
from sekisho.web.operations.resources import relying_party
from sekisho.web.types.calls import Call
from sekisho.web.types.problems import RefusedError

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
@signed_in(acr=Acr.PHR)
def remove(request: HttpRequest, authenticator: str) -> HttpResponseBase:
    """GET asks; POST makes an operation of it, which the customer signs before anything is removed."""
    call = call_of(request)
    wanted = _his(call, authenticator)
    if request.method != "POST":
        return screen(request, "portal/remove.html", item=_line(wanted, call, last=False))
    if _is_last(call, wanted):
        return _shown(request, refused=LastAuthenticatorError.text, status=409)
    name = _line(wanted, call, last=False).name
    try:
        made = create_operation(
            operation=OperationCode.AUTHENTICATOR_REMOVE, principal=call.signed_in.ref,
            content={"authenticator": wanted.id, "factor": wanted.factor.value, "name": name},
            caller=PORTAL, visit=call.visit, identifier=identifier("op"), nonce=nonce(), at=call.at,
        )  # fmt: skip
    except ApprovalRefusedError as error:
        raise RefusedError(problem_of(error)) from error
    return HttpResponseRedirect(f"/approve/{made.id}")


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


def _is_last(call: Call, wanted: Authenticator) -> bool:
    """Without it nothing phishing-resistant would be left."""
    held = authenticators_of(principal=call.signed_in.ref)
    return not any(each.active and each.factor in STRONG and each.id != wanted.id for each in held)


def _line(found: Authenticator, call: Call, *, last: bool) -> Any:  # noqa: ANN401 - what the template shows
    return authenticator_line(found, language=call.language, at=call.at, last=last)


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
