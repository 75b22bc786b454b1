"""The live service gives what a replay gives, once, durably, and says so where it cannot (E-09, E-13, E-19)."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from builders.gateway import attack, plan, run, write
from builders.live import ask, back, journal_away, line, serving, terms, trouble
from sekisho.activity.types.events import Event, Order
from sekisho.activity.types.rejection import BadEvent
from sekisho.gateway.operations.live.keeping import Keeper, Kept, Unit
from sekisho.gateway.operations.live.service import ALERT_RAISED, Service
from sekisho.gateway.operations.loading import DECISION_MADE, EVENT_RECEIVED
from sekisho.gateway.types.live import LiveMode, Told
from sekisho.journal.operations.verifying import verify
from sekisho.journal.queries.reading import read
from sekisho.journal.types.faults import KeyConflictError
from sekisho.kernel.verdicts import Verdict

STORY = attack().events


def journal(kind: str) -> list[bytes]:
    return [entry.payload for entry in read(limit=10_000) if entry.kind == kind]


def given(told: list[Told | Exception]) -> list[Told]:
    assert all(isinstance(each, Told) for each in told), told
    return [each for each in told if isinstance(each, Told)]


def replayed(folder: Path, events: list[Event] = STORY) -> tuple[list[bytes], list[bytes]]:
    """Decisions and alerts of a replay of the same events."""
    run(plan(write(folder / "events.ndjson", events), folder / "d.ndjson"))
    return (folder / "d.ndjson").read_bytes().splitlines(), (folder / "d.alerts.ndjson").read_bytes().splitlines()


def test_live_decisions_and_alerts_are_those_of_a_replay(fresh_database: str, tmp_path: Path) -> None:
    decisions, alerts = replayed(tmp_path)

    told = given(serving(lambda service: ask(service, STORY)))

    assert [each.record for each in told if each.record] == decisions
    assert journal(DECISION_MADE) == decisions
    assert journal(ALERT_RAISED) == alerts
    assert journal(EVENT_RECEIVED) == [line(event) for event in STORY]
    assert verify().damage is None


def test_an_answer_comes_after_its_event_is_in_the_journal(fresh_database: str) -> None:
    told = given(serving(lambda service: ask(service, STORY)))

    places = {entry.payload: entry.position for entry in read(limit=10_000)}
    assert [each.position for each in told] == [places[line(event)] for event in STORY]


def test_the_same_event_at_the_same_time_is_one_event(fresh_database: str) -> None:
    first, second = given(serving(lambda service: ask(service, [*STORY[:1], *STORY[:1]])))

    assert first == second
    assert len(journal(EVENT_RECEIVED)) == 1


def test_the_same_event_again_gets_the_answer_of_the_first_time(fresh_database: str) -> None:
    async def twice(service: Service) -> list[Told | Exception]:
        return [*await ask(service, STORY), *await ask(service, STORY[-3:])]

    told = given(serving(twice))

    again, before = told[-3:], told[-6:-3]
    assert [(each.record, each.position, each.verdict) for each in again] == [
        (each.record, each.position, each.verdict) for each in before
    ]
    assert all(each.repeated for each in again)


def test_an_event_that_was_answered_before_a_restart_is_not_answered_anew(fresh_database: str) -> None:
    before = given(serving(lambda service: ask(service, STORY)))

    again = given(serving(lambda service: ask(service, STORY[-1:])))

    assert (again[0].record, again[0].repeated) == (before[-1].record, True)
    assert len(journal(EVENT_RECEIVED)) == len(STORY)


@pytest.mark.parametrize("restarted", [False, True])
def test_an_id_with_other_content_is_refused(fresh_database: str, restarted: bool) -> None:  # noqa: FBT001
    forged = msgspec.structs.replace(STORY[-1], account="a9")

    async def ask_all(service: Service) -> list[Told | Exception]:
        first = [] if restarted else await ask(service, STORY)
        return [*first, *await ask(service, [forged])]

    if restarted:
        serving(lambda service: ask(service, STORY))
    told = serving(ask_all)

    assert isinstance(told[-1], BadEvent)
    assert told[-1].field == "id"
    assert len(journal(EVENT_RECEIVED)) == len(STORY)


@pytest.mark.parametrize(
    ("mode", "bites", "shown"),
    [(LiveMode.ENFORCE, True, True), (LiveMode.SHADOW, False, True), (LiveMode.OBSERVE, False, False)],
)
def test_how_far_the_answer_counts_is_the_firms_choice_and_the_record_is_the_same(
    fresh_database: str, tmp_path: Path, mode: LiveMode, bites: bool, shown: bool  # noqa: FBT001
) -> None:  # fmt: skip
    decisions, _ = replayed(tmp_path)

    told = given(serving(lambda service: ask(service, STORY), wanted=terms(mode)))

    strict = [each.verdict for each in told if each.verdict > Verdict.ALLOW]
    assert bool(strict) is bites
    assert any(each.record for each in told) is shown
    assert journal(DECISION_MADE) == decisions
    assert any(json.loads(each)["verdict"] != "allow" for each in decisions)


def test_a_late_answer_is_none_but_stands_in_the_record(fresh_database: str) -> None:
    async def impatient(service: Service) -> list[Told | Exception]:
        return await ask(service, STORY[:1], patience=1e-9)

    told = serving(impatient)

    assert trouble(told[0]) == "deadline"
    assert journal(EVENT_RECEIVED) == [line(STORY[0])]


def test_where_there_is_too_much_to_do_bulk_goes_before_people(fresh_database: str) -> None:
    async def crowd(service: Service) -> tuple[list[Told | Exception], list[Told | Exception]]:
        bulk = asyncio.create_task(ask(service, STORY[:14], bulk=True))
        await asyncio.sleep(0)
        people = await ask(service, [event for event in STORY[14:] if isinstance(event, Order)][:3])
        return await bulk, people

    bulk, people = serving(crowd, wanted=terms(room=16))

    assert [trouble(each) for each in bulk[8:]] == ["busy"] * 6
    assert given(bulk[:8])
    assert given(people)


def test_while_the_journal_is_away_nothing_is_answered_and_nothing_judged_is_lost(fresh_database: str) -> None:
    async def broken(service: Service) -> list[list[Told | Exception]]:
        first = await ask(service, STORY[:10])
        with journal_away():
            away = await ask(service, STORY[10:14])
            refused = await ask(service, STORY[14:16])
        await back(service)
        return [first, away, refused, await ask(service, STORY[14:])]

    first, away, refused, rest = serving(broken)

    assert given(first)
    assert {trouble(each) for each in (*away, *refused)} == {"journal"}
    assert given(rest)
    assert journal(EVENT_RECEIVED) == [line(event) for event in STORY]
    assert verify().damage is None


def test_what_was_judged_while_the_journal_was_away_is_answered_when_it_is_asked_again(
    fresh_database: str, tmp_path: Path
) -> None:
    decisions, _ = replayed(tmp_path)

    async def broken(service: Service) -> list[Told | Exception]:
        await ask(service, STORY[:10])
        with journal_away():
            await ask(service, STORY[10:14])
        await back(service)
        return [*await ask(service, STORY[10:14]), *await ask(service, STORY[14:])]

    told = given(serving(broken))

    assert [each.repeated for each in told[:4]] == [True] * 4
    assert journal(DECISION_MADE) == decisions


class Recalling(Keeper):
    """Has written everything before."""

    def keep(self, units: Sequence[Unit], tell: Kept) -> None:
        tell([KeyConflictError("known", 1) for _ in units])


def test_whoever_asks_again_hears_that_the_record_cannot_be_read_now(fresh_database: str) -> None:
    async def unread(service: Service) -> list[Told | Exception]:
        with journal_away("journal_entry"):
            return await asyncio.wait_for(ask(service, STORY[:1]), 10)

    (told,) = serving(unread, keeper=Recalling(clock=lambda: 0))

    assert trouble(told) == "journal"


class Leaving(Keeper):
    """Goes away between the asking and the judging."""

    looks = 0

    @property
    def away(self) -> bool:
        self.looks += 1
        return self.looks > 1


def test_nothing_is_judged_once_the_journal_has_gone_away(fresh_database: str) -> None:
    (told,) = serving(lambda service: ask(service, STORY[:1]), keeper=Leaving(clock=lambda: 0))

    assert trouble(told) == "journal"
    assert journal(EVENT_RECEIVED) == []


def test_more_than_one_lot_at_once_is_judged_lot_by_lot_in_its_order(fresh_database: str) -> None:
    told = given(serving(lambda service: ask(service, STORY[:7]), wanted=terms(most=2)))

    assert [each.position for each in told] == sorted(each.position for each in told)
    assert journal(EVENT_RECEIVED) == [line(event) for event in STORY[:7]]


def test_two_events_that_come_together_with_one_id_are_judged_by_the_first(fresh_database: str) -> None:
    forged = msgspec.structs.replace(STORY[0], at=STORY[-1].at)

    first, second = serving(lambda service: ask(service, [STORY[0], forged]))

    assert given([first])
    assert isinstance(second, BadEvent)
    assert journal(EVENT_RECEIVED) == [line(STORY[0])]


def test_a_service_that_stops_takes_nothing_more(fresh_database: str) -> None:
    async def stop(service: Service) -> list[Told | Exception]:
        await service.close()
        return await ask(service, STORY[:1])

    assert trouble(serving(stop)[0]) == "closing"


def test_the_fallback_is_the_declared_one_and_bites_only_where_the_answer_would(fresh_database: str) -> None:
    async def asked(service: Service) -> Verdict:
        return service.fallback(STORY[0])

    assert serving(asked, wanted=terms(fallback=Verdict.STEP_UP)) is Verdict.STEP_UP
    assert serving(asked, wanted=terms(LiveMode.SHADOW)) is Verdict.ALLOW
