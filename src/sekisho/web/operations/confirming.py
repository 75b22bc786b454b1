"""Raise a session by a passkey: customers and staff confirm once more that it is they, each on pages of their own."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from sekisho.authentication.operations.ceremonies import begin_assertion, finish_assertion
from sekisho.authentication.operations.sessions import SessionOverError, elevate_session, end_session
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.sessions import EndReason, token_digest
from sekisho.authentication.types.webauthn import Purpose
from sekisho.kernel.texts import Text
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of, forget_call
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.cookies import set_session
from sekisho.web.operations.minting import challenge, identifier, token
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import relying_party
from sekisho.web.types.problems import Problem, RefusedError, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What differs between the customers' part and the staff's.

    Attributes:
        acr: what the passkey must amount to.
        lost: what somebody does whose passkey was not taken.
        login: where somebody logs in whose session has ended.

    """

    acr: Acr
    lost: Step
    login: Step


def ask_again(request: HttpRequest, part: Part) -> HttpResponse:
    """Ask whoever is signed in for a passkey of his own.

    Raises:
        RefusedError: he has none that would do.

    """
    call = call_of(request)
    try:
        options = begin_assertion(
            party=relying_party(), session=call.browser, principal=call.signed_in.ref, purpose=Purpose.STEP_UP,
            operation=None, challenge=challenge(), ceremony=identifier("ce"), at=call.at, acr=part.acr,
            visit=call.visit,
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error, steps=(part.lost,)) from error
    return opened(options)


def raise_session(request: HttpRequest, part: Part, *, onward: str) -> HttpResponse:
    """Take the passkey's answer, and raise the session under a new token.

    Args:
        request: with the browser's answer.
        part: whose pages these are.
        onward: where the browser goes on.

    Raises:
        RefusedError: the answer was not taken, or the session has ended.

    """
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
        raise refused(error, steps=(part.lost,)) from error
    except SessionOverError as error:
        raise RefusedError(session_over(part)) from error
    response = answer({"next": onward})
    set_session(request, response, fresh)
    return response


def end_own_session(request: HttpRequest) -> None:
    """End the session of whoever asks, if there is one; the page that follows takes the cookie back."""
    call = call_of(request)
    if call.session is not None:
        end_session(session=call.session.ref, reason=EndReason.LOGOUT, by=call.session.principal, at=call.at)
    forget_call(request)


def session_over(part: Part) -> Problem:
    """The session of whoever confirms has ended meanwhile."""
    return Problem(
        status=401,
        code="session_over",
        title=Text("ログインが終了しています", "You are no longer logged in"),
        detail=Text("安全のため、もう一度ログインしてください。", "For your safety, please log in again."),
        steps=(part.login,),
    )
