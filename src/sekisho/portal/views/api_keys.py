"""The customer's own programs: each comes in with a key pair of its own, for what he has signed (C-24)."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.grants.apikeys import propose_key, revoke_key
from sekisho.authentication.queries.grants.grants import api_keys_of
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.executing import Unfit, UnfitError
from sekisho.authentication.types.grants.provider import KEY_LIFE
from sekisho.authentication.types.grants.tokens import ApiKey, GrantState
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.firms.types.scopes import SCOPES, Holder, Scope
from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.views.approve import problem_of
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import identifier, nonce
from sekisho.web.types.problems import RefusedError

_HOLDERS = frozenset({PrincipalKind.CUSTOMER})
_FIELDS = ("client", "expires", "order_limit", "day_limit", "jwk")
_LONGEST = 4_096
_ISSUED = Text(
    "許可しました。下の番号をプログラムに設定してください。", "Allowed. Enter the number below in your program."
)
_ENDED = Text("許可を取り消しました。この鍵はもう使えません。", "Taken back. This key is worth nothing any more.")
_GONE = Text("すでに終了していました。", "It had ended already.")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def api_keys(request: HttpRequest) -> HttpResponseBase:
    """Every key; POST takes one back at once (``key``)."""
    if request.method != "POST":
        return _shown(request, _ISSUED if request.GET.get("done") == "issued" else None)
    call = call_of(request)
    ended = revoke_key(key=request.POST.get("key", "")[:40], principal=call.signed_in.ref, at=call.at)
    return _shown(request, _ENDED if ended else _GONE)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(kinds=_HOLDERS, acr=Acr.PHR)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks; POST makes an operation of it, which the customer signs before any program comes in."""
    if request.method != "POST":
        return _asked(request)
    call = call_of(request)
    try:
        made = propose_key(
            principal=call.signed_in.ref, content=_content(request), jwk=_jwk(request), longest=KEY_LIFE,
            visit=call.visit, operation=identifier("op"), nonce=nonce(), at=call.at,
        )  # fmt: skip
    except UnfitError as error:
        return _asked(request, refused=[error.reason])
    except ApprovalRefusedError as error:
        if error.code is not ApprovalRefusal.BAD_CONTENT:
            raise RefusedError(problem_of(error)) from error
        return _asked(request, refused=[each.text for each in error.wrong])
    return HttpResponseRedirect(f"/approve/{made.id}")


def _content(request: HttpRequest) -> dict[str, object]:
    """What the customer wishes; limits only where there are orders."""
    scopes = request.POST.getlist("scopes")
    wished: dict[str, object] = {
        "client": request.POST.get("client", "").strip(), "scopes": scopes, "expires": request.POST.get("expires", ""),
    }  # fmt: skip
    if Scope.ORDERS_PLACE.value in scopes:
        limits = {name: request.POST.get(name, "").replace(",", "").strip() for name in ("order_limit", "day_limit")}
        wished |= {"currency": "JPY", **{name: value for name, value in limits.items() if value}}
    return wished


def _jwk(request: HttpRequest) -> dict[str, object]:
    try:
        found = json.loads(request.POST.get("jwk", "")[:_LONGEST])
    except (ValueError, RecursionError) as error:
        raise UnfitError(Unfit.BAD_KEY) from error
    if not isinstance(found, dict):
        raise UnfitError(Unfit.BAD_KEY)
    return found


def _asked(request: HttpRequest, *, refused: list[Text] | None = None) -> HttpResponse:
    """The form, with what was filled in; a private key that was pasted by mistake is not shown again."""
    call = call_of(request)
    typed = {name: request.POST.get(name, "") for name in _FIELDS if name != "jwk"}
    chosen = request.POST.getlist("scopes") or [Scope.ACCOUNTS_READ.value]
    scopes = [
        {"scope": line.scope.value, "label": line.label, "chosen": line.scope.value in chosen}
        for line in SCOPES.values()
        if line.holder is Holder.CUSTOMER
    ]
    return screen(
        request, "portal/api_key_new.html", status=400 if refused else 200, typed=typed, scopes=scopes,
        refused=refused, latest=from_milliseconds(call.at + KEY_LIFE).date().isoformat(),
    )  # fmt: skip


def _shown(request: HttpRequest, done: Text | None) -> HttpResponse:
    call = call_of(request)
    found = [_line(each, call.at) for each in api_keys_of(principal=call.signed_in.ref)]
    return screen(
        request,
        "portal/api_keys.html",
        done=done,
        standing=[each for each in found if each["stands"]],
        former=[each for each in found if not each["stands"]],
        holder=call.signed_in.kind is PrincipalKind.CUSTOMER,
    )


def _line(found: ApiKey, at: int) -> dict[str, object]:
    grant = found.grant
    return {
        "id": found.id,
        "name": found.name,
        "may": [line.label for scope, line in SCOPES.items() if scope in grant.scopes],
        "limits": grant.limits,
        "created": grant.created,
        "last_day": grant.expires - 1,
        "used": found.last_used,
        "key": grant.key,
        "stands": grant.state is GrantState.ACTIVE and at < grant.expires,
    }
