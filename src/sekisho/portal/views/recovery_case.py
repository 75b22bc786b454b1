"""One recovery: how far it is, what to do next, by when, and the new passkey at its end (C-09, C-10, C-11, C-28)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.authentication.operations.counting import add
from sekisho.authentication.operations.recoveries import RecoveryError, withdraw
from sekisho.authentication.operations.senders import UndeliveredError
from sekisho.authentication.types.proofs import RefusedError as TooManySentError
from sekisho.authentication.types.recovery import LADDER, OPEN_STATES, CaseState, ProofKind, RecoveryCase
from sekisho.kernel.moments import DAY, HOUR, MINUTE
from sekisho.kernel.texts import Text
from sekisho.notices.queries.contacts import hint_of
from sekisho.notices.types.channels import LABELS
from sekisho.portal.menu import screen
from sekisho.portal.recovering import own_case, with_pass, without_pass
from sekisho.web.operations.calls import call_of
from sekisho.web.operations.guards import public
from sekisho.web.operations.recovering import (
    TooOftenError,
    WrongCodeError,
    case_behind,
    next_of,
    pass_to,
    reachable_contacts,
    send_contact_code,
    take_contact_code,
    take_post_code,
)
from sekisho.web.operations.resources import safe
from sekisho.web.types.problems import Problem, RefusedError, Step
from sekisho.web.types.recoveries import PROOFS

MOST = 10
"""Passes that one network may try in ten minutes."""
_NONE = Problem(
    status=404,
    code="no_recovery",
    title=Text("続ける手続きが見つかりません", "There is no recovery to go on with"),
    detail=Text(
        "お控えの番号を入力するか、手続きを始めてください。", "Enter the number you noted, or begin a recovery."
    ),
    steps=(
        Step(label=Text("番号を入力する", "Enter the number"), href="/recovery/status"),
        Step(label=Text("手続きの一覧へ", "To the list of ways"), href="/recovery"),
    ),
)
_WRONG_PASS = Text(
    "番号が違います。お控えをもう一度確かめてください。", "The number is wrong. Please look at your copy again."
)
_WRONG = Text(
    "番号が違うか、時間が過ぎています。届いた番号を確かめるか、もう一度お送りください。",
    "The number is wrong or too old. Look at it again, or have it sent once more.",
)
_TOO_OFTEN = Text(
    "続けて入力されたため、しばらく受け付けを止めています。10分ほどおいてから、もう一度お試しください。",
    "There were many tries, so this is paused for a while. Please try again in about ten minutes.",
)
_UNSENT = Text(
    "番号をお送りできませんでした。別の連絡先を選ぶか、しばらくしてからもう一度お試しください。",
    "We could not send the number. Choose another contact, or try again in a while.",
)
_SENT = Text(
    "番号をお送りしました。5分以内に入力してください。", "The number is on its way. Enter it within five minutes."
)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def status(request: HttpRequest) -> HttpResponse:
    """GET shows the recovery of this browser, or asks for its number; POST takes the number on another device."""
    if request.method == "POST":
        return _taken_up(request)
    case = own_case(request)
    return told(request, case) if case else screen(request, "portal/recovery_pass.html")


@require_POST
@public
def send(request: HttpRequest) -> HttpResponse:
    """Send a number to a contact."""
    case, call = needed(request), call_of(request)
    contact = request.POST.get("contact", "")[:64]
    try:
        send_contact_code(case, contact, visit=call.visit, at=call.at)
    except TooManySentError as error:
        return told(request, case, status=429, refused=error.refused.text)
    except (UndeliveredError, WrongCodeError):
        return told(request, case, status=503, refused=_UNSENT)
    return told(request, case, sent=contact, done=_SENT)


@require_POST
@public
def prove(request: HttpRequest) -> HttpResponse:
    """Take a typed number: from a contact, or out of the letter."""
    case, call = needed(request), call_of(request)
    typed, contact = request.POST.get("code", "")[:64], request.POST.get("contact", "")[:64]
    try:
        if contact:
            take_contact_code(case, contact, typed, at=call.at)
        else:
            take_post_code(case, typed, at=call.at)
    except TooOftenError:
        return told(request, case, status=429, refused=_TOO_OFTEN, sent=contact)
    except (WrongCodeError, RecoveryError):
        return told(request, case, status=401, refused=_WRONG, sent=contact)
    return HttpResponseRedirect("/recovery/status")


@require_POST
@public
def stop(request: HttpRequest) -> HttpResponse:
    """End it: it is not needed any more, or it was not him who began it."""
    case, call = needed(request), call_of(request)
    try:
        withdraw(case=case.id, by=case.principal, reason="customer", at=call.at)
    except RecoveryError as error:
        return told(request, case, status=409, refused=error.reason)
    return without_pass(screen(request, "portal/recovery_stopped.html"))


def needed(request: HttpRequest) -> RecoveryCase:
    """The recovery of this browser.

    Raises:
        RefusedError: it has none.

    """
    case = own_case(request)
    if case is None:
        raise RefusedError(_NONE)
    return case


def told(request: HttpRequest, case: RecoveryCase, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401
    """The page of a recovery."""
    call = call_of(request)
    step = next_of(case, at=call.at)
    wanted = {kind for group in step.missing for kind in group}
    return screen(
        request, "portal/recovery_status.html", status=status, case=case, step=step, steps=_steps(case),
        number=f"{case.id} {pass_to(case.id)}", open=case.state in OPEN_STATES,
        granted=case.state is CaseState.GRANTED, contacts=_contacts(case) if ProofKind.CONTACT_CODE in wanted else (),
        post=ProofKind.POST_CODE in wanted, hold=LADDER[case.path].hold // HOUR, **more,
    )  # fmt: skip


def _taken_up(request: HttpRequest) -> HttpResponse:
    call, number = call_of(request), request.POST.get("number", "").strip()[:200]
    key = f"recovery-pass:{call.visit.ip}"
    if add([key], at=call.at, window=10 * MINUTE, sliding=False)[key] > MOST:
        return screen(request, "portal/recovery_pass.html", status=429, refused=_TOO_OFTEN)
    name, _, typed = number.partition(" ")
    case = case_behind(name, typed, at=call.at)
    if case is None:
        return screen(request, "portal/recovery_pass.html", status=401, refused=_WRONG_PASS)
    return with_pass(HttpResponseRedirect("/recovery/status"), case)


def _contacts(case: RecoveryCase) -> list[dict[str, object]]:
    return [
        {"id": each.id, "label": LABELS[each.kind], "hint": hint_of(contact=each.id, safe=safe())}
        for each in reachable_contacts(case)
    ]


def _steps(case: RecoveryCase) -> list[dict[str, object]]:
    """What is done, what comes now, and what follows, one line each."""
    shown = {proof.kind for proof in case.proofs}
    rung, state = case.rung, case.state
    proofs = [(_either(group), bool(group & shown)) for group in rung.needs]
    proven = all(done for _, done in proofs)
    past = {CaseState.GRANTED, CaseState.COMPLETED}
    lines = list(proofs)
    if rung.wait:
        days = max(1, rung.wait // DAY)
        wait = Text(f"ご本人に知らせが届くまで{days}日お待ちします", f"{days} day(s) for our messages to reach you")
        lines.append((wait, proven and state in past | {CaseState.REVIEW}))
    if rung.people:
        lines.append((Text("担当者二人が確かめます", "Two of our staff look at it"), state in past))
    lines.append((Text("新しいパスキーを登録します", "You set up a new passkey"), state is CaseState.COMPLETED))
    first = next((place for place, (_, done) in enumerate(lines) if not done), -1)
    return [{"text": text, "done": done, "now": place == first} for place, (text, done) in enumerate(lines)]


def _either(group: frozenset[ProofKind]) -> Text:
    named = [PROOFS[kind] for kind in ProofKind if kind in group]
    return Text("または".join(each.ja for each in named), " or ".join(each.en for each in named))
