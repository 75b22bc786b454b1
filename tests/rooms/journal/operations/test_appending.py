from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders.journal import AT, entry, run, written

from sekisho.journal.operations.appending import append, append_units
from sekisho.journal.operations.verifying import verify
from sekisho.journal.queries.reading import head, read
from sekisho.journal.types.entry import Receipt
from sekisho.journal.types.faults import KeyConflictError


def test_a_receipt_names_the_batch_and_the_first_position(database: str) -> None:
    assert written([2, 3]) == [Receipt(1, 1, 2), Receipt(2, 3, 3)]
    assert head()[:2] == (2, 5)


def test_the_same_entry_under_its_key_is_written_once(database: str) -> None:
    first = append(entries=[entry(1, key="a")], at=AT)

    second = append(entries=[entry(1, key="a")], at=AT + 9)

    assert second == first._replace(written=0)
    assert len(read()) == 1


def test_other_content_under_a_known_key_is_refused(database: str) -> None:
    append(entries=[entry(1, key="a")], at=AT)

    with pytest.raises(KeyConflictError):
        append(entries=[entry(2, key="a")], at=AT)

    assert len(read()) == 1


def test_a_conflict_leaves_the_other_units_alone(database: str) -> None:
    outcomes = append_units(units=[[entry(1, key="a")], [entry(2, key="a")], [entry(3)]], at=AT)

    assert [type(outcome) for outcome in outcomes] == [Receipt, KeyConflictError, Receipt]
    assert len(read()) == 2


def test_an_empty_unit_is_a_mistake(database: str) -> None:
    with pytest.raises(ValueError, match="without entries"):
        append(entries=[], at=AT)


def test_in_the_callers_transaction_entries_come_and_go_with_it(fresh_database: str) -> None:
    def give_up() -> None:
        with transaction.atomic():
            append(entries=[entry(1)], at=AT)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        give_up()

    assert read() == []
    assert append(entries=[entry(2)], at=AT) == Receipt(1, 1, 1)


def test_writers_at_the_same_time_leave_no_gap_and_one_chain(fresh_database: str) -> None:
    def write(writer: int) -> None:
        try:
            for n in range(8):
                append(entries=[entry(writer * 100 + n)] * 2, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    assert [each.position for each in read(limit=100)] == list(range(1, 65))
    assert verify().damage is None
    assert verify().batches == 32


def test_a_commit_is_on_disk_even_where_the_server_would_answer_before(fresh_database: str) -> None:
    """E-13: an answer is given only for what survives a crash."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
        return
    run("SET synchronous_commit = off")
    with transaction.atomic():
        append(entries=[entry(1)], at=AT)
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)


def test_what_the_database_cannot_do_is_told(fresh_database: str) -> None:
    run("DROP TABLE journal_entry")

    with pytest.raises(DatabaseError):
        append(entries=[entry(1)], at=AT)

    assert head().batch == 0


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_a_role_that_may_only_insert_and_read_can_append(database: str) -> None:
    """What the explanation advises for the service."""
    run("CREATE ROLE service")
    run("GRANT INSERT, SELECT ON journal_entry, journal_batch TO service")
    run("SET LOCAL ROLE service")

    assert append(entries=[entry(1)], at=AT) == Receipt(1, 1, 1)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run("DELETE FROM journal_entry")
