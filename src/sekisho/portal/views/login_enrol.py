"""A login that the policy lets in only with a passkey: set one up here, then log in with it.

The login itself allows nothing but that. It rests on what was shown in it: two factors at least, since a stolen
password, or a code out of a stolen mailbox alone, must not be enough to plant a key (C-09).
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.ceremonies import begin_registration, finish_registration
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.logins import attempt_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER
from sekisho.authentication.types.login import Attempt, LoginState, Stopped
from sekisho.authentication.types.login_refusals import Refusal
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.showing import STRONG
from sekisho.portal.stepping import as_page, stopped_error
from sekisho.portal.views.enrol import HOLD, hints_in
from sekisho.web.operations.arrivals import arrival_of
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import challenge, identifier
from sekisho.web.operations.next_page import own_page
from sekisho.web.operations.pages import answer
from sekisho.web.operations.places import browser_of
from sekisho.web.operations.resources import relying_party
from sekisho.web.types.problems import Problem, RefusedError, Step

_RECOVERY = Step(label=Text("ご本人の確認へ", "Confirm that it is me"), href="/recovery")
_NOT_ENOUGH = Problem(
    status=403,
    code="not_enough",
    title=Text("先にご本人の確認が必要です", "Please confirm first that it is you"),
    detail=Text(
        "パスワードだけでは、パスキーを登録できません。ご本人の確認へお進みください。",
        "A password alone is not enough to set up a passkey. Please go on to confirm that it is you.",
    ),
    steps=(_RECOVERY,),
)


@require_safe
@public
def page(request: HttpRequest) -> HttpResponse:
    """What is needed and why, and the way to it."""
    arrival = arrival_of(request)
    attempt = _attempt(request, request.GET.get("attempt", ""))
    onward = own_page(request.GET.get("next", "/"))
    if attempt is None:
        return as_page(request, Stopped.because(Refusal.OVER), onward=onward)
    return screen(
        request, "portal/login_enrol.html", attempt=attempt.id, next=onward, may=_may(attempt),
        suggestion=browser_of(arrival.visit.user_agent),
    )  # fmt: skip


@require_POST
@public
def begin(request: HttpRequest) -> HttpResponse:
    """Ask the browser to make a passkey for whoever the login belongs to."""
    arrival, body = arrival_of(request), json_object(request)
    attempt = _checked(request, text_in(body, "attempt", longest=64))
    options = begin_registration(
        party=relying_party(), principal=attempt.principal, session=arrival.visit.session,
        profile=replace(CUSTOMER, hints=hints_in(body)), visit=arrival.visit, challenge=challenge(),
        ceremony=identifier("ce"), at=arrival.at,
    )  # fmt: skip
    return opened(options)


@require_POST
@public
def finish(request: HttpRequest) -> HttpResponse:
    """Keep it; the customer then logs in with it, in the same login."""
    arrival, body = arrival_of(request), json_object(request)
    attempt = _checked(request, text_in(body, "attempt", longest=64))
    try:
        finish_registration(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=arrival.visit.session,
            response=response_in(body), name=text_in({"name": "", **body}, "name", longest=100),
            authenticator=identifier("au"), visit=arrival.visit, at=arrival.at, hold_until=arrival.at + HOLD,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error) from error
    return answer({"next": f"/login/factor?attempt={attempt.id}&next=/enrolled"})


def _attempt(request: HttpRequest, name: str) -> Attempt | None:
    arrival = arrival_of(request)
    found = attempt_of(attempt=name[:64], browser=arrival.visit.session, at=arrival.at) if name else None
    return found if found is not None and found.state is LoginState.ENROLLING else None


def _checked(request: HttpRequest, name: str) -> Attempt:
    """The login, if it may set up a passkey."""
    attempt = _attempt(request, name)
    if attempt is None:
        raise stopped_error(Stopped.because(Refusal.OVER))
    if not _may(attempt):
        raise RefusedError(_NOT_ENOUGH)
    return attempt


def _may(attempt: Attempt) -> bool:
    """Two factors were shown, and there is no stronger one that should have been."""
    held = authenticators_of(principal=attempt.principal)
    strong = any(each.active and each.factor in STRONG for each in held)
    return attempt.acr >= (Acr.PHR if strong else Acr.MFA)
