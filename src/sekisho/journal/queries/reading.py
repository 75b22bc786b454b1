"""What stands in the journal, for whoever may read it."""

from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import QuerySet

from sekisho.journal import models
from sekisho.journal.types.entry import EMPTY, ConsumerState, Entry, Head, Page

_FIELDS = ("position", "batch_id", "kind", "about", "at", "payload", "key", "digest")
WALKED = 200_000
"""Positions that a look by kind goes back at once."""
_MANY = 500
"""Names asked for at once, within what every SQLite takes."""


def head() -> Head:
    """The journal's end; ``EMPTY`` before the first batch."""
    with connection.cursor() as cursor:  # every writer asks; the ORM takes longer than the database
        cursor.execute("SELECT number, last, digest FROM journal_batch ORDER BY number DESC LIMIT 1")
        found = cursor.fetchone()
    return EMPTY if found is None else Head(found[0], found[1], bytes(found[2]))


def read(*, after: int = 0, limit: int = 100) -> list[Entry]:
    """Entries in order, from the one behind position ``after``; at most ``limit``.

    Positions are given in the order of commits: no entry appears later behind a position that was read.
    """
    return list(_entries(models.Entry.objects.filter(position__gt=after).order_by("position")[:limit]))


def about(subject: str, *, after: int = 0, limit: int = 100) -> list[Entry]:
    """Entries about one subject, e.g. an account's pseudonym, in order; see ``read``."""
    found = models.Entry.objects.filter(about=subject, position__gt=after)
    return list(_entries(found.order_by("position")[:limit]))


def latest(*, kind: str = "", subject: str = "", before: int | None = None, limit: int = 50) -> Page:
    """Entries for people who look for something, newest first.

    Kinds have no index, so that every writer is spared one: only the last ``WALKED`` positions are looked through.

    Args:
        kind: the beginning of their kind, e.g. ``firms:``; empty for all.
        subject: about whom or what; empty for all.
        before: only those before this position; None from the end.
        limit: at most so many.

    """
    end = head().last + 1 if before is None else before
    start = 0 if subject else max(0, end - 1 - WALKED)
    found = models.Entry.objects.filter(position__lt=end, position__gt=start).order_by("-position")
    found = found.filter(about=subject) if subject else found
    found = found.filter(kind__startswith=kind) if kind else found
    entries = list(_entries(found[:limit]))
    reached = entries[-1].position if len(entries) == limit else start + 1
    return Page(entries, reached if reached > 1 else None)


def find(key: str) -> Entry | None:
    """The entry written under ``key``, if there is one."""
    return next(_entries(models.Entry.objects.filter(key=key)), None)


def places(keys: Sequence[str]) -> dict[str, tuple[int, int, bytes]]:
    """Position, batch and digest of the entries under those of ``keys`` that are known."""
    found: dict[str, tuple[int, int, bytes]] = {}
    for start in range(0, len(keys), _MANY):
        rows = models.Entry.objects.filter(key__in=keys[start : start + _MANY])
        for key, position, batch, digest in rows.values_list("key", "position", "batch_id", "digest"):
            found[str(key)] = position, batch, bytes(digest)
    return found


def consumers() -> list[ConsumerState]:
    """Every consumer, how far it is, and whether it is stuck."""
    last = head().last
    return [
        ConsumerState(each.name, each.position, last - each.position, each.stopped, each.trouble)
        for each in models.Consumer.objects.order_by("name")
    ]


def _entries(found: QuerySet[models.Entry]) -> Iterator[Entry]:
    for position, batch, kind, subject, at, payload, key, digest in found.values_list(*_FIELDS):
        yield Entry(position, batch, kind, subject, at, bytes(payload), key, bytes(digest))
