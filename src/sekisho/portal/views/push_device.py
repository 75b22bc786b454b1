"""What a device with the firm's app says: bind me, what am I asked, this number, that was not me (C-14).

Every message is signed with the device's key, so there are no cookies and no CSRF token: whoever holds no bound key is
told the same, whatever he sends. ``/app`` is the reference client, which runs in any browser; a firm's own app speaks
the same four messages.
"""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.push_device import answer_prompt, deny_prompt, open_prompts
from sekisho.authentication.operations.push_pairing import DeviceClaim, finish_pairing
from sekisho.authentication.types.proofs import Refused, Why
from sekisho.authentication.types.push import NUMBER
from sekisho.kernel.texts import Text
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import vault_nonce
from sekisho.web.operations.pages import answer, page
from sekisho.web.operations.resources import vault
from sekisho.web.types.problems import Problem, RefusedError

_TITLE = Text("受け付けられませんでした", "This was not taken")
_STATUSES = {Why.NONE_HELD: 403, Why.EXPIRED: 410, Why.SPENT: 410, Why.WRONG: 422, Why.LOCKED: 403}
_NAME = 100
Found = TypeVar("Found")


def _device(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    return csrf_exempt(require_POST(public(view)))


@require_safe
@public
def app(request: HttpRequest) -> HttpResponseBase:
    """The reference client."""
    return page(request, "portal/app.html", digits=NUMBER)


@_device
def pair(request: HttpRequest) -> HttpResponse:
    """Bind the device: ``{token, public_key, signature, name, wake}`` → ``{authenticator}``."""
    call, body = call_of(request), json_object(request)
    claim = DeviceClaim(
        token=text_in(body, "token", longest=64),
        public_key=text_in(body, "public_key", longest=256),
        signature=text_in(body, "signature", longest=128),
        name=text_in({"name": "", **body}, "name", longest=_NAME),
        wake=text_in({"wake": "", **body}, "wake", longest=512),
    )
    found = finish_pairing(claim=claim, vault=vault(), nonce=vault_nonce(), visit=call.visit, at=call.at)
    return answer({"authenticator": _taken(found).authenticator})


@_device
def prompts(request: HttpRequest) -> HttpResponse:
    """What is asked: ``{authenticator, at, signature}`` → ``{prompts: [{id, content, shown, begun, expires}]}``."""
    call, body = call_of(request), json_object(request)
    at = body.get("at")
    found = open_prompts(
        authenticator=_authenticator(body), signed_at=at if isinstance(at, int) else 0,
        signature=text_in(body, "signature", longest=128), at=call.at,
    )  # fmt: skip
    told = [
        {
            "id": each.id,
            "content": {"ja": each.content.ja, "en": each.content.en},
            "shown": each.shown,
            "begun": each.begun,
            "expires": each.expires,
        }
        for each in _taken(found)
    ]
    return answer({"prompts": told})


@_device
def reply(request: HttpRequest) -> HttpResponse:
    """The number: ``{authenticator, prompt, number, shown, signature}`` → ``{state}``."""
    call, body = call_of(request), json_object(request)
    found = answer_prompt(
        authenticator=_authenticator(body), prompt=text_in(body, "prompt", longest=64),
        typed=text_in(body, "number", longest=16), shown=text_in(body, "shown", longest=64),
        signature=text_in(body, "signature", longest=128), vault=vault(), visit=call.visit, at=call.at,
    )  # fmt: skip
    return answer({"state": _taken(found).value})


@_device
def deny(request: HttpRequest) -> HttpResponse:
    """It was not the customer: ``{authenticator, prompt, signature}`` → ``{state}``."""
    call, body = call_of(request), json_object(request)
    found = deny_prompt(
        authenticator=_authenticator(body), prompt=text_in(body, "prompt", longest=64),
        signature=text_in(body, "signature", longest=128), visit=call.visit, at=call.at,
    )  # fmt: skip
    return answer({"state": _taken(found).value})


def _authenticator(body: dict[str, object]) -> str:
    return text_in(body, "authenticator", longest=64)


def _taken(found: Refused | Found) -> Found:
    """What was taken.

    Raises:
        RefusedError: it was not.

    """
    if isinstance(found, Refused):
        status = _STATUSES.get(found.why, 400)
        raise RefusedError(Problem(status=status, code=found.why.value, title=_TITLE, detail=found.text))
    return found
