import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from tests.builders.journal import AT, entry, run
from tests.servers import PostgreSQL

from sekisho.journal.operations.committing import GroupCommitter
from sekisho.journal.operations.verifying import verify
from sekisho.journal.queries.reading import head, read
from sekisho.journal.types.entry import Receipt
from sekisho.journal.types.faults import (
    JournalBusyError,
    JournalClosedError,
    JournalUnavailableError,
    KeyConflictError,
)


def committer(*, linger: float = 0.0, most: int = 1_000, room: int = 10_000, halts: bool = False) -> GroupCommitter:
    return GroupCommitter(clock=lambda: AT, linger=linger, most=most, room=room, halts=halts)


@contextmanager
def broken_tables() -> Iterator[None]:
    """Meanwhile nothing can be written."""
    run("ALTER TABLE journal_entry RENAME TO away")
    yield
    run("ALTER TABLE away RENAME TO journal_entry")


@contextmanager
def held_turn() -> Iterator[None]:
    """Meanwhile no other transaction can write."""
    run("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
    if connection.vendor == "postgresql":
        run("LOCK TABLE journal_batch IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        run("ROLLBACK")


def test_an_answer_comes_only_after_the_commit(fresh_database: str) -> None:
    with committer() as journal:
        with held_turn():
            answer = journal.submit([entry(1)])
            time.sleep(0.05)
            assert not answer.done()
        assert answer.result(10) == Receipt(1, 1, 1)
        assert [each.payload for each in read()] == [entry(1).payload]


def test_many_threads_share_batches_and_everyone_gets_his_own_receipt(fresh_database: str) -> None:
    with committer(linger=0.002) as journal, ThreadPoolExecutor(16) as pool:
        receipts = list(pool.map(lambda n: journal.submit([entry(n)] * 2).result(), range(200)))

    stored = read(limit=1_000)
    assert sorted(receipt.first for receipt in receipts) == list(range(1, 401, 2))
    for number, receipt in enumerate(receipts):
        assert stored[receipt.first - 1].payload == stored[receipt.first].payload == entry(number).payload
    assert head().batch < 200
    assert verify().damage is None


def test_what_gathers_during_a_commit_becomes_the_next_batch(fresh_database: str) -> None:
    with committer(most=10) as journal:
        with held_turn():
            answers = [journal.submit([entry(n)]) for n in range(35)]
        receipts = [answer.result(10) for answer in answers]

    assert [receipt.first for receipt in receipts] == list(range(1, 36))
    assert head().batch <= 5


def test_several_units_may_be_handed_in_with_one_answer(fresh_database: str) -> None:
    with committer() as journal:
        outcomes = journal.submit_many([[entry(1, key="a")], [entry(2, key="a")], [entry(3)]]).result()

    assert [type(outcome) for outcome in outcomes] == [Receipt, KeyConflictError, Receipt]


def test_a_conflict_is_told_to_its_submitter_only(fresh_database: str) -> None:
    with committer(linger=0.05) as journal:
        good, bad = journal.submit([entry(1, key="a")]), journal.submit([entry(2, key="a")])

        assert good.result() == Receipt(1, 1, 1)
        with pytest.raises(KeyConflictError):
            bad.result()


def test_a_writer_that_repeats_itself_does_not_double_anything(fresh_database: str) -> None:
    with committer() as journal:
        first = journal.submit([entry(1, key="a"), entry(2)]).result()
        second = journal.submit([entry(1, key="a"), entry(2)]).result()

    assert second == first._replace(written=0)
    assert len(read()) == 2


def test_a_failed_commit_is_told_to_every_submitter_and_the_next_one_succeeds(fresh_database: str) -> None:
    with committer(linger=0.05) as journal:
        with broken_tables():
            answers = [journal.submit([entry(n, key=f"k-{n}")]) for n in range(3)]
            for answer in answers:
                with pytest.raises(JournalUnavailableError) as fault:
                    answer.result(10)
                assert isinstance(fault.value.__cause__, DatabaseError)
        assert read() == []

        assert journal.submit([entry(1, key="k-1")]).result() == Receipt(1, 1, 1)


def test_a_committer_that_halts_fails_what_waits_and_takes_nothing_more(fresh_database: str) -> None:
    with committer(most=2, halts=True) as journal:
        with held_turn():
            answers = [journal.submit([entry(n)]) for n in range(9)]
            run("DROP TABLE journal_entry")
            run("COMMIT")
            run("BEGIN")
        for answer in answers:
            with pytest.raises(JournalUnavailableError):
                answer.result(10)
        with pytest.raises(JournalUnavailableError):
            journal.submit([entry(10)])


def test_a_full_waiting_room_makes_the_submitter_wait_and_then_give_up(fresh_database: str) -> None:
    with committer(room=3) as journal:
        with held_turn():
            first = journal.submit([entry(n) for n in range(3)])
            with pytest.raises(JournalBusyError):
                journal.submit([entry(4)], timeout=0.02)
        first.result(10)

        assert journal.submit([entry(5)], timeout=10).result().first == 4


def test_a_submitter_waits_for_room_until_there_is_some(fresh_database: str) -> None:
    with committer(room=2) as journal, ThreadPoolExecutor(1) as pool:
        with held_turn():
            journal.submit([entry(1), entry(2)])
            waiting = pool.submit(journal.submit, [entry(3)])
            time.sleep(0.02)
            assert not waiting.done()
        assert waiting.result(10).result(10) == Receipt(2, 3, 1)


def test_entries_larger_than_the_waiting_room_go_alone(fresh_database: str) -> None:
    with committer(room=2, most=2) as journal:
        assert journal.submit([entry(n) for n in range(5)]).result(10) == Receipt(1, 1, 5)


def test_closing_commits_what_waits_and_then_refuses(fresh_database: str) -> None:
    journal = committer(linger=5.0)
    answers = [journal.submit([entry(n)]) for n in range(3)]

    journal.close()

    assert [answer.result(0).first for answer in answers] == [1, 2, 3]
    with pytest.raises(JournalClosedError):
        journal.submit([entry(4)])


def test_a_withdrawn_submission_is_not_written(fresh_database: str) -> None:
    with committer(linger=0.2) as journal:
        withdrawn, kept = journal.submit([entry(1)]), journal.submit([entry(2)])
        assert withdrawn.cancel()

        assert kept.result(10) == Receipt(1, 1, 1)


def test_nothing_to_write_is_a_mistake(fresh_database: str) -> None:
    with committer() as journal:
        with pytest.raises(ValueError, match="nothing to write"):
            journal.submit([])
        with pytest.raises(ValueError, match="nothing to write"):
            journal.submit_many([])


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_and_nothing_is_acknowledged(fresh_database: str) -> None:
    """SQLite counts pages itself; a real limit of the file system is in the tests of faults."""

    def limit(connection: BaseDatabaseWrapper, **_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 60")

    connection_created.connect(limit)
    try:
        with committer(most=4, halts=True) as journal:
            answers = [journal.submit([entry(n, payload=bytes(9_000), key=f"k-{n}")]) for n in range(40)]
            done = [answer for answer in answers if answer.exception(10) is None]
            refused = [answer.exception() for answer in answers if answer not in done]
    finally:
        connection_created.disconnect(limit)

    assert refused
    assert "full" in str(refused[0])
    assert len(read()) == len(done)
    assert verify().damage is None


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_a_lost_connection_is_told_and_made_anew(fresh_database: str, postgresql_server: PostgreSQL) -> None:
    with committer() as journal:
        journal.submit([entry(1)]).result()
        postgresql_server.disconnect(fresh_database)
        with pytest.raises(JournalUnavailableError):
            journal.submit([entry(2)]).result()

        assert journal.submit([entry(3)]).result() == Receipt(2, 2, 1)
    connection.close()


def test_the_writing_thread_ends_with_its_committer(fresh_database: str) -> None:
    with committer() as journal:
        journal.submit([entry(1)]).result()

    assert "journal" not in {thread.name for thread in threading.enumerate()}
