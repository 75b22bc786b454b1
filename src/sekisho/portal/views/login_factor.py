"""The second factor of a login: typed, sent and typed, or a number for the app (C-14)."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.authentication.operations.login import accept_proof, present
from sekisho.authentication.operations.push import collect_prompt, prompt_again
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.logins import attempt_of
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.login import Arrival, Attempt, Check, Stopped
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.proofs import Proof, Refused
from sekisho.authentication.types.proofs import RefusedError as FactorRefusedError
from sekisho.kernel.texts import Text
from sekisho.portal.further import Asked, wanted_in
from sekisho.portal.stepping import as_page, asking
from sekisho.web.operations.arrivals import arrival_of, login_tools
from sekisho.web.operations.guards import public
from sekisho.web.operations.next_page import own_page
from sekisho.web.operations.resources import push_tools

_WHAT = Text("ログイン", "Login")


@require_http_methods(["GET", "HEAD", "POST"])
@public
def factor(request: HttpRequest) -> HttpResponseBase:
    """GET shows what may be shown; POST takes something typed.

    The policy has judged which factors may be used now, and judges again what was shown: dates are not asked here.
    """
    arrival = arrival_of(request, solution=request.POST.get("work", "")[:8_192])
    onward = _onward(request)
    attempt = _attempt(request, arrival)
    if attempt is None:
        return as_page(request, Stopped.because(Refusal.OVER), onward=onward)
    if request.method != "POST":
        return asking(request, attempt=attempt.id, factors=_usable(attempt), onward=onward)
    wanted = wanted_in(request)
    step = present(
        tools=login_tools(arrival.at), arrival=arrival, attempt=attempt.id, factor=wanted,
        check=_check(request, arrival, wanted),
    )  # fmt: skip
    if isinstance(step, Stopped) and step.attempt and step.reason in {Refusal.WRONG, Refusal.BUSY}:
        return asking(request, attempt=attempt.id, factors=_usable(attempt), onward=onward, refused=step.text)
    return as_page(request, step, onward=onward)


@require_POST
@public
def send(request: HttpRequest) -> HttpResponseBase:
    """Send a code, or ask the app."""
    arrival, onward = arrival_of(request), _onward(request)
    attempt = _attempt(request, arrival)
    if attempt is None:
        return as_page(request, Stopped.because(Refusal.OVER), onward=onward)
    wanted, asked = wanted_in(request), _asked(arrival, attempt.principal)
    shown: dict[str, Any] = {"attempt": attempt.id, "factors": _usable(attempt), "onward": onward}
    try:
        if wanted is FactorCode.PUSH_NUMBER:
            return asking(request, push=asked.ask_app(_WHAT), **shown)
        return asking(request, sent={wanted: asked.send(wanted)}, **shown)
    except FactorRefusedError as error:
        return asking(request, refused=error.refused.text, **shown)


@require_POST
@public
def push(request: HttpRequest) -> HttpResponseBase:
    """The customer has typed the number into the app: take what the app signed."""
    arrival, onward = arrival_of(request), _onward(request)
    attempt = _attempt(request, arrival)
    if attempt is None:
        return as_page(request, Stopped.because(Refusal.OVER), onward=onward)
    name = request.POST.get("prompt", "")[:64]
    found = collect_prompt(prompt=name, session=arrival.visit.session, visit=arrival.visit, at=arrival.at)
    if isinstance(found, Refused):
        again = prompt_again(tools=push_tools(), prompt=name, session=arrival.visit.session, at=arrival.at)
        return asking(
            request, attempt=attempt.id, factors=_usable(attempt), onward=onward, refused=found.text, push=again
        )
    step = accept_proof(tools=login_tools(arrival.at), arrival=arrival, proof=found, attempt=attempt.id)
    return as_page(request, step, onward=onward)


def _onward(request: HttpRequest) -> str:
    return own_page(request.POST.get("next") or request.GET.get("next", "/"))


def _attempt(request: HttpRequest, arrival: Arrival) -> Attempt | None:
    name = (request.POST.get("attempt") or request.GET.get("attempt", ""))[:64]
    return attempt_of(attempt=name, browser=arrival.visit.session, at=arrival.at) if name else None


def _usable(attempt: Attempt) -> tuple[FactorCode, ...]:
    """What he holds and has not shown yet, the strongest first."""
    held = {each.factor for each in authenticators_of(principal=attempt.principal) if each.active}
    return tuple(sorted(held - set(attempt.factors), key=lambda code: -FACTORS[code].rank))


def _asked(arrival: Arrival, principal: str) -> Asked:
    return Asked(principal=principal, session=arrival.visit.session, visit=arrival.visit, at=arrival.at)


def _check(request: HttpRequest, arrival: Arrival, wanted: FactorCode) -> Check:
    typed, sent = request.POST.get("code", "").strip()[:64], request.POST.get("sent", "")[:64]

    def check(principal: str | None, known_device: bool) -> Proof | Refused:  # noqa: ARG001, FBT001 - the login's form
        return _asked(arrival, principal or "").check(wanted, typed=typed, sent=sent)

    return check
