"""Counts within stretches of time. A count is taken and compared in one statement: no two requests share a place."""

from django.db.models import F

from sekisho.authentication import models


def take(*, key: str, limit: int, window: int, at: int) -> int | None:
    """Take one place of this stretch.

    Args:
        key: what is counted, e.g. ``code:au_1``; at most 128 characters.
        limit: places in a stretch.
        window: length of a stretch, in milliseconds.
        at: now, in milliseconds.

    Returns:
        None where there was a place, or else when the next stretch begins, in milliseconds.

    """
    start = at - at % window
    places = models.Tally.objects.filter(key=key, start=start)
    if not places.exists():
        models.Tally.objects.bulk_create([models.Tally(key=key, start=start)], ignore_conflicts=True)
    return None if places.filter(count__lt=limit).update(count=F("count") + 1) else start + window


def forget(*, before: int) -> int:
    """Remove the counts of stretches that began before a moment, in milliseconds; how many there were."""
    return models.Tally.objects.filter(start__lt=before).delete()[0]
