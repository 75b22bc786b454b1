from tests.builders.journal import AT, entry, written

from sekisho.journal.models import Consumer
from sekisho.journal.operations.appending import append
from sekisho.journal.queries.reading import WALKED, about, consumers, find, head, latest, places, read
from sekisho.journal.types.entry import EMPTY, ConsumerState, NewEntry


def test_an_empty_journal_has_an_empty_head(database: str) -> None:
    assert head() == EMPTY
    assert read() == []


def test_entries_are_read_in_order_and_exactly_as_given(database: str) -> None:
    payloads = [b"", b"\x00\xff", "口座".encode(), b'{"b": 1, "a":2}']
    append(entries=[entry(n, payload=payload) for n, payload in enumerate(payloads)], at=AT)

    found = read()

    assert [each.payload for each in found] == payloads
    assert [each.position for each in found] == [1, 2, 3, 4]
    assert {each.batch for each in found} == {1}
    assert (found[0].kind, found[0].about, found[0].at, found[0].key) == ("activity:event:received", "a-1", AT, None)


def test_reading_goes_on_behind_a_position_and_stops_at_the_limit(database: str) -> None:
    written([2, 3])

    assert [each.position for each in read(after=1, limit=3)] == [2, 3, 4]


def test_one_subject_is_found_without_the_others(database: str) -> None:
    append(entries=[entry(n, about=f"a-{n % 2}") for n in range(6)], at=AT)

    assert [each.position for each in about("a-1", after=2)] == [4, 6]
    assert about("nobody") == []


def test_an_entry_is_found_by_its_key(database: str) -> None:
    written([4])

    found = find("event:e-3")

    assert found is not None
    assert found.position == 4
    assert find("event:e-2") is None


def test_any_number_of_keys_is_looked_up(database: str) -> None:
    append(entries=[entry(n, key=f"k-{n}") for n in range(1_203)], at=AT)

    found = places([f"k-{n}" for n in range(-5, 1_203)])

    assert len(found) == 1_203
    position, batch, digest = found["k-1202"]
    assert (position, batch, len(digest)) == (1_203, 1, 32)


def test_consumers_tell_how_far_they_are(database: str) -> None:
    written([5])
    Consumer.objects.create(name="hub", position=2, stopped=3, trouble="ValueError: no")
    Consumer.objects.create(name="cases", position=5)

    assert consumers() == [
        ConsumerState("cases", 5, 0, None, ""),
        ConsumerState("hub", 2, 3, 3, "ValueError: no"),
    ]


def test_the_latest_entries_come_first_and_older_ones_by_the_page(database: str) -> None:
    append(entries=[NewEntry(f"test:page:{'odd' if n % 2 else 'even'}", f"s{n}", n, b"{}") for n in range(1, 8)], at=1)

    first = latest(kind="test:page:", limit=4)
    rest = latest(kind="test:page:", before=first.before, limit=4)

    assert [entry.about for entry in (*first.entries, *rest.entries)] == [f"s{n}" for n in range(7, 0, -1)]
    assert [entry.about for entry in latest(kind="test:page:odd").entries] == ["s7", "s5", "s3", "s1"]
    assert [entry.kind for entry in latest(subject="s2").entries] == ["test:page:even"]


def test_a_look_by_kind_goes_back_only_so_far_at_once_and_says_where_to_go_on(database: str) -> None:
    append(entries=[NewEntry("test:page:old", "s", 1, b"{}")], at=1)
    end = head().last

    page = latest(kind="test:page:old", before=end + 1 + WALKED)

    assert (page.entries, page.before) == ([], end + 1)
    assert [entry.about for entry in latest(kind="test:page:old", before=page.before).entries] == ["s"]
