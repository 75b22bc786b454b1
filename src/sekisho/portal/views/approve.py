"""Approve an operation: the customer reads what is to be done, and his passkey signs exactly that (C-03 to C-05).

The page is drawn on the server, loads nothing from elsewhere and cannot be framed. What is signed is computed on the
server from its own record at each step; the browser only carries the signature.
"""

import json

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.approvals import (
    approve,
    begin_approval,
    cancel_operation,
    show_operation,
)
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import STATE_LABELS, OperationState
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.kernel.texts import Text
from sekisho.portal.carrying import carried_out
from sekisho.portal.menu import screen
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import refused, response_in
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import identifier, nonce
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import notary, relying_party
from sekisho.web.types.problems import Problem, RefusedError, Step

_WAITING = frozenset({OperationState.CREATED, OperationState.BEGUN})
_TITLE = Text("承認できませんでした", "This was not approved")
_FREEZE = Step(label=Text("心当たりがないので口座を止める", "This was not me: freeze my account"), href="/freeze")
_START = Step(label=Text("はじめの画面へ", "To the start"), href="/")
_PASSKEYS = Step(label=Text("パスキーを確かめる", "Look at my passkeys"), href="/security")
_R = ApprovalRefusal
_STATUSES = {_R.UNKNOWN: 404, _R.ALREADY: 409, _R.CHANGED: 409, _R.EXPIRED: 410}
_NEED_PASSKEY = frozenset({_R.WEAK, _R.HELD})


@require_safe
@signed_in()
def show(request: HttpRequest, operation: str) -> HttpResponseBase:
    """What is to be approved, or what became of it."""
    call = call_of(request)
    try:
        found, shown = show_operation(
            operation=operation, viewer=call.signed_in.ref, language=call.language, at=call.at
        )
    except ApprovalRefusedError as error:
        raise RefusedError(problem_of(error)) from error
    late = call.at >= found.expires and found.state in {*_WAITING, OperationState.APPROVED}
    state = OperationState.EXPIRED if late else found.state
    return screen(
        request,
        "portal/approve.html",
        operation=found,
        shown=shown,
        label=OPERATIONS[found.code].label,
        state=state,
        state_label=STATE_LABELS[state],
        waiting=state in _WAITING,
        cancellable=state in {*_WAITING, OperationState.APPROVED},
        others=call.signed_in.ref != found.principal,
    )


@require_POST
@signed_in()
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask the customer's passkey to sign what the page shows."""
    call, body = call_of(request), json_object(request)
    language = text_in(body, "language", longest=2)
    try:
        prompt = begin_approval(
            operation=text_in(body, "operation", longest=40), signer=call.signed_in.ref, session=call.browser,
            party=relying_party(), visit=call.visit, ceremony=identifier("ce"), nonce=nonce(),
            language=language if language in {"ja", "en"} else "ja", policy=effective(at=call.at), at=call.at,
        )  # fmt: skip
    except ApprovalRefusedError as error:
        raise RefusedError(problem_of(error)) from error
    except WebauthnRefusedError as error:
        raise refused(error) from error
    return answer(
        {"ceremony": prompt.ceremony, "publicKey": json.loads(prompt.options), "expires": prompt.operation.expires}
    )


@require_POST
@signed_in()
def finish(request: HttpRequest) -> HttpResponseBase:
    """Check the signature; the page then shows that it is approved."""
    call, body = call_of(request), json_object(request)
    operation = text_in(body, "operation", longest=40)
    try:
        approved = approve(
            operation=operation, ceremony=text_in(body, "ceremony", longest=64), session=call.browser,
            response=response_in(body), party=relying_party(), visit=call.visit, policy=effective(at=call.at),
            notary=notary(), receipt=identifier("rc"), evidence=identifier("ev"), at=call.at,
        )  # fmt: skip
    except ApprovalRefusedError as error:
        raise RefusedError(problem_of(error)) from error
    except WebauthnRefusedError as error:
        raise refused(error) from error
    return answer({"next": carried_out(call, approved.operation)})


@require_POST
@signed_in()
def cancel(request: HttpRequest, operation: str) -> HttpResponseBase:
    """Cancel it, signed or not, as long as it was not carried out."""
    call = call_of(request)
    try:
        cancel_operation(operation=operation, by=call.signed_in.ref, reason="customer", at=call.at)
    except ApprovalRefusedError as error:
        raise RefusedError(problem_of(error)) from error
    return HttpResponseRedirect(f"/approve/{operation}")


def problem_of(error: ApprovalRefusedError) -> Problem:
    """A refusal as a page or problem document; another's operation looks like one that is not there."""
    code = _R.UNKNOWN if error.code is _R.NOT_YOURS else error.code
    detail = ApprovalRefusedError(code).text
    if error.details:
        detail = error.details[0]
    steps = (_PASSKEYS, _START) if code in _NEED_PASSKEY else (_FREEZE, _START)
    return Problem(status=_STATUSES.get(code, 403), code=code.value, title=_TITLE, detail=detail, steps=steps)
