"""Counters that many write at the same moment. Every change is one statement, so none is lost and none is doubled."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F

from sekisho.authentication import models

_ADD = """
    INSERT INTO authentication_attempt_tally (key, count, since, last) VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN authentication_attempt_tally.{clock} <= %s THEN 1
                     ELSE authentication_attempt_tally.count + 1 END,
        since = CASE WHEN authentication_attempt_tally.{clock} <= %s THEN excluded.since
                     ELSE authentication_attempt_tally.since END,
        last = excluded.last
    {condition}
    RETURNING key, count
"""
_ROW = "(%s, 1, %s, %s)"
_READ = "SELECT key, count, since, last FROM authentication_attempt_tally WHERE key IN ({places})"
_UNCHANGED = "WHERE authentication_attempt_tally.count = %s AND authentication_attempt_tally.last = %s"


class Seen(NamedTuple):
    """A counter as it was read; ``last`` is -1 where there is none yet."""

    count: int = 0  # type: ignore[assignment] # the column's name; nobody counts in it
    since: int = 0
    last: int = -1


NOTHING = Seen()


def read(keys: Iterable[str]) -> dict[str, Seen]:
    """Those of the counters that exist; spelt out, for it is all that most guesses of a crowd get to."""
    asked = tuple(keys)
    if not asked:
        return {}
    statement = _READ.format(places=", ".join(["%s"] * len(asked)))
    return {row[0]: Seen(*row[1:]) for row in _run(statement, asked)}


def add(keys: Sequence[str], *, at: int, window: int, sliding: bool) -> dict[str, int]:
    """Add one to each counter, in the order of their names so that nobody waits in a circle.

    Args:
        keys: the counters; at least one.
        at: in milliseconds.
        window: after so long a counter starts anew, in milliseconds ...
        sliding: ... counted from its last addition, or else from its first.

    Returns:
        What each counts now.

    """
    ordered = sorted(set(keys))
    statement = _ADD.format(rows=", ".join([_ROW] * len(ordered)), clock="last" if sliding else "since", condition="")
    values = [value for key in ordered for value in (key, at, at)]
    return dict(_run(statement, [*values, at - window, at - window]))


def add_if_unchanged(key: str, *, seen: Seen, at: int, window: int) -> int | None:
    """Add one unless somebody else did since it was read; what it counts now, or None."""
    statement = _ADD.format(rows=_ROW, clock="last", condition=_UNCHANGED)
    found = _run(statement, [key, at, at, at - window, at - window, seen.count, seen.last])
    return found[0][1] if found else None


def take_back(keys: Iterable[str]) -> None:
    """Take one from each counter; never below nothing."""
    for key in sorted(set(keys)):
        models.AttemptTally.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def wipe(keys: Iterable[str]) -> None:
    """Set counters back to nothing; those that stand at nothing are only read."""
    standing = models.AttemptTally.objects.filter(key__in=set(keys), count__gt=0).values_list("key", flat=True)
    for key in sorted(standing):
        models.AttemptTally.objects.filter(key=key).update(count=0)


def sweep_tallies(*, before: int) -> int:
    """Remove counters to which nothing was added since ``before`` (milliseconds); how many."""
    return models.AttemptTally.objects.filter(last__lt=before).delete()[0]


def _run(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Any] = cursor.fetchall()
    return found
