"""Let somebody act on the account: who, what, how much and until when, signed word for word by its holder (C-23)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sekisho.authentication.operations.approvals import create_operation
from sekisho.authentication.operations.delegations import check_terms
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OPERATIONS, OperationCode
from sekisho.authentication.types.delegations import DELEGABLE, LONGEST
from sekisho.authentication.types.executing import PORTAL, UnfitError
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.views.approve import problem_of
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import identifier, nonce
from sekisho.web.types.problems import RefusedError

HOLDER = frozenset({PrincipalKind.CUSTOMER})
_AGENT = "agent:"
_FIELDS = ("delegate", "name", "relation", "valid_until", "limit")
_LONGEST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(kinds=HOLDER, acr=Acr.PHR)
def new(request: HttpRequest) -> HttpResponseBase:
    """GET asks; POST makes an operation of it, which the holder signs before anybody can act."""
    if request.method != "POST":
        return _asked(request)
    call, content = call_of(request), _content(request)
    try:
        check_terms(content=content, at=call.at)
        made = create_operation(
            operation=OperationCode.DELEGATE_ADD, principal=call.signed_in.ref, content=content, caller=PORTAL,
            visit=call.visit, identifier=identifier("op"), nonce=nonce(), at=call.at,
        )  # fmt: skip
    except UnfitError as error:
        return _asked(request, refused=[error.reason])
    except ApprovalRefusedError as error:
        if error.code is not ApprovalRefusal.BAD_CONTENT:
            raise RefusedError(problem_of(error)) from error
        return _asked(request, refused=[each.text for each in error.wrong])
    return HttpResponseRedirect(f"/approve/{made.id}")


def _content(request: HttpRequest) -> dict[str, object]:
    form = request.POST
    number = form.get("delegate", "").strip()[:_LONGEST]
    wished: dict[str, object] = {
        "delegate": number if number.startswith(_AGENT) else f"{_AGENT}{number}",
        "name": form.get("name", "").strip()[:_LONGEST],
        "relation": form.get("relation", "").strip()[:_LONGEST],
        "operations": form.getlist("operation"),
        "valid_until": form.get("valid_until", ""),
    }
    limit = form.get("limit", "").replace(",", "").strip()[:20]
    return {**wished, "limit": limit, "currency": "JPY"} if limit else wished


def _asked(request: HttpRequest, *, refused: list[Text] | None = None) -> HttpResponse:
    call = call_of(request)
    chosen = set(request.POST.getlist("operation"))
    operations: list[dict[str, Any]] = [
        {"code": code.value, "label": OPERATIONS[code].label, "chosen": code.value in chosen}
        for code in OperationCode
        if code in DELEGABLE
    ]
    return screen(
        request, "portal/delegate_new.html", status=400 if refused else 200, refused=refused, operations=operations,
        typed={name: request.POST.get(name, "") for name in _FIELDS},
        latest=from_milliseconds(call.at + LONGEST).date().isoformat(),
    )  # fmt: skip
