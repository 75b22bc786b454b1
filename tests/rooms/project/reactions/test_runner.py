import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.db.models import F
from tests.builders.journal import written

from sekisho.journal.models import Consumer
from sekisho.journal.queries.reading import consumers, head
from sekisho.journal.types.entry import Entry
from sekisho.project.reactions.chores import Chore
from sekisho.project.reactions.runner import Runner, by_consumer, handler_of
from sekisho.project.reactions.table import TABLE, Reaction

KIND = "activity:event:received"


def until(true: Callable[[], bool], *, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def running(*table: Reaction, chores: tuple[Chore, ...] = ()) -> Iterator[Runner]:
    runner = Runner(table, chores=chores, rest=0.02)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


def test_a_consumer_hears_its_kinds_in_order_with_the_present_moment(fresh_database: str) -> None:
    heard: list[tuple[int, int]] = []
    written([3])

    with running(Reaction("notices", KIND, lambda entry, at: heard.append((entry.position, at)))):
        assert until(lambda: len(heard) == 3)
        written([2], begin=3)
        assert until(lambda: len(heard) == 5)

    assert [position for position, _ in heard] == [1, 2, 3, 4, 5]
    assert all(at > 1_700_000_000_000 for _, at in heard)


def test_a_reaction_follows_within_a_second(fresh_database: str) -> None:
    seen: list[float] = []

    with running(Reaction("notices", KIND, lambda _entry, _at: seen.append(time.monotonic()))):
        time.sleep(0.3)
        begun = time.monotonic()
        written([1])
        assert until(lambda: bool(seen))

    assert seen[0] - begun < 1.0


def test_what_a_consumer_does_not_know_is_passed_by_and_not_heard_again(fresh_database: str) -> None:
    heard: list[Entry] = []
    written([3])

    with running(Reaction("notices", "other:kind:entirely", lambda entry, _: heard.append(entry))):
        assert until(lambda: any(state.position == 3 for state in consumers()))

    assert heard == []


def test_one_that_fails_stands_still_shows_it_and_goes_on_later_while_the_others_go_on(
    fresh_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken, heard, other = [True], [], []

    def fragile(entry: Entry, _at: int) -> None:
        if entry.position == 2 and broken:
            message = "the mail server is away"
            raise ValueError(message)
        heard.append(entry.position)

    written([3])
    table = Reaction("a", KIND, fragile), Reaction("b", KIND, lambda entry, _: other.append(entry.position))
    with caplog.at_level(logging.ERROR, "sekisho.reactions"), running(*table):
        assert until(lambda: other == [1, 2, 3])
        assert until(lambda: any(state.stopped == 2 for state in consumers()))
        assert heard == [1]
        broken.clear()
        assert until(lambda: heard == [1, 2, 3])

    assert "the mail server is away" in caplog.text
    assert "position 2" in caplog.text


def test_a_restarted_runner_goes_on_where_the_last_one_stopped(fresh_database: str) -> None:
    heard: list[int] = []
    table = (Reaction("notices", KIND, lambda entry, _: heard.append(entry.position)),)
    for number in range(3):
        written([2], begin=2 * number)
        with running(*table):
            assert until(lambda: len(heard) == head().last)

    assert heard == [1, 2, 3, 4, 5, 6]


def test_several_deeds_of_a_kind_are_done_together_or_not_at_all(fresh_database: str) -> None:
    def effect(entry: Entry, _at: int) -> None:
        Consumer.objects.create(name=f"effect-{entry.position}")

    def fails(_entry: Entry, _at: int) -> None:
        raise ValueError

    written([1])
    with running(Reaction("a", KIND, effect), Reaction("a", KIND, fails)):
        assert until(lambda: any(state.stopped == 1 for state in consumers()))

    assert not Consumer.objects.filter(name="effect-1").exists()


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_consumers_that_wait_for_each_other_both_get_done_once_and_neither_failed(
    fresh_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Each changes the two same rows, one in the other's order, and holds its first one until the other has its own."""
    Consumer.objects.bulk_create([Consumer(name="row-1"), Consumer(name="row-2")])
    both = Barrier(2)
    tries: list[str] = []

    def changes(*rows: str) -> Callable[[Entry, int], None]:
        def deed(_entry: Entry, _at: int) -> None:
            tries.append(rows[0])
            for row in rows:
                Consumer.objects.filter(name=row).update(position=F("position") + 1)
                meet(both)

        return deed

    written([1])
    table = Reaction("a", KIND, changes("row-1", "row-2")), Reaction("b", KIND, changes("row-2", "row-1"))
    with caplog.at_level(logging.INFO, "sekisho.reactions"), running(*table):
        assert until(lambda: all(place_of(name) == 1 for name in ("a", "b")))

    assert {place_of("row-1"), place_of("row-2")} == {2}
    assert len(tries) == 3
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert "deadlock detected" in caplog.text


def meet(both: Barrier) -> None:
    """Wait for the other; once the two have met, nobody waits any more."""
    try:
        both.wait(5)
        both.abort()
    except BrokenBarrierError:
        return


def place_of(name: str) -> int | None:
    return Consumer.objects.filter(name=name).values_list("position", flat=True).first()


def test_what_a_reaction_locks_is_free_before_the_next_one_begins(fresh_database: str) -> None:
    seen: list[int | None] = []

    def looks(_entry: Entry, _at: int) -> None:
        with ThreadPoolExecutor(1) as elsewhere:
            seen.append(elsewhere.submit(committed_place, "a").result())

    written([3])
    with running(Reaction("a", KIND, looks)):
        assert until(lambda: len(seen) == 3)

    assert seen == [None, 1, 2]


def committed_place(name: str) -> int | None:
    """How far a consumer is for everybody else."""
    try:
        return place_of(name)
    finally:
        connection.close()


def test_nothing_is_written_while_nothing_happens(fresh_database: str) -> None:
    with running(Reaction("notices", KIND, lambda _entry, _at: None)):
        time.sleep(0.2)

    assert list(consumers()) == []


def test_the_table_is_grouped_by_consumer_and_kind_in_its_order() -> None:
    done: list[str] = []
    table = [
        Reaction("a", "x:y:z", lambda *_: done.append("one")),
        Reaction("a", "x:y:z", lambda *_: done.append("two")),
    ]

    handler_of(by_consumer(table)["a"], clock=lambda: 1)(Entry(1, 1, "x:y:z", "", 1, b"{}", None, bytes(32)))

    assert done == ["one", "two"]


def test_every_reaction_names_a_consumer_and_a_kind_of_three_words() -> None:
    assert [line for line in TABLE if len(line.kind.split(":")) != 3 or not line.consumer] == []


def test_a_chore_is_done_again_and_again_also_after_it_failed(
    fresh_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[int] = []

    def fails_at_first(at: int) -> None:
        rounds.append(at)
        if len(rounds) == 1:
            message = "the mail server is away"
            raise ConnectionError(message)

    with running(chores=(Chore("send", 20, fails_at_first),)):
        assert until(lambda: len(rounds) >= 3)

    assert "send failed" in caplog.text
    assert rounds == sorted(rounds)
