"""Entries, journals, and the hands of somebody who may write into the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from sekisho.journal.operations.appending import append
from sekisho.journal.types.entry import NewEntry, Receipt

AT = 1_742_169_600_000
"""2025-03-17 09:00 in Japan."""


def entry(number: int = 0, *, key: str | None = None, payload: bytes | None = None, about: str = "a-1") -> NewEntry:
    """One entry, told apart by its number."""
    content = b'{"id":"e-%d"}' % number if payload is None else payload
    return NewEntry(kind="activity:event:received", about=about, at=AT + number, payload=content, key=key)


def written(sizes: Sequence[int], *, begin: int = 0) -> list[Receipt]:
    """Batches with so many entries each, numbered from ``begin``, every second one with a key."""
    receipts, number = [], begin
    for size in sizes:
        batch = [entry(n, key=f"event:e-{n}" if n % 2 else None) for n in range(number, number + size)]
        receipts.append(append(entries=batch, at=AT + number))
        number += size
    return receipts


def run(statement: str, values: Sequence[object] = ()) -> None:
    """A statement past every operation."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@contextmanager
def intrusion() -> Iterator[None]:
    """All guards of the database are off, as for somebody who owns it; afterwards everything is as it was."""
    postgresql = connection.vendor == "postgresql"
    if not postgresql:
        run("PRAGMA foreign_keys=OFF")
        run("PRAGMA ignore_check_constraints=ON")
    try:
        with transaction.atomic():
            for statement in _OFF_POSTGRESQL if postgresql else _OFF_SQLITE:
                run(statement)
            yield
            transaction.set_rollback(True)
    finally:
        if not postgresql:
            run("PRAGMA ignore_check_constraints=OFF")
            run("PRAGMA foreign_keys=ON")


_TABLES = ("journal_batch", "journal_entry")
_OFF_SQLITE = [f"DROP TRIGGER {table}_stays_{verb}" for table in _TABLES for verb in ("UPDATE", "DELETE")]
_OFF_POSTGRESQL = [
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in _TABLES),
    *(
        f"ALTER TABLE journal_{name} DROP CONSTRAINT journal_{name}_{check}"
        for name, checks in (
            ("batch", ("number", "range", "digests")),
            ("entry", ("position", "kind", "key", "digest")),
        )
        for check in checks
    ),
]
