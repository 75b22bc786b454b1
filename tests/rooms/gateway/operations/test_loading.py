import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders.journal import run
from tests.builders.lines import event_line
from tests.builders.loading import order

from sekisho.activity.operations.decoding import decode
from sekisho.activity.operations.reading import RejectsWriter
from sekisho.activity.types.events import Event
from sekisho.gateway.operations.loading import (
    DECISION_MADE,
    EVENT_RECEIVED,
    Answer,
    Loader,
    LoadTally,
    decision_key,
    event_key,
    subject_of,
    unit_of,
)
from sekisho.journal.operations.committing import GroupCommitter
from sekisho.journal.operations.verifying import verify
from sekisho.journal.queries.reading import find, read
from sekisho.journal.types.faults import JournalUnavailableError

AT = 1_742_169_600_000


@pytest.fixture
def rejects(tmp_path: Path) -> Iterator[RejectsWriter]:
    with RejectsWriter(tmp_path / "rejected.ndjson") as writer:
        yield writer


def load(
    lines: list[bytes], rejects: RejectsWriter, *, acks: io.BytesIO | None = None, answer: Answer | None = None
) -> LoadTally:
    with GroupCommitter(clock=lambda: AT, halts=True) as committer:
        loader = Loader(committer=committer, rejects=rejects, acks=acks, answer=answer, block=3)
        return loader.load(enumerate(lines, 1))


def acknowledged(acks: io.BytesIO) -> list[dict[str, object]]:
    return [json.loads(ack) for ack in acks.getvalue().splitlines()]


def test_events_stand_in_the_journal_as_received_and_in_their_order(
    fresh_database: str, rejects: RejectsWriter
) -> None:
    lines = [order(n) for n in range(10)]

    tally = load(lines, rejects)

    stored = read()
    assert [entry.payload for entry in stored] == lines
    assert {entry.kind for entry in stored} == {EVENT_RECEIVED}
    assert (stored[3].key, stored[3].about, stored[3].at) == ("event:e-3", "a-3", AT)
    assert tally == LoadTally(lines=10, written=10)


def test_every_event_is_acknowledged_in_order_with_its_place(fresh_database: str, rejects: RejectsWriter) -> None:
    acks = io.BytesIO()

    load([order(n) for n in range(4)], rejects, acks=acks)

    told = acknowledged(acks)
    assert [each["event"] for each in told] == ["e-0", "e-1", "e-2", "e-3"]
    assert [each["position"] for each in told] == [1, 2, 3, 4]
    assert {each["new"] for each in told} == {True}


def test_a_decision_stands_behind_its_event_in_the_same_batch(fresh_database: str, rejects: RejectsWriter) -> None:
    def answer(event: Event) -> bytes | None:
        return b'{"verdict":"allow"}' if event.id != "e-1" else None

    load([order(n) for n in range(3)], rejects, answer=answer)

    assert [entry.key for entry in read()] == ["event:e-0", "decision:e-0", "event:e-1", "event:e-2", "decision:e-2"]
    event, decision = find(event_key("e-2")), find(decision_key("e-2"))
    assert event
    assert decision
    assert (decision.kind, decision.about, decision.at) == (DECISION_MADE, event.about, event.at)
    assert decision.batch == event.batch


def test_what_is_journaled_is_acknowledged_again_but_not_written_again(
    fresh_database: str, rejects: RejectsWriter
) -> None:
    load([order(n) for n in range(4)], rejects, answer=lambda _: b"first")
    acks = io.BytesIO()

    tally = load([order(n) for n in range(6)], rejects, acks=acks, answer=lambda _: b"second")

    assert tally == LoadTally(lines=6, written=2, repeated=4)
    assert [each["new"] for each in acknowledged(acks)] == [False] * 4 + [True] * 2
    assert [entry.payload for entry in read() if entry.kind == DECISION_MADE] == [b"first"] * 4 + [b"second"] * 2
    assert verify().damage is None


@pytest.mark.parametrize("first_run", [True, False])
def test_other_content_under_a_known_id_is_rejected(
    fresh_database: str, rejects: RejectsWriter, *, first_run: bool
) -> None:
    acks = io.BytesIO()
    before = [order(1)]
    if not first_run:
        load(before, rejects)
        before = []

    tally = load([*before, order(2), order(1, side="sell")], rejects, acks=acks)

    assert tally.rejected == {"id_conflict": 1}
    assert rejects.counts == {"id_conflict": 1}
    assert [each["event"] for each in acknowledged(acks)][-1] == "e-2"
    assert {entry.payload for entry in read()} == {order(1), order(2)}


def test_the_same_event_in_another_spelling_is_the_same_event(fresh_database: str, rejects: RejectsWriter) -> None:
    """Spaces, the order of keys and the offset of the moment say nothing."""
    spelt = json.loads(order(1, at="2025-03-17T00:00:00.000+00:00"))
    other = json.dumps(dict(reversed(spelt.items())), separators=(",", ":")).encode()

    tally = load([order(1), other], rejects)

    assert tally == LoadTally(lines=2, written=1, repeated=1)
    assert [entry.payload for entry in read()] == [order(1)]


def test_lines_that_are_no_events_are_rejected_and_the_others_go_in(
    fresh_database: str, rejects: RejectsWriter
) -> None:
    tally = load([b"nonsense", order(1), b""], rejects)

    assert tally == LoadTally(lines=3, written=1, rejected={"json": 1, "empty": 1})  # type: ignore[arg-type]
    assert len(read()) == 1


def test_an_empty_file_loads_nothing(fresh_database: str, rejects: RejectsWriter) -> None:
    assert load([], rejects) == LoadTally()
    assert read() == []


def test_after_a_failed_commit_nothing_is_acknowledged_and_a_second_run_goes_on(
    fresh_database: str, rejects: RejectsWriter
) -> None:
    acks = io.BytesIO()
    lines = [order(n) for n in range(200)]
    load(lines[:5], rejects)
    run("ALTER TABLE journal_entry RENAME TO away")

    with pytest.raises(JournalUnavailableError):
        load(lines, rejects, acks=acks)

    run("ALTER TABLE away RENAME TO journal_entry")
    assert acks.getvalue() == b""
    assert load(lines, rejects) == LoadTally(lines=200, written=195, repeated=5)
    assert [entry.payload for entry in read(limit=1_000)] == lines


class ClosedPipe(io.BytesIO):
    """Whoever read the acknowledgements has gone."""

    def write(self, _: object) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_a_reader_of_acknowledgements_who_leaves_ends_the_run(fresh_database: str, rejects: RejectsWriter) -> None:
    with pytest.raises(BrokenPipeError):
        load([order(n) for n in range(2_000)], rejects, acks=ClosedPipe())

    assert "acknowledging" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    ("content", "subject"),
    [
        (event_line("login"), "a-1"),
        (event_line("quote"), "symbol:7203"),
        (event_line("instrument"), "symbol:7203"),
    ],
)
def test_an_event_is_about_its_account_or_its_instrument(content: bytes, subject: str) -> None:
    assert subject_of(decode(content)) == subject


def test_an_event_about_nobody_has_no_subject() -> None:
    report = b'{"id":"r","type":"report","at":"2025-03-17T09:00:00+09:00","body":{"source":"hub","says":"phished"}}'

    assert subject_of(decode(report)) == ""


def test_a_unit_holds_the_bytes_as_they_came() -> None:
    content = order(7)

    event, decision = unit_of(decode(content), content, b"{}")

    assert (event.payload, decision.payload) == (content, b"{}")
