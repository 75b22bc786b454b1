"""Recoveries at the staff's desk: what is missing, what somebody looked at, and who has agreed (C-09, C-28)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from sekisho.authentication.operations.recoveries import (
    AlreadyOpenError,
    RecoveryError,
    give_proof,
    open_recovery,
)
from sekisho.authentication.operations.recovery_standing import next_of, note_letter, waits_for
from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.queries.recoveries import recovery_queue
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import WEBAUTHN
from sekisho.authentication.types.recovery import OPEN_STATES, STAFF_PROOFS, CaseState, Path, ProofKind, RecoveryCase
from sekisho.console.deciding_recovery import case_of, lines_of
from sekisho.console.faults import HOME, told
from sekisho.console.guarding import actor_of, staff
from sekisho.console.matters import DECIDED
from sekisho.console.menu import screen
from sekisho.console.views.customers import customer_of
from sekisho.firms.types.permissions import Permission
from sekisho.kernel.moments import MINUTE
from sekisho.kernel.texts import Text
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.minting import identifier
from sekisho.web.operations.outlets import house
from sekisho.web.operations.recovering import pass_to, post_code_for
from sekisho.web.types.problems import Problem, RefusedError, Step
from sekisho.web.types.recoveries import PATHS, PROOFS, STATES, TRIGGERS

OPENED_HERE = (Path.DOCUMENT, Path.POST, Path.BRANCH)
"""Ways that begin with somebody of the staff."""
_LONGEST = 200
_TITLE = Text("この操作はできませんでした", "This could not be done")


@require_safe
@staff(Permission.RECOVERY_REVIEW)
def queue(request: HttpRequest) -> HttpResponse:
    """Those that go on, the oldest first; what I could agree to is marked."""
    call, by = call_of(request), actor_of(request)
    lines = [{**_line(each), "mine": waits_for(each, by, at=call.at)} for each in recovery_queue()]
    return screen(request, "console/recoveries.html", cases=lines)


@require_safe
@staff(Permission.RECOVERY_REVIEW)
def recovery(request: HttpRequest, case: str) -> HttpResponse:
    """One of them."""
    with told(back="/staff/recoveries"):
        found = case_of(case)
    return _shown(request, found)


def _shown(request: HttpRequest, found: RecoveryCase, *, opened: str = "") -> HttpResponse:
    call, by = call_of(request), actor_of(request)
    step = next_of(found, at=call.at)
    wanted = [kind for group in step.missing for kind in sorted(group) if kind in STAFF_PROOFS]
    return screen(
        request, "console/recovery.html", case=found, line=_line(found), step=step, proofs=lines_of(found),
        wanted=[{"value": kind.value, "label": PROOFS[kind]} for kind in wanted],
        missing=[PROOFS[kind] for group in step.missing for kind in sorted(group)],
        mine=waits_for(found, by, at=call.at), open=found.state in OPEN_STATES,
        letter=found.path is Path.POST and found.state is CaseState.OPEN,
        opened=opened, done=DECIDED.get(request.GET.get("done", "")),
    )  # fmt: skip


@require_POST
@staff(Permission.RECOVERY_REVIEW, acr=Acr.PHRH)
def prove(request: HttpRequest, case: str) -> HttpResponseBase:
    """Attest what I have looked at, with where the evidence lies."""
    word, evidence = request.POST.get("kind", ""), " ".join(request.POST.get("evidence", "").split())[:_LONGEST]
    place = f"/staff/recoveries/{case}"
    with told(back=place):
        found = case_of(case)
    if word not in set(ProofKind) or not evidence:
        raise RefusedError(
            _refusal(
                Text("見たものと、証拠の番号を入れてください。", "Say what you saw and where its evidence lies."), place
            )
        )
    try:
        give_proof(
            case=found.id, kind=ProofKind(word), by=f"staff:{actor_of(request)}", evidence=evidence,
            at=call_of(request).at,
        )  # fmt: skip
    except RecoveryError as error:
        raise RefusedError(_refusal(error.reason, place)) from error
    return HttpResponseRedirect(place)


@require_POST
@staff(Permission.RECOVERY_REVIEW, acr=Acr.PHRH)
def letter(request: HttpRequest, case: str) -> HttpResponse:
    """The letter that brings the code, for the printer; who printed it is written down."""
    with told(back="/staff/recoveries"):
        found = case_of(case)
    try:
        note_letter(case=found.id, staff=f"staff:{actor_of(request)}", at=call_of(request).at)
    except RecoveryError as error:
        raise RefusedError(_refusal(error.reason, f"/staff/recoveries/{case}")) from error
    return screen(
        request, "console/recovery_letter.html", code=post_code_for(found.id), case=found, house=house().name,
        number=f"{found.id} {pass_to(found.id)}",
    )  # fmt: skip


@require_POST
@staff(Permission.RECOVERY_REVIEW, acr=Acr.PHRH, within=5 * MINUTE)
def new(request: HttpRequest, account: str) -> HttpResponseBase:
    """Open one for a customer who called, wrote or came.

    The number to go on with opens the recovery's pages, so only this answer shows it: no address brings it back.
    """
    call, word = call_of(request), request.POST.get("path", "")
    who = customer_of(account)
    place = f"/staff/customers/{account}"
    if word not in {path.value for path in OPENED_HERE}:
        raise RefusedError(_refusal(Text("方法を選んでください。", "Please choose a way."), place))
    trigger = next((each for each in TRIGGERS if each.value == request.POST.get("trigger")), None)
    if trigger is None:
        raise RefusedError(_refusal(Text("理由を選んでください。", "Please choose a reason."), place))
    lost = [each.id for each in authenticators_of(principal=who.ref) if each.factor in WEBAUTHN]
    try:
        made = open_recovery(
            case=identifier("rc"), principal=who.ref, trigger=trigger, path=Path(word), visit=call.visit, at=call.at,
            lost=lost,
        )  # fmt: skip
    except AlreadyOpenError as error:
        raise RefusedError(_refusal(error.reason, "/staff/recoveries")) from error
    return _shown(request, made, opened=pass_to(made.id))


def _line(case: RecoveryCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "account": principal_of(ref=case.principal).subject,
        "path": PATHS[case.path],
        "trigger": TRIGGERS[case.trigger],
        "state": STATES[case.state],
        "opened": case.opened,
        "ready": case.ready,
        "people": len({case.examined_by, case.approved_by} - {""}),
        "needed": case.rung.people,
    }


def _refusal(detail: Text, place: str) -> Problem:
    back = Step(label=Text("いまの状態を見る", "See how it stands"), href=place)
    return Problem(status=409, code="refused", title=_TITLE, detail=detail, steps=(back, HOME))
