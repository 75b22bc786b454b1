"""What happens elsewhere in the house is heard from the journal, in its order, and judged once (E-09, E-13)."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec
import pytest
from django.db import connection

from builders.gateway import attack
from builders.live import AT, back, journal_away, line, serving
from sekisho.activity.types.events import Event
from sekisho.gateway.operations.live.following import follow
from sekisho.gateway.operations.live.service import Service
from sekisho.gateway.operations.loading import EVENT_RECEIVED
from sekisho.gateway.types.live import NoDecisionError, Told, Trouble
from sekisho.journal.operations.appending import append
from sekisho.journal.queries.reading import read
from sekisho.journal.types.entry import Entry, NewEntry

STORY = attack().events
HEARD = "house:event:told"


def events(entry: Entry) -> Iterable[Mapping[str, Any]]:
    """Entries of one kind amount to the event that they carry."""
    return [msgspec.json.decode(entry.payload)] if entry.kind == HEARD else []


def told(*payloads: bytes) -> None:
    """The house writes down what happened."""
    for number, payload in enumerate(payloads):
        append(entries=[NewEntry(HEARD, "a1", AT, payload, f"told:{number}")], at=AT)


def judged() -> list[bytes]:
    return [entry.payload for entry in read(limit=1_000) if entry.kind == EVENT_RECEIVED]


def judged_elsewhere() -> int:
    """How many, asked from a thread that leaves nothing open."""
    try:
        return len(judged())
    finally:
        connection.close()


async def until(service: Service, wanted: int) -> None:
    """Follow until so many events are in the journal; ten seconds at most."""
    following = asyncio.create_task(follow(service=service, events=events, after=0))
    for _ in range(1_000):
        if await asyncio.to_thread(judged_elsewhere) >= wanted:
            break
        await asyncio.sleep(0.01)
    following.cancel()


def followed(wanted: int) -> list[bytes]:
    serving(lambda service: until(service, wanted))
    return judged()


def lines(some: list[Event]) -> list[bytes]:
    return [line(event) for event in some]


def test_what_the_house_tells_is_judged_in_its_order(fresh_database: str) -> None:
    told(*lines(STORY[:6]))

    assert followed(6) == lines(STORY[:6])


def test_what_was_heard_before_is_not_judged_twice(fresh_database: str) -> None:
    told(*lines(STORY[:3]))
    followed(3)

    told_again = followed(3)

    assert told_again == lines(STORY[:3])


def test_what_is_no_event_is_written_to_the_log_and_passed_over(
    fresh_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    told(line(STORY[0]), b'{"type": "nothing"}', line(STORY[1]))

    assert followed(2) == lines(STORY[:2])
    assert "is no event" in caplog.text


class Crowded:
    """A service that has no room for the second event at first."""

    def __init__(self, service: Service) -> None:
        self.service, self.asked = service, 0
        self.read = service.read

    async def ask(self, line: bytes, event: Event, *, bulk: bool) -> Told:
        self.asked += 1
        if self.asked == 2:
            raise NoDecisionError(Trouble.BUSY)
        return await self.service.ask(line, event, bulk=bulk)


def test_what_finds_no_room_is_heard_again_before_anything_newer(fresh_database: str) -> None:
    told(*lines(STORY[:4]))

    serving(lambda service: until(cast("Service", Crowded(service)), 4))

    assert judged() == lines(STORY[:4])


def test_a_long_record_is_heard_page_by_page(fresh_database: str) -> None:
    append(entries=[NewEntry("house:other:told", "a1", AT, b"x") for _ in range(500)], at=AT)
    told(line(STORY[0]))

    assert followed(1) == lines(STORY[:1])


def test_a_journal_that_cannot_be_read_is_looked_at_again(fresh_database: str) -> None:
    told(*lines(STORY[:2]))

    async def broken(service: Service) -> None:
        with journal_away("journal_entry"):
            following = asyncio.create_task(follow(service=service, events=events, after=0))
            await asyncio.sleep(0.3)
            assert not following.done()
        await back(service)
        following.cancel()
        await until(service, 2)

    serving(broken)

    assert judged() == lines(STORY[:2])
