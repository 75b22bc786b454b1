"""Any single change, removal, swap, insertion or cut is noticed, whoever made it (E-13)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.journal import AT, entry, intrusion, run, written
from tests.builders.tampering import DEEDS, LAST, SIZES, cut_off_the_end, remove_a_batch, rewrite_the_end

from sekisho.journal.operations.appending import append
from sekisho.journal.operations.verifying import BadAnchorError, UnknownBatchError, read_anchor, verify, write_anchor
from sekisho.journal.queries.reading import head, read
from sekisho.journal.types.entry import EMPTY
from sekisho.journal.types.verification import Anchor, Damage, Fault


def end() -> Anchor:
    return Anchor(head().batch, head().digest)


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
