"""Confirm once more with the key that it is you, before something that matters; then go on where you were."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.ceremonies import begin_assertion, finish_assertion
from sekisho.authentication.operations.sessions import SessionOverError, elevate_session
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.sessions import token_digest
from sekisho.authentication.types.webauthn import Purpose
from sekisho.console.guarding import staff
from sekisho.console.menu import screen
from sekisho.console.views.login import HOME, LOGIN, LOST, onward_of
from sekisho.kernel.texts import Text
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.cookies import set_session
from sekisho.web.operations.minting import challenge, identifier, token
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import relying_party
from sekisho.web.types.problems import Problem, RefusedError

_OVER = Problem(
    status=401,
    code="session_over",
    title=Text("ログインが終了しています", "You are no longer logged in"),
    detail=Text("安全のため、もう一度ログインしてください。", "For your safety, please log in again."),
    steps=(LOGIN,),
)


@require_safe
@staff(acr=Acr.PASSWORD)
def confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks."""
    return screen(request, "console/confirm.html", next=onward_of(request.GET.get("next", HOME)))


@require_POST
@staff(acr=Acr.PASSWORD)
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask his own hardware keys."""
    call = call_of(request)
    try:
        options = begin_assertion(
            party=relying_party(), session=call.browser, principal=call.signed_in.ref, purpose=Purpose.STEP_UP,
            operation=None, challenge=challenge(), ceremony=identifier("ce"), at=call.at, acr=Acr.PHRH,
            visit=call.visit,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error, steps=(LOST,)) from error
    return opened(options)


@require_POST
@staff(acr=Acr.PASSWORD)
def finish(request: HttpRequest) -> HttpResponseBase:
    """Raise the session, under a new token."""
    call, body, fresh = call_of(request), json_object(request), token()
    try:
        proved = finish_assertion(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=call.browser,
            response=response_in(body), visit=call.visit, at=call.at,
        )  # fmt: skip
        elevate_session(
            session=call.living.ref, acr=proved.acr, amr=proved.amr, token_digest=token_digest(fresh), at=call.at,
            factor=proved.factor.value,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error, steps=(LOST,)) from error
    except SessionOverError as error:
        raise RefusedError(_OVER) from error
    response = answer({"next": onward_of(text_in({"next": HOME, **body}, "next"))})
    set_session(request, response, fresh)
    return response
