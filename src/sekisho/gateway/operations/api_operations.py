"""Operations over HTTP for the firm's back end: ask for a signature, fetch the receipt, consume it, read evidence.

Requests and answers are JSON; refusals are problem documents (RFC 9457). Callers are programs with a DPoP-bound token
(``gateway.operations.callers``); each sees its own operations only.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from joserfc.jwk import ECKey
from ninja import Router

from sekisho.authentication.operations.approvals import cancel_operation, consume, create_operation
from sekisho.authentication.operations.evidence import disclose, export
from sekisho.authentication.queries.approvals import NoOperationError, operation_of
from sekisho.authentication.queries.evidence import NoEvidenceError
from sekisho.authentication.types.approval_refusals import ApprovalRefusal, ApprovalRefusedError
from sekisho.authentication.types.approvals import SignedOperation
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.api_answers import BAD_DAYS, BAD_HASH, BAD_KEY, NO_EVIDENCE, problem_of, told
from sekisho.gateway.types.callers import Caller
from sekisho.kernel.bytes64 import from_b64
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import caller_of, machine
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import identifier, nonce
from sekisho.web.operations.pages import answer
from sekisho.web.types.problems import RefusedError

P = ParamSpec("P")
R = TypeVar("R")
router = Router(tags=["operations"])
_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_HASH = 32
_LONGEST_SPAN = 366
_EPOCH = date(1970, 1, 1)
_NDJSON = "application/x-ndjson"


def _refusing(view: Callable[Concatenate[HttpRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
    """Refusals become problem documents."""

    @wraps(view)
    def around(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return view(request, *args, **kwargs)
        except ApprovalRefusedError as error:
            raise RefusedError(problem_of(error)) from error
        except NoEvidenceError as error:
            raise RefusedError(NO_EVIDENCE) from error

    return cast("Callable[Concatenate[HttpRequest, P], R]", around)


@router.post("/operations", summary="Ask for a customer's signature")
@machine(Scope.OPERATIONS_CREATE)
@_refusing
def create(request: HttpRequest) -> HttpResponse:
    """``operation``, ``account`` and ``content``, with an ``Idempotency-Key``; 201 and what is needed to go on."""
    body, call = json_object(request), call_of(request)
    content = body.get("content")
    found = create_operation(
        operation=_code(text_in(body, "operation", longest=32)),
        principal=f"customer:{text_in(body, 'account', longest=64)}",
        content=content if isinstance(content, dict) else {"content": content},
        caller=_caller(request).client_id,
        visit=call.visit,
        identifier=identifier("op"),
        nonce=nonce(),
        at=call.at,
        key=_key(request, needed=True),
    )
    return answer(told(found), status=201)


@router.get("/operations/{operation}", summary="How an operation stands, with its receipt")
@machine(Scope.OPERATIONS_READ)
@_refusing
def show(request: HttpRequest, operation: str) -> HttpResponse:
    """The operation; ``receipt`` is there from the approval to the execution."""
    return answer(told(_own(request, operation)))


@router.post("/operations/{operation}/consume", summary="Compare, mark as executed, and execute")
@machine(Scope.OPERATIONS_CONSUME)
@_refusing
def execute(request: HttpRequest, operation: str) -> HttpResponse:
    """``receipt`` and ``op_hash`` over what is about to be executed. Execute after the answer 200, and only then.

    With an ``Idempotency-Key`` the same attempt may be sent again; ``repeated`` then says that it was answered before.
    A digest that differs voids the approval (409 ``tampered``).
    """
    body, call = json_object(request), call_of(request)
    done = consume(
        operation=operation,
        receipt=text_in(body, "receipt"),
        op_hash=_hash(text_in(body, "op_hash", longest=64)),
        caller=_caller(request).client_id,
        evidence=identifier("ev"),
        at=call.at,
        key=_key(request, needed=False),
    )
    return answer({**told(done.operation), "execution": done.evidence, "repeated": done.repeated})


@router.post("/operations/{operation}/cancel", summary="Cancel an operation that was not executed yet")
@machine(Scope.OPERATIONS_CREATE)
@_refusing
def cancel(request: HttpRequest, operation: str) -> HttpResponse:
    """``reason`` in a few words; 200 and the operation, cancelled."""
    call, by = call_of(request), _caller(request).client_id
    reason = text_in(json_object(request), "reason", longest=200)
    _own(request, operation)
    return answer(told(cancel_operation(operation=operation, by=by, reason=reason, at=call.at)))


@router.get("/evidence/{evidence}", summary="One piece of evidence")
@machine(Scope.EVIDENCE_READ)
@_refusing
def evidence_line(request: HttpRequest, evidence: str) -> HttpResponse:
    """``line`` as it stands in a bundle, and ``head``: the signed end of its day, empty while the day has none."""
    line, head = disclose(evidence=evidence, by=_caller(request).ref, at=call_of(request).at)
    return answer({"line": json.loads(line), "head": head})


@router.get("/evidence", summary="A bundle of whole days, for `sekisho verify-evidence`")
@machine(Scope.EVIDENCE_READ)
@_refusing
def evidence_bundle(request: HttpRequest) -> StreamingHttpResponse:
    """``from`` and ``to`` (both included), and ``account`` to leave out what is about others. NDJSON."""
    first, last = _days(request)
    key = cast("ECKey", node_keys().signing("ES256"))
    lines = export(
        first=first,
        last=last,
        key=key,
        keys={"keys": [{**key.as_dict(private=False), "kid": key.kid, "use": "sig"}]},
        by=_caller(request).ref,
        at=call_of(request).at,
        account=request.GET.get("account", ""),
    )
    return StreamingHttpResponse(lines, content_type=_NDJSON)


def _caller(request: HttpRequest) -> Caller:
    found: Caller = caller_of(request)
    if found.client_id == PORTAL:  # no program passes for our own pages
        raise ApprovalRefusedError(ApprovalRefusal.NOT_YOURS)
    return found


def _own(request: HttpRequest, operation: str) -> SignedOperation:
    """The caller's own operation; another one's looks like none."""
    try:
        found = operation_of(operation=operation)
    except NoOperationError:
        raise ApprovalRefusedError(ApprovalRefusal.UNKNOWN) from None
    if found.caller != _caller(request).client_id:
        raise ApprovalRefusedError(ApprovalRefusal.UNKNOWN)
    return found


def _code(word: str) -> OperationCode:
    try:
        return OperationCode(word)
    except ValueError:
        raise ApprovalRefusedError(ApprovalRefusal.NOT_SIGNABLE) from None


def _key(request: HttpRequest, *, needed: bool) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if (key and not _KEY.fullmatch(key)) or (needed and not key):
        raise RefusedError(BAD_KEY)
    return key


def _hash(text: str) -> bytes:
    try:
        found = from_b64(text)
    except ValueError:
        found = b""
    if len(found) != _HASH:
        raise RefusedError(BAD_HASH)
    return found


def _days(request: HttpRequest) -> tuple[int, int]:
    try:
        first, last = ((date.fromisoformat(request.GET.get(name, "")) - _EPOCH).days for name in ("from", "to"))
    except ValueError:
        raise RefusedError(BAD_DAYS) from None
    if not 0 <= last - first < _LONGEST_SPAN:
        raise RefusedError(BAD_DAYS)
    return first, last
