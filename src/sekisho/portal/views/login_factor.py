"""The second factor of a login: typed, sent and typed, or a number for the app (C-14)."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.authentication.operations.codes import send_code, verify_code
from sekisho.authentication.operations.login import accept_proof, present
from sekisho.authentication.operations.push import begin_prompt, collect_prompt, prompt_again
from sekisho.authentication.operations.recovery_codes import verify_recovery_code
from sekisho.authentication.operations.totp import verify_totp
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.logins import attempt_of
from sekisho.authentication.types.factors import FACTORS, FactorCode
from sekisho.authentication.types.interim import FreshCode, Sent
from sekisho.authentication.types.login import Arrival, Attempt, Check, Stopped
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.proofs import Proof, Refused, Why
from sekisho.authentication.types.proofs import RefusedError as FactorRefusedError
from sekisho.authentication.types.push import NUMBER, FreshPrompt
from sekisho.kernel.texts import Text
from sekisho.portal.stepping import as_page, asking
from sekisho.web.operations.arrivals import arrival_of, login_tools
from sekisho.web.operations.guards import public
from sekisho.web.operations.keys import node_keys
from sekisho.web.operations.minting import digits, identifier, vault_nonce
from sekisho.web.operations.next_page import own_page
from sekisho.web.operations.places import browser_of, place_of
from sekisho.web.operations.resources import code_tools, push_tools, vault

DIGITS = 6
"""Digits of a code that is sent."""


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
    wanted = _wanted(request)
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
    wanted = _wanted(request)
    shown: dict[str, Any] = {"attempt": attempt.id, "factors": _usable(attempt), "onward": onward}
    try:
        if wanted is FactorCode.PUSH_NUMBER:
            return asking(request, push=_ask_app(arrival, attempt), **shown)
        sent = _send(arrival, attempt, wanted)
    except FactorRefusedError as error:
        return asking(request, refused=error.refused.text, **shown)
    return asking(request, sent={wanted: sent}, **shown)


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


def _wanted(request: HttpRequest) -> FactorCode:
    word = request.POST.get("factor", "")
    return FactorCode(word) if word in set(FactorCode) else FactorCode.TOTP


def _usable(attempt: Attempt) -> tuple[FactorCode, ...]:
    """What he holds and has not shown yet, the strongest first."""
    held = {each.factor for each in authenticators_of(principal=attempt.principal) if each.active}
    return tuple(sorted(held - set(attempt.factors), key=lambda code: -FACTORS[code].rank))


def _send(arrival: Arrival, attempt: Attempt, wanted: FactorCode) -> Sent:
    held = [each for each in authenticators_of(principal=attempt.principal) if each.active and each.factor is wanted]
    if not held:
        raise FactorRefusedError.because(Why.NONE_HELD)
    return send_code(
        tools=code_tools(), principal=attempt.principal, authenticator=held[-1].id,
        fresh=FreshCode(id=identifier("co"), code=digits(DIGITS), nonce=vault_nonce()), stop_use=None,
        session=arrival.visit.session, visit=arrival.visit, at=arrival.at,
    )  # fmt: skip


def _ask_app(arrival: Arrival, attempt: Attempt) -> object:
    browser, place = browser_of(arrival.visit.user_agent), place_of(arrival.visit.ip)
    content = Text(f"ログイン: {browser.ja}、{place.ja}", f"Login: {browser.en}, {place.en}")
    return begin_prompt(
        tools=push_tools(), principal=attempt.principal,
        fresh=FreshPrompt(id=identifier("pu"), number=digits(NUMBER), nonce=vault_nonce()), content=content,
        stop_use=None, session=arrival.visit.session, visit=arrival.visit, at=arrival.at,
    )  # fmt: skip


def _check(request: HttpRequest, arrival: Arrival, wanted: FactorCode) -> Check:
    typed, sent = request.POST.get("code", "").strip()[:64], request.POST.get("sent", "")[:64]

    def check(principal: str | None, known_device: bool) -> Proof | Refused:  # noqa: ARG001, FBT001 - the login's form
        who = principal or ""
        if wanted is FactorCode.RECOVERY_CODE:
            return verify_recovery_code(
                principal=who, typed=typed, key=node_keys().secret("recovery-codes:1"), stop_use=None,
                visit=arrival.visit, at=arrival.at,
            )  # fmt: skip
        if sent:
            found = verify_code(
                tools=code_tools(), code=sent, typed=typed, stop_use=None, session=arrival.visit.session,
                visit=arrival.visit, at=arrival.at,
            )  # fmt: skip
            other = isinstance(found, Proof) and found.principal != who  # a code for another login in this browser
            return Refused.because(Why.WRONG) if other else found
        return verify_totp(principal=who, typed=typed, vault=vault(), stop_use=None, visit=arrival.visit, at=arrival.at)

    return check
