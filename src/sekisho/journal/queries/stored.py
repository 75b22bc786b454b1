"""The journal's rows exactly as they are stored, for checking: nothing is trusted, nothing is converted.

SQLite keeps any kind of value in any column. There, a value of another kind than its column's comes back as something
that no check takes for a good one, and texts come back as bytes to be decoded here, so that broken UTF-8 does not end
the walk.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from sekisho.journal.rules.checking import StoredBatch, StoredEntry

_BATCHES = 500
_ENTRIES = 2_000
_BATCH = ("number", "first", "last", "count", "root", "previous", "digest", "committed")
_ENTRY = ("position", "batch_id", "kind", "about", "at", "payload", "key", "digest")
_BLOBS = frozenset({"root", "previous", "digest", "payload"})
_TEXTS = frozenset({"kind", "about", "key"})
# Adding 0 makes a number of whatever SQLite may hold.
_TOTALS = """
    SELECT (SELECT count(*) FROM journal_batch), (SELECT coalesce(max(number), 0) + 0 FROM journal_batch),
           (SELECT count(*) FROM journal_entry), (SELECT coalesce(max(last), 0) + 0 FROM journal_batch)
"""
# SQLite: the value where it is of the column's kind, else one that is of no column's kind.
_WHOLE_SQLITE = "CASE typeof({0}) WHEN 'integer' THEN {0} ELSE 0.5 END"
_BLOB_SQLITE = "CASE typeof({0}) WHEN 'blob' THEN {0} ELSE 0.5 END"
_TEXT_SQLITE = "CASE typeof({0}) WHEN 'text' THEN CAST({0} AS BLOB) WHEN 'null' THEN NULL ELSE 0.5 END"


class Totals(NamedTuple):
    """Batches and their highest number, entries and the highest position in a batch; all of one moment."""

    batches: int
    number: int
    entries: int
    last: int


def totals() -> Totals:
    """Count everything, in one statement, so that nothing is written in between."""
    return Totals(*_rows(_TOTALS, [])[0])


def batches(*, start: int) -> Iterator[StoredBatch]:
    """The batches from number ``start`` on, in order, a few hundred at a time."""
    for row in _walk("journal_batch", _BATCH, start, _BATCHES):
        yield StoredBatch(*map(_plain, row))


def entries(*, start: int) -> Iterator[StoredEntry]:
    """The entries from position ``start`` on, in order, a few thousand at a time."""
    for position, batch, kind, about, at, payload, key, digest in _walk("journal_entry", _ENTRY, start, _ENTRIES):
        yield StoredEntry(position, batch, _text(kind), _text(about), at, _plain(payload), _text(key), _plain(digest))


def _walk(table: str, columns: Sequence[str], start: int, many: int) -> Iterator[tuple[Any, ...]]:
    """Rows in the order of their first column, page by page, until there are no more or their order is lost."""
    place = columns[0]
    wanted = ", ".join(map(_exactly, columns))
    statement = f"SELECT {wanted} FROM {table} WHERE {place} >= %s ORDER BY {place} LIMIT %s"  # noqa: S608 - names from above
    while rows := _rows(statement, [start, many]):
        yield from rows
        if len(rows) < many or not isinstance(rows[-1][0], int):
            return
        start = rows[-1][0] + 1


def _exactly(column: str) -> str:
    if connection.vendor != "sqlite":
        return column
    kind = _BLOB_SQLITE if column in _BLOBS else _TEXT_SQLITE if column in _TEXTS else _WHOLE_SQLITE
    return kind.format(column)


def _rows(statement: str, values: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _text(value: object) -> object:
    """A text as text; of bytes that are no UTF-8, the bytes."""
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value
