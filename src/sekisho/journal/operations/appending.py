"""Write entries into the journal: one transaction, one batch.

Writers take turns. On SQLite a writing transaction is alone by itself (``transaction_mode`` IMMEDIATE); on PostgreSQL
an advisory lock is held until the commit. So positions have no gaps and appear in their order, and a reader who has
seen position 17 has seen everything before it.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from sekisho.journal.queries.reading import head, places
from sekisho.journal.rules.planning import Known, Outcome, Plan, Unit, keys_of, plan
from sekisho.journal.types.entry import NewEntry, Receipt
from sekisho.journal.types.faults import KeyConflictError

_TURN = 0x73656B6973686F6A
"""The lock's number: "sekishoj" in ASCII."""
# A server may be set to answer a commit before it is on disk; the journal does not accept that. "local" and stricter
# settings stay as they are.
_TAKE_TURN = """
    SELECT pg_advisory_xact_lock(%s),
           CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END
"""
_INSERT_BATCH = """
    INSERT INTO journal_batch (number, first, last, root, previous, digest, committed, count)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_INSERT_ENTRIES = """
    INSERT INTO journal_entry (position, batch_id, kind, about, at, payload, key, digest)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_FEW = 3
"""Entries for which COPY costs more than it saves."""
_COPY_ENTRIES = "COPY journal_entry (position, batch_id, kind, about, at, payload, key, digest) FROM STDIN"


def append(*, entries: Sequence[NewEntry], at: int) -> Receipt:
    """Write entries next to each other, all or none, in the caller's transaction or in one of their own.

    In a transaction of the caller they count once it is committed, and other writers wait for it: append last.

    Args:
        entries: at least one. Where the first one's key is known with the same content, nothing is written again.
        at: the moment of writing, in milliseconds.

    Raises:
        KeyConflictError: a key is known with other content.
        django.db.DatabaseError: the database could not write.
        ValueError: there are no entries.

    """
    outcome = append_units(units=[entries], at=at)[0]
    if isinstance(outcome, KeyConflictError):
        raise outcome
    return outcome


@transaction.atomic(savepoint=False)  # within a caller's transaction nothing is left to save
def append_units(*, units: Sequence[Unit], at: int) -> list[Outcome]:
    """Write several independent units as one batch.

    Args:
        units: each is written all or not at all, and stands as ``append`` has it.
        at: the moment of writing, in milliseconds.

    Returns:
        For each unit its receipt, or the conflict because of which it alone was left out.

    Raises:
        django.db.DatabaseError: the database could not write; nothing was written.
        ValueError: a unit is empty.

    """
    if not all(units):
        message = "a unit without entries"
        raise ValueError(message)
    _take_turn()
    known = {key: Known(*place) for key, place in places(keys_of(units)).items()}
    planned = plan(units, head=head(), known=known, at=at)
    _write(planned)
    return planned.outcomes


def _take_turn() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_TURN, [_TURN])


def _write(planned: Plan) -> None:
    """Two statements for any number of entries; the ORM takes several times as long."""
    if planned.batch is None:
        return
    rows = [(e.position, e.batch, e.kind, e.about, e.at, e.payload, e.key, e.digest) for e in planned.entries]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_BATCH, [*planned.batch, len(rows)])
        if connection.vendor == "postgresql" and len(rows) > _FEW:
            with connection.wrap_database_errors, cursor.copy(_COPY_ENTRIES) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            for row in rows:
                cursor.execute(_INSERT_ENTRIES, row)
