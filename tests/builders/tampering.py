"""What somebody who owns the database might do to a journal of four batches."""

from collections.abc import Callable

from django.db import connection
from hypothesis import strategies as st
from tests.builders.journal import AT, entry, run

from sekisho.journal.operations.appending import append
from sekisho.journal.queries.reading import head

SIZES = (2, 1, 4, 3)
LAST = sum(SIZES)
PLACES = st.integers(1, LAST)
BATCHES = st.integers(1, len(SIZES))
COLUMNS = ("batch_id", "kind", "about", "at", "key", "payload", "digest")
COPY = """
    INSERT INTO journal_entry (position, batch_id, kind, about, at, key, payload, digest)
    SELECT %s, batch_id, kind, about, at, NULL, payload, digest FROM journal_entry WHERE position = %s
"""


def cell(table: str, name: str, column: str, place: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {name} = %s", [place])  # noqa: S608 - names from this file
        value = cursor.fetchone()[0]
    return bytes(value) if isinstance(value, memoryview) else value


def other(value: object, draw: st.DataObject) -> object:
    """A value of the same kind that is not this one."""
    match value:
        case int():
            return value + draw.draw(st.sampled_from([-1, 1, 1_000]))
        case str():
            return draw.draw(st.sampled_from([f"{value}x", value[:-1] or "x", None if ":e-" in value else "y"]))
        case bytes():
            at = draw.draw(st.integers(0, len(value) - 1))
            return value[:at] + bytes([value[at] ^ 1 << draw.draw(st.integers(0, 7))]) + value[at + 1 :]
        case _:
            return "event:e-999"


def change_an_entry(draw: st.DataObject) -> None:
    column, place = draw.draw(st.sampled_from(COLUMNS)), draw.draw(PLACES)
    value = other(cell("journal_entry", "position", column, place), draw)
    run(f"UPDATE journal_entry SET {column} = %s WHERE position = %s", [value, place])  # noqa: S608 - names from this file


def change_a_batch(draw: st.DataObject) -> None:
    column = draw.draw(st.sampled_from(("number", "first", "last", "count", "root", "previous", "digest", "committed")))
    place = draw.draw(BATCHES)
    value = cell("journal_batch", "number", column, place)
    # 1,000 steps aside: the neighbouring values belong to other batches, and the database refuses to have them twice
    changed = value + 1_000 if isinstance(value, int) else other(value, draw)
    run(f"UPDATE journal_batch SET {column} = %s WHERE number = %s", [changed, place])  # noqa: S608 - names from this file


def remove_an_entry(draw: st.DataObject) -> None:
    run("DELETE FROM journal_entry WHERE position = %s", [draw.draw(PLACES)])


def remove_an_entry_and_close_the_gap(draw: st.DataObject) -> None:
    place = draw.draw(PLACES)
    run("DELETE FROM journal_entry WHERE position = %s", [place])
    run("UPDATE journal_entry SET position = -position WHERE position > %s", [place])
    run("UPDATE journal_entry SET position = -position - 1 WHERE position < 0")


def remove_a_batch(draw: st.DataObject) -> None:
    number = draw.draw(BATCHES)
    if draw.draw(st.booleans()):
        run("DELETE FROM journal_entry WHERE batch_id = %s", [number])
    run("DELETE FROM journal_batch WHERE number = %s", [number])


def swap_two_entries(draw: st.DataObject) -> None:
    one, two = draw.draw(st.lists(PLACES, min_size=2, max_size=2, unique=True))
    for old, new in ((one, -1), (two, one), (-1, two)):
        run("UPDATE journal_entry SET position = %s WHERE position = %s", [new, old])


def insert_an_entry(draw: st.DataObject) -> None:
    position = draw.draw(st.sampled_from([-1, 0, LAST + 1, LAST + 9]))
    run(COPY, [position, draw.draw(PLACES)])


def insert_an_entry_in_between(draw: st.DataObject) -> None:
    place = draw.draw(PLACES)
    run("UPDATE journal_entry SET position = -position WHERE position > %s", [place])
    run("UPDATE journal_entry SET position = 1 - position WHERE position < 0")
    run(COPY, [place + 1, place])


def insert_a_batch(draw: st.DataObject) -> None:
    number = draw.draw(st.sampled_from([-1, 0, len(SIZES) + 1, len(SIZES) + 9]))
    run(
        "INSERT INTO journal_batch (number, first, last, count, root, previous, digest, committed) "
        "SELECT %s, last + 1, last + 1, 1, root, %s, %s, committed FROM journal_batch WHERE number = %s",
        [number, b"p" * 32, b"d" * 32, len(SIZES)],
    )


def cut_off_the_end(draw: st.DataObject) -> None:
    number = draw.draw(BATCHES)
    run("DELETE FROM journal_entry WHERE batch_id >= %s", [number])
    run("DELETE FROM journal_batch WHERE number >= %s", [number])


def rewrite_the_end(draw: st.DataObject) -> None:
    """With every digest as it must be: the work of somebody who has the program, too."""
    cut_off_the_end(draw)
    while head().batch < len(SIZES):
        append(entries=[entry(77, payload=b"forged")], at=AT)


DEEDS: list[Callable[[st.DataObject], None]] = [
    change_an_entry,
    change_a_batch,
    remove_an_entry,
    remove_an_entry_and_close_the_gap,
    remove_a_batch,
    swap_two_entries,
    insert_an_entry,
    insert_an_entry_in_between,
    insert_a_batch,
]
