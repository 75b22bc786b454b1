"""Hold a tool's orders against what its customer allowed (C-24): asked by the firm's order desk before it executes."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sekisho.authentication.operations.grants.ordering import OrderConflictError, reserve_order
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.texts import Text
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import machine
from sekisho.web.operations.pages import answer
from sekisho.web.types.problems import Problem, RefusedError


@csrf_exempt
@machine(Scope.ORDERS_RESERVE)
@require_POST
def reserve(request: HttpRequest) -> HttpResponse:
    """``POST /v1/orders/reserve``: ``grant`` (of the tool's token), ``order``, ``yen``, ``symbol``, ``market``.

    Answers ``{"allowed": true}``, or ``false`` with what the order goes beyond.
    """
    body = json_object(request)
    yen = body.get("yen")
    if not isinstance(yen, int) or isinstance(yen, bool) or not 0 < yen < 1 << 53:
        raise RefusedError(_BAD_YEN)
    try:
        beyond = reserve_order(
            grant=text_in(body, "grant", longest=40), order=text_in(body, "order", longest=64), yen=yen,
            symbol=text_in(body, "symbol", longest=32), market=text_in(body, "market", longest=16),
            at=call_of(request).at,
        )  # fmt: skip
    except OrderConflictError as error:
        raise RefusedError(_CONFLICT) from error
    return answer({"allowed": beyond is None, **({} if beyond is None else {"beyond": beyond.value})})


_BAD_YEN = Problem(
    status=400,
    code="bad_yen",
    title=Text("金額が正しくありません", "The amount is wrong"),
    detail=Text("yen には1以上の整数を入れてください。", "Give yen as a whole number of at least 1."),
)
_CONFLICT = Problem(
    status=409,
    code="order_conflict",
    title=Text("同じ番号の注文が別の金額で届いています", "This order is known with another amount"),
    detail=Text("新しい注文番号で送ってください。", "Send it under a new order number."),
)
