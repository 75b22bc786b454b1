"""Move customers along the way to a phishing-resistant factor."""

from dataclasses import asdict

from django.db import transaction
from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.operations.factors import subject_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.enrolments import opted_out, strong_held, to_catch_up, value_of
from sekisho.authentication.queries.opt_outs import opt_out_view
from sekisho.authentication.rules.enrolment import advance
from sekisho.authentication.types.enrolment import NO_TERMS, Enrolment, EnrolmentState, NotNow, Step, Terms

_HOLDS = (Step.HOLDS_NONE, Step.HOLDS_ONE, Step.HOLDS_TWO)
_CLOCK = "system"


def move(
    *, principal: str, step: Step, by: str, at: int, terms: Terms = NO_TERMS, reason: str = ""
) -> Enrolment | NotNow:
    """Take a step, and write it down.

    Args:
        principal: who.
        step: what happens.
        by: the principal, a member of staff, ``wave:<id>`` or ``system``.
        at: when, in milliseconds.
        terms: what the step needs to know.
        reason: more about it.

    Returns:
        Where he stands now, or why he did not move.

    """
    models.Enrolment.objects.bulk_create([models.Enrolment(principal_id=principal)], ignore_conflicts=True)
    mine = models.Enrolment.objects.filter(pk=principal)
    with transaction.atomic():
        mine.update(step=F("step"))  # changes nothing, and holds the row on every database until the end
        row = mine.get()
        before = value_of(row)
        after = advance(before, step, terms=terms, at=at)
        if isinstance(after, Enrolment) and after != before:
            _write(row, after)
            _record(row, before, after, step, by, reason, at)
    return after


def recount(*, principal: str, by: str, at: int) -> Enrolment | NotNow:
    """Count somebody's phishing-resistant authenticators anew.

    A reaction to ``authentication:authenticator:added``, ``removed``, ``suspended`` and ``resumed``.
    """
    step = _HOLDS[min(strong_held(principal=principal), 2)]
    return move(principal=principal, step=step, by=by, at=at)


def skip(*, principal: str, max_skips: int | None, at: int) -> Enrolment | NotNow:
    """Somebody puts it off: counted, dated, and refused when no skip is left or the date has come.

    Args:
        principal: who.
        max_skips: of the policy's rule; None means as often as he likes.
        at: now, in milliseconds.

    """
    return move(principal=principal, step=Step.SKIPPED, by=principal, at=at, terms=Terms(max_skips=max_skips))


def catch_up(*, at: int, limit: int = 1_000) -> int:
    """Take the steps that time alone brings; how many. Run it daily, until it returns less than ``limit``.

    Exemptions end, and whoever is neither enrolled nor exempt on his date is blocked until he is.
    """
    moved = [_caught_up(principal, at) for principal in to_catch_up(at=at, limit=limit)]
    return sum(isinstance(each, Enrolment) for each in moved)


def opt_outs_over(*, at: int, limit: int = 1_000, after: str = "") -> tuple[str, ...]:
    """Ask those again whose opt-out no longer stands, a page at a time; whom was looked at. Run it daily."""
    page = opted_out(limit=limit, after=after)
    for principal in page:
        if opt_out_view(principal=principal, at=at) is None:
            move(principal=principal, step=Step.OPT_OUT_ENDED, by=_CLOCK, at=at)
    return page


def _caught_up(principal: str, at: int) -> Enrolment | NotNow:
    state = models.Enrolment.objects.values_list("state", flat=True).get(pk=principal)
    over = state == EnrolmentState.EXEMPT_PENDING.value
    return move(principal=principal, step=Step.EXEMPTION_ENDED if over else Step.BLOCKED, by=_CLOCK, at=at)


def _write(row: models.Enrolment, after: Enrolment) -> None:
    changed = {**asdict(after), "state": after.state.value, "step": row.step + 1}
    changed.pop("principal")
    models.Enrolment.objects.filter(pk=row.pk).update(**changed)


def _record(
    row: models.Enrolment, before: Enrolment, after: Enrolment, step: Step, by: str, reason: str, at: int
) -> None:
    models.EnrolmentStep.objects.create(
        principal_id=row.pk, number=row.step + 1, at=at, step=step.value, before=before.state.value,
        after=after.state.value, by=by, reason=reason,
    )  # fmt: skip
    note(
        "authentication:enrolment:moved", about=subject_of(row.pk), at=at, principal=row.pk, step=step.value,
        before=before.state.value, after=after.state.value, by=by, reason=reason, skips_used=after.skips_used,
        due_at=after.due_at, exempt_until=after.exempt_until,
    )  # fmt: skip
