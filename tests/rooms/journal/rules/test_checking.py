from collections.abc import Sequence
from typing import Any

import pytest
from tests.builders.journal import AT, entry

from sekisho.journal.rules.checking import StoredBatch, StoredEntry, check_batch, check_entries
from sekisho.journal.rules.planning import plan
from sekisho.journal.types.entry import EMPTY
from sekisho.journal.types.verification import Damage, Fault


def stored(count: int = 3) -> tuple[StoredBatch, list[StoredEntry]]:
    planned = plan([[entry(n, key=f"k-{n}") for n in range(count)]], head=EMPTY, known={}, at=AT)
    assert planned.batch
    number, first, last, root, previous, digest, committed = planned.batch
    entries = [
        StoredEntry(each.position, each.batch, each.kind, each.about, each.at, each.payload, each.key, each.digest)
        for each in planned.entries
    ]
    return StoredBatch(number, first, last, count, root, previous, digest, committed), entries


BATCH, ENTRIES = stored()


def entries_found(entries: Sequence[StoredEntry]) -> Damage | None:
    return check_entries(BATCH, iter(entries))


def test_what_was_planned_is_whole() -> None:
    assert check_batch(BATCH, EMPTY) is None
    assert entries_found(ENTRIES) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((name, value) for name in ("first", "last", "committed") for value in (2, 0, -1, "1", None, 1.0, 1 << 64)),
        ("count", "3"),
        *((name, value) for name in ("root", "previous", "digest") for value in (b"", b"x" * 32, "x" * 32, None)),
    ],
)
def test_a_changed_batch_is_not_itself(field: str, value: Any) -> None:
    assert check_batch(BATCH._replace(**{field: value}), EMPTY) == Damage(Fault.BATCH_CHANGED, 1)


@pytest.mark.parametrize("number", [2, 0, "1", None])
def test_another_number_means_that_the_batch_is_missing(number: Any) -> None:
    assert check_batch(BATCH._replace(number=number), EMPTY) == Damage(Fault.BATCH_MISSING, 1)


def test_a_batch_behind_another_head_is_detached() -> None:
    assert check_batch(BATCH, EMPTY._replace(digest=b"x" * 32)) == Damage(Fault.BATCH_DETACHED, 1)


@pytest.mark.parametrize("count", [2, 0])
def test_a_wrong_count_is_a_wrong_range(count: int) -> None:
    assert check_batch(BATCH._replace(count=count), EMPTY) == Damage(Fault.BATCH_RANGE, 1)


def test_a_range_that_leaves_a_gap_is_a_wrong_range() -> None:
    assert check_batch(BATCH, EMPTY._replace(last=1)) == Damage(Fault.BATCH_RANGE, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("batch", 2),
        ("kind", "a:b:c"),
        ("kind", b"activity:event:received"),
        ("about", None),
        ("at", 0),
        ("at", "0"),
        ("payload", b""),
        ("payload", '{"id":"e-1"}'),
        ("key", None),
        ("key", 0),
        ("digest", b"x" * 32),
        ("digest", None),
    ],
)
def test_a_changed_entry_is_named(field: str, value: Any) -> None:
    changed = [ENTRIES[0], ENTRIES[1]._replace(**{field: value}), ENTRIES[2]]

    assert entries_found(changed) == Damage(Fault.ENTRY_CHANGED, 1, 2)


def test_a_removed_entry_is_named() -> None:
    assert entries_found([ENTRIES[0], ENTRIES[2]]) == Damage(Fault.ENTRY_MISSING, 1, 2)
    assert entries_found(ENTRIES[:2]) == Damage(Fault.ENTRY_MISSING, 1, 3)


@pytest.mark.parametrize("position", [1, "2", None, 1 << 64])
def test_an_entry_out_of_the_numbering_is_surplus(position: Any) -> None:
    put_in = [ENTRIES[0], ENTRIES[1]._replace(position=position), *ENTRIES[1:]]

    assert entries_found(put_in) == Damage(Fault.ENTRY_SURPLUS, 1, 2)


def test_entries_of_another_journal_do_not_give_the_root() -> None:
    other = plan([[entry(n + 9) for n in range(3)]], head=EMPTY, known={}, at=AT).entries

    replaced = [
        StoredEntry(each.position, each.batch, each.kind, each.about, each.at, each.payload, each.key, each.digest)
        for each in other
    ]

    assert entries_found(replaced) == Damage(Fault.ENTRIES_REPLACED, 1)
