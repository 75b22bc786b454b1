"""One's own keys and sessions: a second key, names, the end of what is no longer used."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.authenticators import (
    AuthenticatorUnchangedError,
    LastAuthenticatorError,
    remove_authenticator,
)
from sekisho.authentication.operations.ceremonies import begin_registration, finish_registration
from sekisho.authentication.operations.sessions import end_all, end_session
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import STAFF
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.sessions import EndReason, Session
from sekisho.console.guarding import member_of, staff
from sekisho.console.menu import screen
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.faults import nowhere
from sekisho.web.operations.minting import challenge, identifier
from sekisho.web.operations.pages import answer
from sekisho.web.operations.places import CREDIT, browser_of, place_of
from sekisho.web.operations.resources import relying_party, staff_trust
from sekisho.web.types.problems import Step

FRESH = 5 * MINUTE
"""How lately somebody must have shown his key to add or remove one, in milliseconds."""
_BACK = Step(label=Text("自分の鍵へ戻る", "Back to my keys"), href="/staff/me")
_DONE = {
    "added": Text("鍵を追加しました。", "The key was added."),
    "removed": Text(
        "鍵を削除し、ほかのログインを終了しました。", "The key was removed, and you are logged out elsewhere."
    ),
    "ended": Text("ログアウトさせました。", "Logged out."),
}


@require_safe
@staff()
def me(request: HttpRequest) -> HttpResponse:
    """Both lists."""
    return _shown(request, done=_DONE.get(request.GET.get("done", "")))


@require_safe
@staff(acr=Acr.PHRH, within=FRESH)
def add(request: HttpRequest) -> HttpResponse:
    """The page that starts a second key."""
    return screen(request, "console/add_key.html")


@require_POST
@staff(acr=Acr.PHRH, within=FRESH)
def begin(request: HttpRequest) -> HttpResponseBase:
    """Ask the browser to make one."""
    call = call_of(request)
    options = begin_registration(
        party=relying_party(), principal=call.signed_in.ref, session=call.browser, profile=STAFF, visit=call.visit,
        challenge=challenge(), ceremony=identifier("ce"), at=call.at, label=member_of(request).name,
    )  # fmt: skip
    return opened(options)


@require_POST
@staff(acr=Acr.PHRH, within=FRESH)
def finish(request: HttpRequest) -> HttpResponseBase:
    """Keep it."""
    call, body = call_of(request), json_object(request)
    try:
        finish_registration(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=call.browser,
            response=response_in(body), name=text_in({"name": "", **body}, "name", longest=100),
            authenticator=identifier("au"), visit=call.visit, at=call.at, trust=staff_trust(),
        )  # fmt: skip
    except WebauthnRefusedError as error:
        raise refused(error, steps=(_BACK,)) from error
    return answer({"next": "/staff/me?done=added"})


@require_POST
@staff(acr=Acr.PHRH, within=FRESH)
def remove(request: HttpRequest) -> HttpResponseBase:
    """End a key that is no longer used; never the last one."""
    call = call_of(request)
    held = {each.id for each in authenticators_of(principal=call.signed_in.ref)}
    wanted = request.POST.get("authenticator", "")
    if wanted not in held:
        raise nowhere()
    try:
        remove_authenticator(
            authenticator=wanted, by=call.signed_in.ref, reason="removed by its owner", at=call.at
        )  # fmt: skip
    except (AuthenticatorUnchangedError, LastAuthenticatorError) as error:
        return _shown(request, refused=error.text, status=409)
    end_all(
        principal=call.signed_in.ref, reason=EndReason.AUTHENTICATOR_REMOVED, at=call.at, except_=call.living.ref
    )  # fmt: skip
    return HttpResponseRedirect("/staff/me?done=removed")


@require_POST
@staff()
def end(request: HttpRequest) -> HttpResponseBase:
    """End a session elsewhere (``session``), or all of them (``others``)."""
    call = call_of(request)
    who, here, wanted = call.signed_in.ref, call.living.ref, request.POST.get("session", "")
    if wanted == "others":
        end_all(principal=who, reason=EndReason.REVOKED, at=call.at, except_=here)
    elif wanted in {each.ref for each in sessions_of(principal=who, at=call.at)} - {here}:
        end_session(session=wanted, reason=EndReason.REVOKED, by=who, at=call.at)
    return HttpResponseRedirect("/staff/me?done=ended")


def _shown(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:  # noqa: ANN401
    call = call_of(request)
    keys = [_key(each) for each in authenticators_of(principal=call.signed_in.ref)]
    sessions = [
        _session(each, here=each.ref == call.living.ref)
        for each in sessions_of(principal=call.signed_in.ref, at=call.at)
    ]
    return screen(
        request, "console/me.html", status=status, keys=keys, sessions=sessions, credit=CREDIT,
        alone=sum(each["active"] for each in keys) == 1, **context,
    )  # fmt: skip


def _key(found: Authenticator) -> dict[str, Any]:
    label = FACTORS[found.factor].label
    return {
        "id": found.id, "name": found.name or label.ja, "label": label, "active": found.active,
        "created": found.created, "last_used": found.last_used,
    }  # fmt: skip


def _session(found: Session, *, here: bool) -> dict[str, Any]:
    return {
        "ref": found.ref, "browser": browser_of(found.user_agent), "place": place_of(found.ip),
        "created": found.created, "last_seen": found.last_seen, "here": here,
    }  # fmt: skip
