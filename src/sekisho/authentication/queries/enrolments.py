"""Where customers stand on the way to a phishing-resistant factor."""

from django.db.models import F

from sekisho.authentication import models
from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.enrolment import Enrolment, EnrolmentState, Step
from sekisho.authentication.types.factors import FACTORS
from sekisho.authentication.types.policy_questions import EnrolmentView
from sekisho.authentication.types.rollout import WaveState

STRONG = [code.value for code, factor in FACTORS.items() if factor.phishing_resistant]
"""Factors that resist phishing."""


def enrolment_of(*, principal: str) -> Enrolment:
    """How far somebody has come; nobody is further than ``UNAWARE`` before he was told."""
    row = models.Enrolment.objects.filter(pk=principal).first()
    return Enrolment(principal=principal) if row is None else value_of(row)


def enrolment_view(*, principal: str) -> EnrolmentView:
    """The same, as a policy asks for it.

    Raises:
        NobodyError: there is nobody of that name.

    """
    return enrolment_of(principal=principal).view(created=principal_of(ref=principal).created)


def steps_of(*, principal: str) -> tuple[tuple[int, Step, EnrolmentState], ...]:
    """Every step somebody took: when, which, and where it led; oldest first."""
    rows = models.EnrolmentStep.objects.filter(principal_id=principal).order_by("number")
    return tuple((row.at, Step(row.step), EnrolmentState(row.after)) for row in rows)


def strong_held(*, principal: str) -> int:
    """How many phishing-resistant authenticators somebody can use today."""
    return models.Authenticator.objects.filter(principal_id=principal, state="active", factor__in=STRONG).count()


def to_catch_up(*, at: int, limit: int) -> tuple[str, ...]:
    """Those for whom time alone brings a step: an exemption that is over, or the date of a wave that is enforced."""
    over = models.Enrolment.objects.filter(state=EnrolmentState.EXEMPT_PENDING.value, exempt_until__lte=at)
    enforced = models.WaveMember.objects.filter(wave__state=WaveState.ENFORCED.value).values("principal_id")
    late = models.Enrolment.objects.filter(
        state__in=(EnrolmentState.NOTIFIED.value, EnrolmentState.NUDGED.value), due_at__lte=at, principal__in=enforced
    )
    rows = (over | late).order_by(F("due_at").asc(nulls_first=True), "pk")
    return tuple(rows.values_list("pk", flat=True)[:limit])


def opted_out(*, limit: int, after: str) -> tuple[str, ...]:
    """Those who stand as opted out, by name, a page at a time."""
    rows = models.Enrolment.objects.filter(state=EnrolmentState.OPTED_OUT.value, pk__gt=after).order_by("pk")
    return tuple(rows.values_list("pk", flat=True)[:limit])


def value_of(row: models.Enrolment) -> Enrolment:
    """A row as a value."""
    return Enrolment(
        principal=row.principal_id, state=EnrolmentState(row.state), since=row.since, asked_at=row.asked_at,
        due_at=row.due_at, skips_used=row.skips_used, prompts=row.prompts, last_prompt=row.last_prompt,
        next_prompt=row.next_prompt, exempt_until=row.exempt_until, enrolled_at=row.enrolled_at,
    )  # fmt: skip
