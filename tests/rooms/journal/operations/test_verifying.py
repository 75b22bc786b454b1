"""Any single change, removal, swap, insertion or cut is noticed, whoever made it (E-13)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.journal import AT, entry, intrusion, run, written

from sekisho.journal.operations.appending import append
from sekisho.journal.operations.verifying import BadAnchorError, UnknownBatchError, read_anchor, verify, write_anchor
from sekisho.journal.queries.reading import head, read
from sekisho.journal.types.entry import EMPTY
from sekisho.journal.types.verification import Anchor, Damage, Fault

SIZES = (2, 1, 4, 3)
LAST = sum(SIZES)
PLACES = st.integers(1, LAST)
BATCHES = st.integers(1, len(SIZES))
COLUMNS = ("batch_id", "kind", "about", "at", "key", "payload", "digest")
COPY = """
    INSERT INTO journal_entry (position, batch_id, kind, about, at, key, payload, digest)
    SELECT %s, batch_id, kind, about, at, NULL, payload, digest FROM journal_entry WHERE position = %s
"""


def end() -> Anchor:
    return Anchor(head().batch, head().digest)


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


@pytest.fixture
def journal(fresh_database: str) -> Anchor:
    """A committed journal of four batches, and its end."""
    written(SIZES)
    return end()


@given(deed=st.sampled_from(DEEDS), draw=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_single_change_removal_swap_or_insertion_is_noticed(
    journal: Anchor, deed: Callable[[st.DataObject], None], draw: st.DataObject
) -> None:
    with intrusion():
        deed(draw)
        # the last batch gone, with all that is in it, cannot show without an anchor
        known = journal if deed is remove_a_batch else None
        found = verify(anchor=known)

    assert found.damage is not None
    assert found.damage.batch <= len(SIZES) + 1


@given(deed=st.sampled_from([cut_off_the_end, rewrite_the_end]), draw=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_with_an_anchor_a_cut_off_or_rewritten_end_is_noticed(
    journal: Anchor, deed: Callable[[st.DataObject], None], draw: st.DataObject
) -> None:
    with intrusion():
        deed(draw)
        without, found = verify().damage, verify(anchor=journal).damage

    assert without is None
    expected = Fault.TRUNCATED if deed is cut_off_the_end else Fault.REWRITTEN
    assert found == Damage(expected, len(SIZES))


def test_a_whole_journal_is_whole_and_tells_its_end(journal: Anchor) -> None:
    assert verify() == (len(SIZES), LAST, journal, None)
    assert verify(start=3, anchor=journal) == (2, 7, journal, None)


def test_an_empty_journal_is_whole(database: str) -> None:
    assert verify() == (0, 0, Anchor(0, EMPTY.digest), None)


def test_a_journal_that_grew_since_its_anchor_is_whole(journal: Anchor) -> None:
    written([1, 1], begin=LAST)

    assert verify(anchor=journal).damage is None
    assert verify(anchor=journal, start=6).batches == 2


@pytest.mark.parametrize(
    ("statement", "damage"),
    [
        ("UPDATE journal_entry SET about = 'a-2' WHERE position = 5", Damage(Fault.ENTRY_CHANGED, 3, 5)),
        ("DELETE FROM journal_entry WHERE position = 3", Damage(Fault.ENTRY_MISSING, 2, 3)),
        ("DELETE FROM journal_entry WHERE position = 10", Damage(Fault.ENTRY_MISSING, 4, 10)),
        ("UPDATE journal_batch SET committed = committed + 1 WHERE number = 2", Damage(Fault.BATCH_CHANGED, 2)),
        ("DELETE FROM journal_batch WHERE number = 3", Damage(Fault.BATCH_MISSING, 3)),
        ("DELETE FROM journal_batch WHERE number = 4", Damage(Fault.MISCOUNTED, 3)),
        ("DELETE FROM journal_batch", Damage(Fault.MISCOUNTED, 0)),
    ],
)
def test_the_first_bad_batch_and_entry_are_named(journal: Anchor, statement: str, damage: Damage) -> None:
    with intrusion():
        run(statement)
        found = verify()

    assert found.damage == damage


def test_the_walk_may_begin_later_and_believes_what_is_before(journal: Anchor) -> None:
    with intrusion():
        run("UPDATE journal_entry SET about = 'a-2' WHERE position = 1")
        assert verify(start=2).damage is None
        assert verify(start=1).damage == Damage(Fault.ENTRY_CHANGED, 1, 1)


def test_the_batch_before_the_beginning_must_be_there(journal: Anchor) -> None:
    with intrusion():
        run("DELETE FROM journal_batch WHERE number = 2")
        assert verify(start=3).damage == Damage(Fault.BATCH_MISSING, 2)


def test_an_anchor_is_checked_on_the_way_even_when_the_walk_would_begin_behind_it(journal: Anchor) -> None:
    forged = Anchor(2, b"x" * 32)

    assert verify(start=4, anchor=forged).damage == Damage(Fault.REWRITTEN, 2)


@pytest.mark.parametrize("start", [5, 99])
def test_one_cannot_begin_behind_the_end(journal: Anchor, start: int) -> None:
    with pytest.raises(UnknownBatchError) as fault:
        verify(start=start)

    assert "1 to 4" in str(fault.value)


def test_whoever_watches_hears_how_far_the_walk_is(journal: Anchor) -> None:
    heard: list[tuple[int, int]] = []

    verify(watch=lambda done, whole: heard.append((done, whole)))

    assert heard == [(2, LAST), (3, LAST), (7, LAST), (10, LAST)]


def test_a_journal_of_many_batches_and_entries_is_walked_in_parts(fresh_database: str) -> None:
    with transaction.atomic():
        written([1] * 620)
    append(entries=[entry(n) for n in range(2_500)], at=AT)

    assert verify()[:2] == (621, 3_120)
    with intrusion():
        run("UPDATE journal_entry SET at = at + 1 WHERE position = 3119")
        assert verify().damage == Damage(Fault.ENTRY_CHANGED, 621, 3_119)


def test_batches_that_vanish_during_the_walk_are_missed(fresh_database: str) -> None:
    with transaction.atomic():
        written([1] * 620)
    with intrusion():
        found = verify(watch=lambda done, _: run("DELETE FROM journal_batch WHERE number > 500") if done == 1 else None)

    assert found.damage == Damage(Fault.BATCH_MISSING, 501)


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "change",
    [
        *(f"{name} = CAST(x'ff' AS TEXT)" for name in ("kind", "about", "key", "payload", "digest")),
        *(f"{name} = CAST({name} AS BLOB)" for name in ("kind", "about", "key")),
        *(f"{name} = CAST({name} AS TEXT)" for name in ("payload", "digest")),
        *(f"{name} = 'x'" for name in ("at", "batch_id", "position")),
        "position = 1.5",
    ],
)
def test_values_of_another_kind_which_sqlite_would_keep_are_noticed(journal: Anchor, change: str) -> None:
    with intrusion():
        run(f"UPDATE journal_entry SET {change} WHERE position = 2")  # noqa: S608 - names from this file
        found = verify().damage

    assert found is not None
    assert found.batch == 1


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["number", "first", "last", "count", "committed", "root", "previous", "digest"])
def test_batches_of_another_kind_which_sqlite_would_keep_are_noticed(journal: Anchor, column: str) -> None:
    with intrusion():
        run(f"UPDATE journal_batch SET {column} = 'x' WHERE number = 2")  # noqa: S608 - names from this file

        assert verify().damage is not None


def test_reading_changes_nothing(journal: Anchor) -> None:
    before = read()

    verify()

    assert read() == before


def test_an_anchor_is_read_as_it_was_written(tmp_path: Path) -> None:
    path, anchor = tmp_path / "anchor.json", Anchor(7, bytes(range(32)))

    write_anchor(path, anchor)

    assert read_anchor(path) == anchor
    assert [file.name for file in tmp_path.iterdir()] == ["anchor.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"kind":"other","batch":1,"digest":"%s"}' % (b"00" * 32),
        b'{"kind":"sekisho-journal-anchor","batch":-1,"digest":"%s"}' % (b"00" * 32),
        b'{"kind":"sekisho-journal-anchor","batch":1,"digest":"00"}',
        b'{"kind":"sekisho-journal-anchor","batch":1,"digest":"zz"}',
    ],
)
def test_a_file_that_is_no_anchor_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "anchor.json"
    path.write_bytes(content)

    with pytest.raises(BadAnchorError, match="anchor"):
        read_anchor(path)
