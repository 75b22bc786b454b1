"""The journal's rows exactly as they are stored, for checking: nothing is trusted, nothing is converted.

SQLite keeps any kind of value in any column. There, a text that is stored as text comes back as its bytes, decoded
here, so that broken UTF-8 does not end the walk; a value of another kind comes back as something that no check
takes for a text.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from sekisho.journal.rules.checking import StoredBatch, StoredEntry

_BATCHES = 500
_ENTRIES = 2_000
_BATCH_SQL = """
    SELECT number, first, last, count, root, previous, digest, committed FROM journal_batch
    WHERE number >= %s ORDER BY number LIMIT %s
"""
_ENTRY_SQL = """
    SELECT position, batch_id, at, payload, digest, {kind}, {about}, {key} FROM journal_entry
    WHERE position >= %s ORDER BY position LIMIT %s
"""
# Adding 0 makes a number of whatever SQLite may hold.
_TOTALS = """
    SELECT (SELECT count(*) FROM journal_batch), (SELECT coalesce(max(number), 0) + 0 FROM journal_batch),
           (SELECT count(*) FROM journal_entry), (SELECT coalesce(max(last), 0) + 0 FROM journal_batch)
"""
_TEXT = "CASE typeof({0}) WHEN 'text' THEN CAST({0} AS BLOB) WHEN 'null' THEN NULL ELSE 0 END"


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
    while rows := _rows(_BATCH_SQL, [start, _BATCHES]):
        yield from (StoredBatch(*map(_plain, row)) for row in rows)
        if len(rows) < _BATCHES or not isinstance(rows[-1][0], int):
            return
        start = rows[-1][0] + 1


def entries(*, start: int) -> Iterator[StoredEntry]:
    """The entries from position ``start`` on, in order, a few thousand at a time."""
    names = ("kind", "about", "key")
    columns = {name: _TEXT.format(name) if connection.vendor == "sqlite" else name for name in names}
    statement = _ENTRY_SQL.format(**columns)
    while rows := _rows(statement, [start, _ENTRIES]):
        for position, batch, at, payload, digest, *texts in rows:
            kind, about, key = map(_text, texts)
            yield StoredEntry(position, batch, kind, about, at, _plain(payload), key, _plain(digest))
        if len(rows) < _ENTRIES or not isinstance(rows[-1][0], int):
            return
        start = rows[-1][0] + 1


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
