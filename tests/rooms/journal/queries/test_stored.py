from tests.builders.journal import written

from sekisho.journal.queries.stored import Totals, batches, entries, totals


def test_rows_come_in_order_from_where_one_begins(database: str) -> None:
    written([2, 1, 3])

    assert [row.number for row in batches(start=2)] == [2, 3]
    assert [row.position for row in entries(start=3)] == [3, 4, 5, 6]


def test_rows_come_as_they_are_stored(database: str) -> None:
    written([2])

    row = next(iter(entries(start=2)))

    assert row[:5] == (2, 1, "activity:event:received", "a-1", row.at)
    assert row.key == "event:e-1"
    assert row.payload == b'{"id":"e-1"}'
    assert len(row.digest) == 32


def test_totals_count_rows_and_name_the_ends(database: str) -> None:
    assert totals() == Totals(0, 0, 0, 0)
    written([2, 3])
    assert totals() == Totals(2, 2, 5, 5)
