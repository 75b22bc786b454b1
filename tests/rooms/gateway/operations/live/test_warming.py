"""After a restart the state is where the journal stands, with a snapshot or without one (E-13)."""

from pathlib import Path

import pytest

from builders.gateway import attack, plan, run, write
from builders.live import ask, bench, serving
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.live.warming import Warm, save, warm
from sekisho.gateway.types.live import Told
from sekisho.journal.queries.reading import head

STORY = attack().events
HALF = len(STORY) // 2


def unheard(done: int, whole: int) -> None:
    """Nobody looks at the progress."""


def restarted(snapshot: Path, version: str = "v1") -> tuple[Answerer, Warm]:
    answerer = Answerer(bench())
    return answerer, warm(answerer=answerer, snapshot=snapshot, version=version, progress=unheard)


def records(told: list[Told | Exception]) -> list[bytes]:
    return [each.record for each in told if isinstance(each, Told) and each.record]


@pytest.mark.parametrize("kept", ["no snapshot", "a snapshot", "one of another version", "one ahead of the journal"])
def test_a_service_goes_on_after_a_restart_as_if_there_had_been_none(
    fresh_database: str, tmp_path: Path, kept: str
) -> None:
    run(plan(write(tmp_path / "events.ndjson", STORY), tmp_path / "d.ndjson"))
    place, first = tmp_path / "live.snapshot", Answerer(bench())
    before = records(serving(lambda service: ask(service, STORY[:HALF]), answerer=first))
    if kept != "no snapshot":
        ahead = 1_000 if kept.startswith("one ahead") else 0
        version = "v0" if kept.startswith("one of another") else "v1"
        save(answerer=first, snapshot=place, version=version, position=head().last + ahead)

    second, found = restarted(place)
    after = records(serving(lambda service: ask(service, STORY[HALF:]), answerer=second))

    assert [*before, *after] == (tmp_path / "d.ndjson").read_bytes().splitlines()
    assert found.folded == (0 if kept == "a snapshot" else HALF)


def test_events_behind_a_snapshot_are_folded_again(fresh_database: str, tmp_path: Path) -> None:
    place, first = tmp_path / "live.snapshot", Answerer(bench())
    serving(lambda service: ask(service, STORY[:5]), answerer=first)
    save(answerer=first, snapshot=place, version="v1", position=head().last)
    serving(lambda service: ask(service, STORY[5:9]), answerer=first)

    _, found = restarted(place)

    assert found.folded == 4


def test_a_snapshot_is_never_half_written(fresh_database: str, tmp_path: Path) -> None:
    place = tmp_path / "live.snapshot"
    save(answerer=Answerer(bench()), snapshot=place, version="v1", position=0)

    assert [each.name for each in tmp_path.iterdir()] == ["live.snapshot"]
