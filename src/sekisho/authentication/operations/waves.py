"""Run campaigns that ask customers to enrol: plan a wave, ask its customers, remind them, and enforce it at last."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.enrolments import move
from sekisho.authentication.operations.factors import subject_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.waves import exempt_members, readiness_of, to_remind, wave_of, wave_state
from sekisho.authentication.rules.rollout import belongs, gate, reminder_due, wave_faults
from sekisho.authentication.types.enrolment import Step, Terms
from sekisho.authentication.types.principals import PrincipalKind, PrincipalState
from sekisho.authentication.types.rollout import GateClosedError, GateReport, Missing, Wave, WaveError, WaveState
from sekisho.kernel.texts import Text

_ABOUT = ""
_TAKEN = Text(
    "この名前の段階はすでにあります。別の名前にしてください。", "There is such a wave already. Use another name."
)
_WHERE = Text(
    "対象の条件が正しくありません。方針のセグメントと同じ書き方にしてください。",
    "The condition is not right. Write it as in the segments of a policy.",
)
_NOT_YET = Text(
    "まだ始められません。日付と状態を確かめてください。", "It cannot begin yet. Look at its dates and its state."
)
_TWO = Text("二人の別の担当者の承認が必要です。", "It takes the approval of two different people.")


def plan_wave(*, wave: Wave, by: str, at: int) -> None:
    """Plan a wave.

    Raises:
        WaveError: there is one of that name, or its condition is wrong.

    """
    if wave_faults(wave):
        raise WaveError(_WHERE)
    try:
        with transaction.atomic():
            models.Wave.objects.create(
                id=wave.id, campaign=wave.campaign, title_ja=wave.title.ja, title_en=wave.title.en, planned=at,
                where=dict(wave.where), low=wave.low, high=wave.high, begins=wave.begins, planned_by=by,
                enforce_at=wave.enforce_at, reminders=list(wave.reminders),
            )  # fmt: skip
            note(
                "authentication:wave:planned", about=_ABOUT, at=at, wave=wave.id, campaign=wave.campaign, by=by,
                begins=wave.begins, enforce_at=wave.enforce_at, low=wave.low, high=wave.high, where=dict(wave.where),
            )  # fmt: skip
    except IntegrityError as error:
        raise WaveError(_TAKEN) from error


def ask(*, wave: str, at: int, limit: int = 1_000, after: str = "") -> str:
    """Ask a page of customers: those who belong to the wave become its members and are told.

    Args:
        wave: the wave.
        at: now, in milliseconds; not before it begins.
        limit: how many customers are looked at.
        after: where the page before ended.

    Returns:
        Where this page ended; empty when there are no more.

    Raises:
        NoWaveError: there is none.
        WaveError: it has not begun, or is over.

    """
    plan = wave_of(wave=wave)
    _begin(plan, at)
    people = models.Principal.objects.filter(
        kind=PrincipalKind.CUSTOMER.value, state=PrincipalState.ACTIVE.value, pk__gt=after
    ).order_by("pk")
    people = people.exclude(pk__in=models.WaveMember.objects.filter(campaign=plan.campaign).values("principal_id"))
    page = list(people.values_list("pk", "facts")[:limit])
    for ref, facts in page:
        if belongs(plan, principal=ref, facts=facts):
            _ask(plan, ref, at)
    return page[-1][0] if len(page) == limit else ""


def remind_wave(*, wave: str, at: int, limit: int = 1_000) -> int:
    """Remind the members who are not enrolled, where a reminder is due; how many reminders were written down.

    Run it daily, until it returns less than ``limit``. The journal's ``authentication:enrolment:reminded`` makes the
    message go out.

    Raises:
        NoWaveError: there is none.

    """
    plan = wave_of(wave=wave)
    due = reminder_due(plan, reminded=0, at=at)
    if due is None or wave_state(wave=wave) is not WaveState.BEGUN:
        return 0
    return sum(_remind(plan, ref, due, at) for ref in to_remind(wave=wave, reminder=due, limit=limit))


def ask_to_enforce(*, wave: str, exempt_until: int | None, by: str, at: int) -> None:
    """Ask that a wave be enforced; somebody else decides with ``enforce_wave``. Asking again replaces it.

    Args:
        wave: the wave.
        exempt_until: those who lack something are left alone until then, in milliseconds; None where they keep it shut.
        by: who asks.
        at: now, in milliseconds.

    Raises:
        NoWaveError: there is none.
        WaveError: it has not begun, is over, or the date has passed.

    """
    wave_of(wave=wave)
    if exempt_until is not None and exempt_until <= at:
        raise WaveError(_NOT_YET)
    with transaction.atomic():
        begun = models.Wave.objects.filter(pk=wave, state=WaveState.BEGUN.value)
        if not begun.update(asked_by=by, asked=at, exempt_until=exempt_until):
            raise WaveError(_NOT_YET)
        note("authentication:wave:asked", about=_ABOUT, at=at, wave=wave, by=by, exempt_until=exempt_until)


def enforce_wave(
    *,
    wave: str,
    reachable: Collection[str],
    agreed: Collection[str],
    exempt_until: int | None,
    by: str,
    approver: str,
    at: int,
) -> GateReport:
    """Begin to enforce a wave (E-05). Members who lack a contact or a method keep it shut, or are exempted by date.

    Args:
        wave: the wave.
        reachable: principals whom messages reach, as the room of contacts says.
        agreed: principals with whom another way is agreed.
        exempt_until: those who are missing are left alone until then, in milliseconds; None refuses instead.
        by: who begins it.
        approver: who approves; somebody else.
        at: now, in milliseconds.

    Raises:
        NoWaveError: there is none.
        WaveError: it is too early, not begun or over, or the two are one.
        GateClosedError: somebody is missing; the refusal is in the journal.

    """
    plan = wave_of(wave=wave)
    if not by or not approver or by == approver:
        raise WaveError(_TWO)
    if at < plan.enforce_at or (exempt_until is not None and exempt_until <= at):
        raise WaveError(_NOT_YET)
    report = gate(readiness_of(wave=wave, reachable=reachable, agreed=agreed, at=at))
    if not report.open and exempt_until is None:
        _note_refusal(plan, report, by, at)
        raise GateClosedError(report)
    if wave_state(wave=wave) is not WaveState.BEGUN:
        raise WaveError(_NOT_YET)
    for each in report.missing:  # before it counts, so that nobody is stopped in between
        _exempt(plan, each, exempt_until, at)
    with transaction.atomic():
        begun = models.Wave.objects.filter(pk=wave, state=WaveState.BEGUN.value)
        if not begun.update(state=WaveState.ENFORCED.value, enforced=at, enforced_by=by, approved_by=approver):
            raise WaveError(_NOT_YET)
        note(
            "authentication:wave:enforced", about=_ABOUT, at=at, wave=wave, by=by, approver=approver,
            ready=report.ready, exempted=len(report.missing), exempt_until=exempt_until,
        )  # fmt: skip
    return report


def extend_exemptions(
    *, wave: str, reachable: Collection[str], agreed: Collection[str], exempt_until: int, at: int
) -> GateReport:
    """Look again at the members who are exempt, and leave those alone who still lack something.

    Run it before their date with what is known by then; the others' exemption ends on its date by ``catch_up``.

    Args:
        wave: the wave.
        reachable: principals whom messages reach, as the room of contacts says.
        agreed: principals with whom another way is agreed.
        exempt_until: the new date, in milliseconds.
        at: now, in milliseconds.

    Returns:
        Who still lacks what.

    Raises:
        NoWaveError: there is none.

    """
    plan = wave_of(wave=wave)
    waiting = exempt_members(wave=wave)
    known = readiness_of(wave=wave, reachable=reachable, agreed=agreed, at=at)
    report = gate(each for each in known if each.principal in waiting)
    for each in report.missing:
        _exempt(plan, each, exempt_until, at)
    return report


def stop_wave(*, wave: str, by: str, reason: str, at: int) -> bool:
    """Ask and remind no more; whether it was still going on. What is enforced stays, and is changed by a policy."""
    with transaction.atomic():
        going = models.Wave.objects.filter(pk=wave, state__in=(WaveState.PLANNED.value, WaveState.BEGUN.value))
        if not going.update(state=WaveState.STOPPED.value):
            return False
        note("authentication:wave:stopped", about=_ABOUT, at=at, wave=wave, by=by, reason=reason)
    return True


def _begin(plan: Wave, at: int) -> None:
    if at < plan.begins:
        raise WaveError(_NOT_YET)
    with transaction.atomic():
        planned = models.Wave.objects.filter(pk=plan.id, state=WaveState.PLANNED.value)
        if planned.update(state=WaveState.BEGUN.value):
            note("authentication:wave:begun", about=_ABOUT, at=at, wave=plan.id, campaign=plan.campaign)
        elif wave_state(wave=plan.id) is not WaveState.BEGUN:
            raise WaveError(_NOT_YET)


def _ask(plan: Wave, ref: str, at: int) -> None:
    """Told once for each campaign, whatever is asked how often."""
    member = models.WaveMember(wave_id=plan.id, campaign=plan.campaign, principal_id=ref, asked=at)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
            move(principal=ref, step=Step.NOTIFIED, by=f"wave:{plan.id}", at=at, terms=Terms(due_at=plan.enforce_at))
    except IntegrityError:
        return


def _remind(plan: Wave, ref: str, due: int, at: int) -> bool:
    members = models.WaveMember.objects.filter(wave_id=plan.id, principal_id=ref, reminded__lt=due)
    with transaction.atomic():
        if not members.update(reminded=due, reminders=F("reminders") + 1, last_reminder=at):
            return False
        move(principal=ref, step=Step.NUDGED, by=f"wave:{plan.id}", at=at)
        note(
            "authentication:enrolment:reminded", about=subject_of(ref), at=at, principal=ref, wave=plan.id,
            reminder=due, due_at=plan.enforce_at,
        )  # fmt: skip
    return True


def _exempt(plan: Wave, missing: Missing, until: int | None, at: int) -> None:
    move(
        principal=missing.principal, step=Step.EXEMPTED, by=f"wave:{plan.id}", at=at, terms=Terms(until=until),
        reason=" ".join(missing.lacks),
    )  # fmt: skip


def _note_refusal(plan: Wave, report: GateReport, by: str, at: int) -> None:
    with transaction.atomic():
        note(
            "authentication:wave:refused", about=_ABOUT, at=at, wave=plan.id, by=by, ready=report.ready,
            missing=len(report.missing),
        )  # fmt: skip
