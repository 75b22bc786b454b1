"""Log in, or add a way in, with another provider: the firm's own site, or the My Number card's app (2.6, mode 3)."""

from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from sekisho.authentication.operations.login import accept_proof
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.bridge import BridgeError, Naming, Upstream
from sekisho.authentication.types.proofs import Proof
from sekisho.authentication.types.recovery import Path
from sekisho.kernel.texts import Text
from sekisho.portal.proving import FRESH, demanded
from sekisho.portal.recovering import JPKI, opened, trigger_of, with_pass
from sekisho.portal.stepping import as_page
from sekisho.web.operations.arrivals import arrival_of, login_tools
from sekisho.web.operations.bridging import begin, configured, finish, finish_linking
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public, refuse_weak, signed_in
from sekisho.web.operations.next_page import own_page
from sekisho.web.types.calls import Call
from sekisho.web.types.problems import Problem, RefusedError, Step

COOKIE = "__Host-sekisho-away"
"""What somebody who is away at another provider goes on with when he comes back; nothing secret."""
_LIFE = 900
_LONGEST = 1_000


@require_safe
@public
def leave(request: HttpRequest, name: str) -> HttpResponse:
    """``/login/with/<name>``: to the other provider, with the login that is under way and where to go on."""
    upstream = _upstream(name)
    kept = {"attempt": request.GET.get("attempt", "")[:64], "next": own_page(request.GET.get("next", "/"))}
    return away(begin(upstream, call_of(request)), kept)


@require_safe
@signed_in(acr=Acr.MFA)
def add(request: HttpRequest, name: str) -> HttpResponseBase:
    """``/enrol/with/<name>``: the same, to set it up as an authenticator, on what a new passkey rests on (C-09)."""
    upstream, call = _upstream(name), call_of(request)
    if upstream.naming is Naming.ACCOUNT:
        raise RefusedError(_UNKNOWN)
    missing = refuse_weak(request, acr=demanded(call), within=FRESH)
    if missing is not None:
        return missing
    return away(begin(upstream, call, principal=call.signed_in.ref), {"link": call.signed_in.ref})


@require_safe
@public
def come_back(request: HttpRequest, name: str) -> HttpResponse:
    """``/login/with/<name>/return``: registered at the other provider."""
    upstream, call, kept = _upstream(name), call_of(request), _kept(request)
    try:
        if kept.get("link") and call.principal is not None:
            finish_linking(upstream, call, request.GET.dict(), principal=call.principal.ref)
            return _home(HttpResponseRedirect("/security"))
        arrival = arrival_of(request)
        proof = finish(upstream, call, request.GET.dict()).proof
    except BridgeError as error:
        raise RefusedError(_refused(error)) from error
    if kept.get("recovery"):
        return _home(_recovering(call, proof, kept["recovery"]))
    step = accept_proof(tools=login_tools(arrival.at), arrival=arrival, proof=proof, attempt=kept.get("attempt", ""))
    return _home(as_page(request, step, onward=own_page(kept.get("next", "/"))))


def _recovering(call: Call, proof: Proof, trigger: str) -> HttpResponse:
    """The card has said who he is: he may set up a new passkey (C-09)."""
    kind = JPKI.get(proof.factor)
    if kind is None:
        raise RefusedError(_UNKNOWN)
    case = opened(call, proof, Path.JPKI, kind, trigger_of(trigger))
    return with_pass(HttpResponseRedirect("/recovery/status"), case)


def _upstream(name: str) -> Upstream:
    found = configured().get(name)
    if found is None:
        raise RefusedError(_UNKNOWN)
    return found


def away(url: str, kept: dict[str, str]) -> HttpResponse:
    """Send the browser to another provider, and remember what for."""
    response = HttpResponseRedirect(url)
    response.set_cookie(COOKIE, urlencode(kept), max_age=_LIFE, path="/", secure=True, httponly=True, samesite="Lax")
    return response


def _kept(request: HttpRequest) -> dict[str, str]:
    found = parse_qs(request.COOKIES.get(COOKIE, "")[:_LONGEST])
    return {name: values[0] for name, values in found.items()}


def _home(response: HttpResponse) -> HttpResponse:
    response.set_cookie(COOKIE, "", max_age=0, path="/", secure=True, httponly=True, samesite="Lax")
    return response


_LOGIN = Step(label=Text("ログインの画面へ", "To the login page"), href="/login")
_UNKNOWN = Problem(
    status=404,
    code="unknown_provider",
    title=Text("この方法はご利用になれません", "This way is not offered"),
    detail=Text("ログインの画面から、別の方法を選んでください。", "Please choose another way on the login page."),
    steps=(_LOGIN,),
)


def _refused(error: BridgeError) -> Problem:
    return Problem(
        status=403,
        code=error.refusal.value,
        title=Text("確認できませんでした", "We could not confirm that it is you"),
        detail=error.reason,
        steps=(_LOGIN, Step(label=Text("ログインできないとき", "I cannot log in"), href="/recovery")),
    )
