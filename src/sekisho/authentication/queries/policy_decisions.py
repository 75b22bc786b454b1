"""What the policy answered, counted and told (authentication coverage, release rate, replay)."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet

from sekisho.authentication import models
from sekisho.authentication.rules.policy.recorded import from_json
from sekisho.authentication.types.policy import Question
from sekisho.authentication.types.policy_counts import DecisionCount

_AT_ONCE = 500


def counts(*, since: int, until: int) -> tuple[DecisionCount, ...]:
    """How often each answer was given.

    Args:
        since: from this moment on, in milliseconds.
        until: not included.

    """
    rows = (
        models.PolicyDecision.objects.filter(at__gte=since, at__lt=until)
        .values("operation", "channel", "result", "strong", "policy")
        .annotate(count=Count("id"), people=Count("principal", distinct=True))
        .order_by("operation", "channel", "result", "strong", "policy")
    )
    return tuple(DecisionCount(**row) for row in rows)


def questions(*, since: int, until: int) -> Iterator[Question]:
    """The questions that were asked in a time, the oldest first, to judge them again by another policy (E-02)."""
    rows = models.PolicyDecision.objects.filter(at__gte=since, at__lt=until).order_by("at", "id")
    return _read(rows)


def latest_questions(*, since: int, limit: int) -> Iterator[Question]:
    """The last questions since a moment (milliseconds), the newest first; at most ``limit``."""
    return _read(models.PolicyDecision.objects.filter(at__gte=since).order_by("-at", "-id")[:limit])


def _read(rows: QuerySet[models.PolicyDecision]) -> Iterator[Question]:
    kept = rows.values_list("question", flat=True).iterator(chunk_size=_AT_ONCE)
    return (from_json(each) for each in kept)
