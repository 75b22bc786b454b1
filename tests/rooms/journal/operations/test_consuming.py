import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from tests.builders.journal import AT, written

from sekisho.journal.models import Consumer
from sekisho.journal.operations.appending import append
from sekisho.journal.operations.consuming import LONGEST_TROUBLE, consume, delivery_token
from sekisho.journal.queries.reading import consumers, read
from sekisho.journal.types.entry import Entry, NewEntry
from sekisho.journal.types.faults import PoisonEntryError


class Listener:
    """Hears entries, and fails at one position while told to."""

    def __init__(self, *, poison: int = 0, fault: Exception | None = None) -> None:
        self.heard: list[int] = []
        self.poison = poison
        self.fault = fault or ValueError("indigestible")

    def __call__(self, entry: Entry) -> None:
        Consumer.objects.create(name=f"effect-{entry.position}")  # an effect in the database
        if entry.position == self.poison:
            raise self.fault
        self.heard.append(entry.position)


def effects() -> int:
    return Consumer.objects.filter(name__startswith="effect").count()


def test_a_consumer_hears_everything_once_and_in_order(database: str) -> None:
    written([2, 3])
    listener = Listener()

    counts = [consume(name="hub", handler=listener, limit=2) for _ in range(4)]

    assert counts == [2, 2, 1, 0]
    assert listener.heard == [1, 2, 3, 4, 5]


def test_one_that_hears_certain_kinds_passes_the_others_by_and_ends_with_the_first_of_its_own(database: str) -> None:
    written([2])
    append(entries=[NewEntry("journal:test:heard", "a-1", AT, b"{}")], at=AT)
    written([2], begin=2)
    listener = Listener()

    counts = [consume(name="hub", handler=listener, heard={"journal:test:heard"}) for _ in range(3)]

    assert counts == [3, 2, 0]
    assert listener.heard == [3]


def test_consumers_do_not_know_each_other(database: str) -> None:
    written([3])
    heard: list[int] = []
    consume(name="hub", handler=lambda _: None)

    assert consume(name="cases", handler=lambda entry: heard.append(entry.position), limit=1) == 1
    assert heard == [1]
    assert [(state.name, state.position, state.behind) for state in consumers()] == [("cases", 1, 2), ("hub", 3, 0)]


def test_a_poison_entry_stops_its_consumer_with_an_alarm_and_is_not_skipped(database: str) -> None:
    written([5])
    listener = Listener(poison=3)

    for _ in range(2):
        with pytest.raises(PoisonEntryError) as alarm:
            consume(name="hub", handler=listener)

    assert (alarm.value.consumer, alarm.value.position) == ("hub", 3)
    assert isinstance(alarm.value.__cause__, ValueError)
    assert listener.heard == [1, 2]
    assert effects() == 2
    hub = next(state for state in consumers() if state.name == "hub")
    assert (hub.position, hub.stopped, hub.trouble) == (2, 3, "ValueError: indigestible")


def test_once_the_cause_is_mended_the_consumer_goes_on_from_there(database: str) -> None:
    written([4])
    listener = Listener(poison=2)
    with pytest.raises(PoisonEntryError):
        consume(name="hub", handler=listener)

    listener.poison = 0
    assert consume(name="hub", handler=listener) == 3

    assert listener.heard == [1, 2, 3, 4]
    hub = next(state for state in consumers() if state.name == "hub")
    assert (hub.position, hub.stopped, hub.trouble) == (4, None, "")


def test_trouble_of_any_length_and_content_can_be_kept(database: str) -> None:
    written([1])

    with pytest.raises(PoisonEntryError):
        consume(name="hub", handler=Listener(poison=1, fault=ValueError("\0" + "長" * 9_999)))

    assert 0 < len(consumers()[0].trouble) <= LONGEST_TROUBLE


def test_a_failing_database_is_not_the_entrys_fault(fresh_database: str) -> None:
    written([3])
    listener = Listener(poison=2, fault=OperationalError("deadlock detected"))

    with pytest.raises(OperationalError):
        consume(name="hub", handler=listener)

    assert effects() == 0
    assert consumers() == []


def test_two_processes_of_one_consumer_share_the_work_without_repeating_it(fresh_database: str) -> None:
    written([20])
    heard: list[int] = []
    start = threading.Barrier(2)

    def work(_: int) -> None:
        try:
            start.wait()
            while consume(name="hub", handler=lambda entry: heard.append(entry.position), limit=3):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    assert heard == list(range(1, 21))


def test_a_delivery_has_the_same_name_at_every_attempt_and_no_other_has_it(database: str) -> None:
    written([2])
    first, second = read()

    tokens = {
        delivery_token(consumer="hub", entry=first),
        delivery_token(consumer="hub", entry=second),
        delivery_token(consumer="cases", entry=first),
    }

    assert len(tokens) == 3
    assert delivery_token(consumer="hub", entry=read(limit=1)[0]) in tokens
    assert all(len(token) == 64 for token in tokens)
