from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.builders.journal import run, written

from sekisho.journal.models import Batch, Consumer, Entry
from sekisho.project.tables import migrate


def test_the_migrations_describe_the_models(database: str) -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


@pytest.mark.parametrize("table", ["journal_entry", "journal_batch"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET digest = digest", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_what_is_journaled(database: str, statement: str, table: str) -> None:
    written([2])

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement.format(table))


def test_the_database_refuses_to_replace_or_empty_what_is_journaled(fresh_database: str) -> None:
    written([2])
    statement = (
        "TRUNCATE journal_entry, journal_batch"
        if connection.vendor == "postgresql"
        else "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE position = 1"
    )

    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)


def _columns(**changes: object) -> dict[str, object]:
    return {"number": 1, "first": 1, "last": 2, "count": 2, "committed": 0, **changes}


WRONG: list[Callable[[], object]] = [
    lambda: Batch.objects.create(**_columns(count=3), root=b"r" * 32, previous=b"p" * 32, digest=b"d" * 32),
    lambda: Batch.objects.create(**_columns(number=0), root=b"r" * 32, previous=b"p" * 32, digest=b"d" * 32),
    lambda: Batch.objects.create(**_columns(), root=b"r" * 31, previous=b"p" * 33, digest=b"d" * 32),
    lambda: Consumer.objects.create(name="a", position=-1),
    lambda: Consumer.objects.create(name="a", position=5, stopped=5),
]


@pytest.mark.parametrize("create", WRONG)
def test_the_database_refuses_rows_that_cannot_be(database: str, create: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create()


def test_the_database_refuses_a_fork_of_the_chain(database: str) -> None:
    written([1])
    head = Batch.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(
            number=2, first=2, last=2, count=1, root=bytes(32), previous=head.previous, digest=b"x" * 32, committed=0
        )


def test_the_database_refuses_a_key_twice(database: str) -> None:
    written([2])

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            position=3, batch_id=1, kind="a:b:c", about="", at=0, key="event:e-1", payload=b"", digest=bytes(32)
        )


def test_rows_tell_what_they_are(database: str) -> None:
    written([2])

    assert str(Batch.objects.get()) == "batch 1: 1 to 2"
    assert str(Entry.objects.get(position=1)) == "1 activity:event:received"
    assert str(Consumer(name="hub", position=4)) == "hub at 4"


def test_the_migrations_can_be_taken_back_and_done_again(fresh_database: str) -> None:
    call_command("migrate", "sekisho", "zero", verbosity=0)
    migrate()
    written([2])

    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM journal_entry")
