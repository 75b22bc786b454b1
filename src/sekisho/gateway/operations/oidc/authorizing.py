"""The pages of the code flow: the client's request, the way through login, consent and signature, and back."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.authentication.operations.grants.consenting import decline_consent, give_consent
from sekisho.authentication.operations.grants.opening import open_request
from sekisho.authentication.operations.grants.preparing import MOST_OPERATIONS
from sekisho.authentication.operations.grants.proceeding import proceed
from sekisho.authentication.types.grants.faults import RedirectedError, UnsafeRequestError
from sekisho.authentication.types.grants.requests import (
    ApprovalNeeded,
    ConsentNeeded,
    Fresh,
    FreshOperation,
    LoginNeeded,
    Sent,
    Step,
)
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public, signed_in
from sekisho.web.operations.minting import identifier, nonce, token
from sekisho.web.operations.pages import page
from sekisho.web.types.problems import Problem, RefusedError
from sekisho.web.types.problems import Step as NextStep

COOKIE = "__Host-sekisho-oidc"
"""Ties open requests to the browser that opened them."""
LOGIN, CONFIRM, APPROVE = "/login", "/confirm", "/approve/"
_MOST_FIELDS = 50
_SEE_OTHER = 303
_LONGEST = 65_536


@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """A client sends a customer (OpenID Connect Core, 3.1.2.1)."""
    browser = request.COOKIES.get(COOKIE, "") or token()
    call = call_of(request)
    try:
        opened = open_request(
            pairs=_pairs(request), provider=provider(), browser=browser, request=identifier("ar"), at=call.at
        )
    except UnsafeRequestError as error:
        raise stopped(error) from error
    except RedirectedError as error:
        return _sent(_told(error))
    response = _onward(request, opened.id, browser)
    response.set_cookie(COOKIE, browser, max_age=3_600, path="/", secure=True, httponly=True, samesite="Lax")
    return response


@public
@require_safe
def onward(request: HttpRequest, request_id: str) -> HttpResponse:
    """The customer comes back from login, consent or signature."""
    return _led_out(request, _onward(request, request_id, request.COOKIES.get(COOKIE, "")))


@signed_in()
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, request_id: str) -> HttpResponse:
    """Ask the customer, and take the answer (C-25)."""
    call, browser = call_of(request), request.COOKIES.get(COOKIE, "")
    try:
        if request.method == "POST" and request.POST.get("answer") == "allow":
            give_consent(
                request=request_id, browser=browser, session=call.living, provider=provider(),
                language=call.language, consent=identifier("cn"), at=call.at,
            )  # fmt: skip
            return HttpResponseRedirect(_address(request_id))
        if request.method == "POST":
            decline_consent(request=request_id, browser=browser, session=call.living, at=call.at)
        return _shown(request, request_id, _step(request, request_id, browser))
    except UnsafeRequestError as error:
        raise stopped(error) from error
    except RedirectedError as error:
        return _led_out(request, _sent(_told(error)))


def _led_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Where he goes on to the client after a form of ours, a page of ours leads there.

    Browsers hold a form's redirects against the policy of the page with the form, and ours do not name every client.
    """
    if response.status_code != _SEE_OTHER:
        return response
    target = response.headers["Location"]
    return page(request, "gateway/return.html", headers={"Refresh": f"0; url={target}"}, target=target)


def _shown(request: HttpRequest, request_id: str, step: Step) -> HttpResponse:
    if not isinstance(step, ConsentNeeded):
        return _led(request_id, step)
    name = step.client.read(call_of(request).language)
    return page(request, "gateway/consent.html", consent=step, client_name=name, request_id=request_id)


def _onward(request: HttpRequest, request_id: str, browser: str) -> HttpResponse:
    try:
        return _led(request_id, _step(request, request_id, browser))
    except UnsafeRequestError as error:
        raise stopped(error) from error
    except RedirectedError as error:
        return _sent(_told(error))


def _step(request: HttpRequest, request_id: str, browser: str) -> Step:
    call = call_of(request)
    fresh = Fresh(
        code=token(),
        grant=identifier("gr"),
        operations=tuple(FreshOperation(id=identifier("op"), nonce=nonce()) for _ in range(MOST_OPERATIONS)),
    )
    return proceed(
        request=request_id, browser=browser, session=call.session, provider=provider(), fresh=fresh,
        visit=call.visit, at=call.at,
    )  # fmt: skip


def _led(request_id: str, step: Step) -> HttpResponse:
    """To where what is wanting can be given."""
    here = {"next": _address(request_id)}
    if isinstance(step, LoginNeeded):
        hint = {"login": step.hint} if step.hint else {}
        return HttpResponseRedirect(f"{CONFIRM if step.anew else LOGIN}?{urlencode({**here, **hint})}")
    if isinstance(step, ConsentNeeded):
        return HttpResponseRedirect(f"/oidc/consent/{request_id}")
    if isinstance(step, ApprovalNeeded):
        return HttpResponseRedirect(f"{APPROVE}{step.operations[0]}?{urlencode(here)}")
    return _sent(step)


def _sent(sent: Sent) -> HttpResponse:
    """Back to the client; 303, so that nothing of a form is sent along (RFC 9700, 4.12)."""
    response = HttpResponse(status=_SEE_OTHER)
    response.headers["Location"] = sent.url
    return response


def _told(error: RedirectedError) -> Sent:
    state = {"state": error.state} if error.state else {}
    return Sent(
        redirect_uri=error.redirect_uri,
        parameters={
            "error": error.fault.value,
            "error_description": error.description,
            **state,
            "iss": provider().issuer,
        },
    )


def _address(request_id: str) -> str:
    return f"/oidc/continue/{request_id}"


def _pairs(request: HttpRequest) -> Mapping[str, Sequence[str]]:
    query: Any = request.META.get("QUERY_STRING", "") if request.method == "GET" else request.body.decode("latin-1")
    if len(query) > _LONGEST:
        raise UnsafeRequestError(_UNREADABLE)
    try:
        return parse_qs(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise UnsafeRequestError(_UNREADABLE) from error


_UNREADABLE = Text(
    "元のサービスからの依頼を読み取れませんでした。この画面を閉じ、元のサービスにお問い合わせください。",
    "The request of the service that sent you here cannot be read. Please close this page and ask that service.",
)
_TITLE = Text("安全のため、ここで止めました", "We stopped here, for your safety")


def stopped(error: UnsafeRequestError) -> RefusedError:
    """A page of ours: nobody is sent anywhere."""
    return RefusedError(
        Problem(
            status=400,
            code="unsafe_request",
            title=_TITLE,
            detail=error.reason,
            steps=(NextStep(label=Text("はじめの画面へ", "To the start"), href="/"),),
        )
    )
