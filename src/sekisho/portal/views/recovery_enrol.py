"""The new passkey at the end of a recovery, and the account opened again where it was frozen (C-09, C-10, C-20)."""

from dataclasses import replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.authenticators import remove_authenticator
from sekisho.authentication.operations.ceremonies import begin_registration, finish_registration
from sekisho.authentication.operations.freezes import ReleaseRefusedError, release_freeze
from sekisho.authentication.operations.recoveries import RecoveryError, complete
from sekisho.authentication.operations.sessions import end_all
from sekisho.authentication.queries.freezes import status_of
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.attestation import CUSTOMER
from sekisho.authentication.types.freezes import RecoveryProof
from sekisho.authentication.types.recovery import CaseState, RecoveryCase
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.sessions import EndReason
from sekisho.kernel.texts import Text
from sekisho.portal.menu import screen
from sekisho.portal.views.enrol import hints_in
from sekisho.portal.views.recovery_case import needed
from sekisho.web.operations.arrivals import browser_of_login
from sekisho.web.operations.bodies import json_object, text_in
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.ceremonies import opened, refused, response_in
from sekisho.web.operations.guards import public
from sekisho.web.operations.minting import challenge, identifier
from sekisho.web.operations.pages import answer
from sekisho.web.operations.resources import relying_party
from sekisho.web.types.problems import Problem, RefusedError, Step

_STATUS = Step(label=Text("手続きの状況へ", "To the recovery"), href="/recovery/status")
_NOT_NOW = Problem(
    status=409,
    code="not_granted",
    title=Text("まだ登録できません", "Not yet"),
    detail=Text(
        "確認が済んでいないか、期限が過ぎました。手続きの状況をご覧ください。",
        "Something is still to be checked, or the time for it is over. Please look at how it stands.",
    ),
    steps=(_STATUS,),
)


@require_POST
@public
def begin(request: HttpRequest) -> HttpResponse:
    """Ask the browser to make a passkey for whoever the recovery belongs to."""
    case, call, body = _granted(request), call_of(request), json_object(request)
    options = begin_registration(
        party=relying_party(), principal=case.principal, session=browser_of_login(request),
        profile=replace(CUSTOMER, hints=hints_in(body)), visit=call.visit, challenge=challenge(),
        ceremony=identifier("ce"), at=call.at,
    )  # fmt: skip
    return opened(options)


@require_POST
@public
def finish(request: HttpRequest) -> HttpResponse:
    """Keep it, revoke what was lost, and sign everybody out: in one step, once."""
    case, call, body = _granted(request), call_of(request), json_object(request)
    name = identifier("au")
    try:
        finish_registration(
            party=relying_party(), ceremony=text_in(body, "ceremony", longest=64), session=browser_of_login(request),
            response=response_in(body), name=text_in({"name": "", **body}, "name", longest=100), authenticator=name,
            visit=call.visit, at=call.at, hold_until=call.at + case.rung.hold,
        )  # fmt: skip
        with transaction.atomic():
            complete(case=case.id, authenticator=name, at=call.at)
            end_all(principal=case.principal, reason=EndReason.RECOVERY, by=case.principal, at=call.at)
    except WebauthnRefusedError as error:
        raise refused(error) from error
    except RecoveryError as error:  # somebody was quicker under the same grant: this one must not stay
        remove_authenticator(
            authenticator=name, by=case.principal, reason="the grant was used", at=call.at, recovery=case.id
        )
        raise RefusedError(_NOT_NOW) from error
    return answer({"next": "/recovery/done"})


@require_safe
@public
def done(request: HttpRequest) -> HttpResponse:
    """The new passkey is there: what is open now, and what follows later."""
    return _told(request, _completed(request))


@require_POST
@public
def release(request: HttpRequest) -> HttpResponse:
    """Open a frozen account again, on this recovery."""
    case, call = _completed(request), call_of(request)
    account = principal_of(ref=case.principal).account
    proof = RecoveryProof(case=case.id, account=account, completed=case.ended or 0)
    found = status_of(account=account)
    try:
        for each in found.freezes if found else ():
            release_freeze(freeze=each.id, by=case.principal, proof=proof, visit=call.visit, at=call.at)
    except ReleaseRefusedError as error:
        return _told(request, case, status=409, refused=error.text)
    return screen(request, "portal/released.html")


def _told(request: HttpRequest, case: RecoveryCase, *, status: int = 200, refused: Text | None = None) -> HttpResponse:
    frozen = status_of(account=principal_of(ref=case.principal).account) is not None
    until = (case.ended or 0) + case.rung.hold
    return screen(request, "portal/recovery_done.html", status=status, frozen=frozen, until=until, refused=refused)


def _granted(request: HttpRequest) -> RecoveryCase:
    case = needed(request)
    if case.state is not CaseState.GRANTED:
        raise RefusedError(_NOT_NOW)
    return case


def _completed(request: HttpRequest) -> RecoveryCase:
    case = needed(request)
    if case.state is not CaseState.COMPLETED:
        raise RefusedError(_NOT_NOW)
    return case
