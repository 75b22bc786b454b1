"""Confirm once more that it is you, before something that matters; then go on where you were.

A passkey where there is one; otherwise what the customer may log in with: a code of his app, a code that is sent, a
number for the app, or a saved recovery code (C-13, C-14). Nobody who holds a passkey is asked for less (C-01).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.confirming import confirm as raise_by
from sekisho.authentication.operations.confirming import refuse_way
from sekisho.authentication.operations.push import collect_prompt, prompt_again
from sekisho.authentication.operations.sessions import SessionOverError
from sekisho.authentication.queries.confirming import ways_to_confirm
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import WEBAUTHN, FactorCode
from sekisho.authentication.types.proofs import Proof, Refused
from sekisho.authentication.types.proofs import RefusedError as FactorRefusedError
from sekisho.authentication.types.sessions import token_digest
from sekisho.kernel.texts import Text
from sekisho.portal.further import Asked, factor_cards, wanted_in
from sekisho.portal.menu import screen
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import RECOVERY
from sekisho.web.operations.confirming import Part, ask_again, raise_session, session_over
from sekisho.web.operations.cookies import set_session
from sekisho.web.operations.guards import signed_in
from sekisho.web.operations.minting import token
from sekisho.web.operations.next_page import own_page
from sekisho.web.operations.resources import push_tools
from sekisho.web.types.problems import RefusedError, Step

_PART = Part(acr=Acr.PHR, lost=RECOVERY, login=Step(label=Text("ログインへ", "Log in"), href="/login"))
_WHAT = Text("ご本人の確認", "Confirmation")


@require_safe
@signed_in()
def confirm(request: HttpRequest) -> HttpResponseBase:
    """The page that asks."""
    return _page(request)


@require_POST
@signed_in()
def code(request: HttpRequest) -> HttpResponseBase:
    """Take something typed."""
    wanted = wanted_in(request)
    refused = _refused(request, wanted)
    if refused is not None:
        return _page(request, refused=refused.text)
    typed, sent = request.POST.get("code", "").strip()[:64], request.POST.get("sent", "")[:64]
    return _gone_on(request, _asked(request).check(wanted, typed=typed, sent=sent))


@require_POST
@signed_in()
def send(request: HttpRequest) -> HttpResponseBase:
    """Send a code, or ask the app."""
    wanted = wanted_in(request)
    refused = _refused(request, wanted)
    if refused is not None:
        return _page(request, refused=refused.text)
    try:
        if wanted is FactorCode.PUSH_NUMBER:
            return _page(request, push=_asked(request).ask_app(_WHAT))
        return _page(request, sent={wanted: _asked(request).send(wanted)})
    except FactorRefusedError as error:
        return _page(request, refused=error.refused.text)


@require_POST
@signed_in()
def push(request: HttpRequest) -> HttpResponseBase:
    """The customer has typed the number into the app: take what the app signed."""
    refused = _refused(request, FactorCode.PUSH_NUMBER)
    if refused is not None:
        return _page(request, refused=refused.text)
    call, name = call_of(request), request.POST.get("prompt", "")[:64]
    found = collect_prompt(prompt=name, session=call.browser, visit=call.visit, at=call.at)
    again = prompt_again(tools=push_tools(), prompt=name, session=call.browser, at=call.at)
    return _gone_on(request, found, push=again)


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


def _asked(request: HttpRequest) -> Asked:
    call = call_of(request)
    return Asked(principal=call.signed_in.ref, session=call.browser, visit=call.visit, at=call.at)


def _refused(request: HttpRequest, wanted: FactorCode) -> Refused | None:
    call = call_of(request)
    return refuse_way(
        principal=call.signed_in.ref, factor=wanted, policy=effective(call.at), visit=call.visit, at=call.at
    )


def _gone_on(request: HttpRequest, found: Proof | Refused, **shown: Any) -> HttpResponse:  # noqa: ANN401 - for the page
    if isinstance(found, Refused):
        return _page(request, refused=found.text, **shown)
    call, fresh = call_of(request), token()
    try:
        raise_by(session=call.living, proof=found, token_digest=token_digest(fresh), at=call.at)
    except SessionOverError as error:
        raise RefusedError(session_over(_PART)) from error
    response = HttpResponseRedirect(_onward(request))
    set_session(request, response, fresh)
    return response


def _onward(request: HttpRequest) -> str:
    return own_page(request.POST.get("next") or request.GET.get("next", "/"))


def _page(
    request: HttpRequest,
    *,
    refused: Text | None = None,
    sent: dict[FactorCode, Any] | None = None,
    push: Any = None,  # noqa: ANN401 - the prompt, as the template shows it
) -> HttpResponse:
    call = call_of(request)
    ways = ways_to_confirm(principal=call.signed_in.ref, policy=effective(call.at), at=call.at)
    here = [each for each in ways if each in _HERE]
    return screen(
        request, "portal/confirm.html", next=_onward(request), refused=refused, push=push,
        passkey=any(each in WEBAUTHN for each in ways), factors=factor_cards(here, sent or {}), ways=len(here),
        status=200 if refused is None else 403,
    )  # fmt: skip


_HERE = WEBAUTHN | {
    FactorCode.TOTP, FactorCode.RECOVERY_CODE, FactorCode.EMAIL_OTP, FactorCode.SMS_OTP, FactorCode.PUSH_NUMBER,
}  # fmt: skip
"""What can be shown on this page; a certificate or a card is shown by logging in once more."""
