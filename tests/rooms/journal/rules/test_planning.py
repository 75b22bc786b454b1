from hypothesis import given
from hypothesis import strategies as st
from tests.builders.journal import AT, entry

from sekisho.journal.rules.chain import tree_root
from sekisho.journal.rules.planning import Known, Plan, keys_of, plan
from sekisho.journal.types.entry import EMPTY, Entry, Head, NewEntry, Receipt
from sekisho.journal.types.faults import KeyConflictError

UNITS = st.lists(
    st.lists(st.builds(entry, st.integers(0, 3), key=st.none() | st.sampled_from("abcd")), min_size=1, max_size=3),
    max_size=5,
)


def known_of(entries: list[Entry]) -> dict[str, Known]:
    return {each.key: Known(each.position, each.batch, each.digest) for each in entries if each.key}


def again(first: Plan, units: list[list[NewEntry]]) -> Plan:
    head = Head(first.batch.number, first.batch.last, first.batch.digest) if first.batch else EMPTY
    return plan(units, head=head, known=known_of(first.entries), at=AT)


@given(UNITS)
def test_positions_follow_the_head_without_gaps(units: list[list[NewEntry]]) -> None:
    head = Head(3, 10, b"h" * 32)

    planned = plan(units, head=head, known={}, at=AT)

    assert [each.position for each in planned.entries] == list(range(11, 11 + len(planned.entries)))
    assert (planned.batch is None) == (not planned.entries)
    if planned.batch:
        assert planned.batch[:3] == (4, 11, 10 + len(planned.entries))
        assert planned.batch.previous == head.digest
        assert planned.batch.root == tree_root([each.digest for each in planned.entries])


@given(UNITS)
def test_a_receipt_points_to_what_was_handed_in(units: list[list[NewEntry]]) -> None:
    planned = plan(units, head=EMPTY, known={}, at=AT)

    for unit, outcome in zip(units, planned.outcomes, strict=True):
        if isinstance(outcome, Receipt):
            stored = planned.entries[outcome.first - 1 : outcome.first - 1 + (outcome.written or 1)]
            assert [each.payload for each in stored] == [each.payload for each in unit[: len(stored)]]


@given(UNITS)
def test_no_key_is_written_twice(units: list[list[NewEntry]]) -> None:
    planned = plan(units, head=EMPTY, known={}, at=AT)

    keys = [each.key for each in planned.entries if each.key]
    assert len(keys) == len(set(keys))


@given(UNITS.filter(bool))
def test_handing_in_again_writes_only_what_has_no_key_in_front(units: list[list[NewEntry]]) -> None:
    first = plan(units, head=EMPTY, known={}, at=AT)

    second = again(first, units)

    for unit, before, outcome in zip(units, first.outcomes, second.outcomes, strict=True):
        if isinstance(before, Receipt) and unit[0].key:
            assert outcome == before._replace(written=0)
    assert all(each.key is None or each.key not in known_of(first.entries) for each in second.entries)


def test_a_unit_goes_by_its_first_key_whatever_stands_behind() -> None:
    event, decision, other = entry(1, key="event:1"), entry(2, key="decision:1"), entry(3, key="decision:1")
    first = plan([[event, decision]], head=EMPTY, known={}, at=AT)

    second = again(first, [[event, other]])

    assert second.outcomes == [Receipt(1, 1, 0)]
    assert second.batch is None


def test_other_content_under_a_known_key_is_a_conflict_and_leaves_the_rest_alone() -> None:
    planned = plan([[entry(1, key="a")], [entry(2, key="a")], [entry(3)]], head=EMPTY, known={}, at=AT)

    conflict = planned.outcomes[1]
    assert isinstance(conflict, KeyConflictError)
    assert (conflict.key, conflict.position) == ("a", 1)
    assert planned.outcomes[::2] == [Receipt(1, 1, 1), Receipt(1, 2, 1)]


def test_a_known_key_behind_the_first_entry_is_a_conflict() -> None:
    planned = plan([[entry(1, key="a")], [entry(2, key="b"), entry(1, key="a")]], head=EMPTY, known={}, at=AT)

    assert isinstance(planned.outcomes[1], KeyConflictError)
    assert len(planned.entries) == 1


def test_a_unit_that_holds_a_key_twice_is_a_conflict() -> None:
    planned = plan([[entry(1, key="a"), entry(1, key="a")]], head=EMPTY, known={}, at=AT)

    assert isinstance(planned.outcomes[0], KeyConflictError)
    assert planned.batch is None


def test_keys_are_collected_from_every_entry() -> None:
    assert keys_of([[entry(1, key="a"), entry(2)], [entry(3, key="b")]]) == ["a", "b"]
