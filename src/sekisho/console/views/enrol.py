"""Set up the first key, or a new one after a loss, with the two codes of an invitation.

The codes travel with each step and count until the key is there. Whoever had keys before has none of them afterwards.
"""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.authenticators import remove_authenticator
from sekisho.authentication.operations.ceremonies import begin_registration, finish_registration
from sekisho.authentication.operations.counting import add
from sekisho.authentication.operations.principals import AlreadyRegisteredError, register_principal
from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.types.attestation import STAFF
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.sessions import EndReason
from sekisho.console.faults import told
from sekisho.console.menu import screen
from sekisho.console.views.login import LOGIN
from sekisho.firms.operations.invitations import give_back, use_invitation
from sekisho.firms.queries.invitations import invited
from sekisho.firms.queries.staff import staff_member
from sekisho.firms.types.invitations import Invitation, typed
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.web.operations.arrivals import arrival_of
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import challenge, digest_of, handle, identifier
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import relying_party, staff_trust
from sekisho.web.types.problems import Problem, RefusedError, Step

MOST = 20
"""Tries with codes from one address within ``WINDOW``."""
WINDOW = 10 * MINUTE
_AGAIN = Step(label=Text("コードを入れ直す", "Enter the codes again"), href="/staff/enrol")
_TOO_OFTEN = Problem(
    status=429,
    code="too_many",
    title=Text("回数が多すぎます", "Too many attempts"),
    detail=Text("10分ほど待ってから、もう一度お試しください。", "Please wait about ten minutes and try again."),
    steps=(_AGAIN,),
)


@require_safe
@public
def enrol(request: HttpRequest) -> HttpResponse:
    """The page for both codes and the key."""
    return screen(request, "console/enrol.html")


@require_POST
@public
def begin(request: HttpRequest) -> HttpResponse:
    """Ask the browser to make a key for whoever was invited."""
    arrival, body = arrival_of(request), json_object(request)
    key = f"staff_enrol:{arrival.visit.ip}"
    if add([key], at=arrival.at, window=WINDOW, sliding=False)[key] > MOST:
        raise RefusedError(_TOO_OFTEN)
    found = _invited(body, arrival.at)
    principal = _principal(found, arrival.at)
    options = begin_registration(
        party=relying_party(), principal=principal, session=arrival.visit.session, profile=STAFF, visit=arrival.visit,
        challenge=challenge(), ceremony=identifier("ce"), at=arrival.at, label=staff_member(staff=found.staff).name,
    )  # fmt: skip
    return opened(options)


@require_POST
@public
def finish(request: HttpRequest) -> HttpResponse:
    """Keep the key, and nothing that was before it."""
    arrival, body = arrival_of(request), json_object(request)
    found = _invited(body, arrival.at)
    with told(back="/staff/enrol"):
        use_invitation(invitation=found.id, at=arrival.at)
    fresh = identifier("au")
    try:
        finish_registration(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=arrival.visit.session,
            response=response_in(body), name=text_in({"name": "", **body}, "name", longest=100), authenticator=fresh,
            visit=arrival.visit, at=arrival.at, trust=staff_trust(),
        )  # fmt: skip
    except WebauthnRefusedError as error:
        give_back(invitation=found.id, at=arrival.at)
        raise refused(error, steps=(_AGAIN, LOGIN)) from error
    _end_earlier(found, fresh, arrival.at)
    return answer({"next": "/staff/login?enrolled=1"})


def _invited(body: dict[str, object], at: int) -> Invitation:
    first, second = (digest_of(typed(text_in(body, name, longest=100))) for name in ("first", "second"))
    with told(back="/staff/enrol"):
        return invited(first=first, second=second, at=at)


def _principal(found: Invitation, at: int) -> str:
    """He as he will sign in; registered the first time."""
    ref = f"staff:{found.staff}"
    with suppress(AlreadyRegisteredError):
        register_principal(kind=PrincipalKind.STAFF, identifier=found.staff, login=ref, handle=handle(), at=at)
    return ref


def _end_earlier(found: Invitation, fresh: str, at: int) -> None:
    """Whatever he had before may be in somebody else's hands."""
    ref = f"staff:{found.staff}"
    earlier = [each for each in authenticators_of(principal=ref) if each.id != fresh]
    for each in earlier:
        remove_authenticator(authenticator=each.id, by=ref, reason="invited anew", at=at, recovery=found.id)
    if earlier:
        end_all(principal=ref, reason=EndReason.RECOVERY, at=at)
