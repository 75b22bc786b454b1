"""A file of events goes in; decisions, alerts and rejected lines come out, always the same."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from builders.gateway import RULEBOOK, attack, plan, run, unwatched, verdicts, write
from sekisho.decisions.operations.rulebook import RulebookError
from sekisho.gateway.operations import replay as module
from sekisho.gateway.operations.replay import OtherWorkersError, Replay
from sekisho.gateway.operations.sinks import PackedSinkError
from sekisho.kernel.moments import to_milliseconds

OUTPUTS = ("d.ndjson", "d.alerts.ndjson", "d.alarms.ndjson", "d.rejected.ndjson")


def outputs(directory: Path) -> list[bytes]:
    return [(directory / name).read_bytes() for name in OUTPUTS]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = attack()
    return write(tmp_path_factory.mktemp("source") / "events.ndjson", story.events, b'{"id":', b"")


def test_the_thieves_are_stopped_and_the_customer_beside_them_is_not_a_03(source: Path, tmp_path: Path) -> None:
    run(plan(source, tmp_path / "d.ndjson"))

    bitten = {
        account for account, kind, verdict in verdicts(tmp_path / "d.ndjson") if kind == "order" and verdict != "allow"
    }
    assert bitten == {"a1", "a2", "a3"}


def test_two_runs_give_the_same_bytes(source: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(plan(source, tmp_path / name / "d.ndjson"))

    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


def test_several_workers_give_the_bytes_of_one(source: Path, tmp_path: Path) -> None:
    run(plan(source, tmp_path / "one" / "d.ndjson"))
    run(plan(source, tmp_path / "three" / "d.ndjson", workers=3))

    assert outputs(tmp_path / "one") == outputs(tmp_path / "three")


def test_with_the_model_the_answers_do_not_depend_on_the_workers_either(source: Path, tmp_path: Path) -> None:
    run(plan(source, tmp_path / "one" / "d.ndjson", with_model=True))
    run(plan(source, tmp_path / "two" / "d.ndjson", with_model=True, workers=2))

    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")
    assert any(json.loads(line)["score"] > 0.5 for line in (tmp_path / "one" / "d.ndjson").read_bytes().splitlines())


def test_the_summary_counts_what_was_read_refused_and_answered(source: Path, tmp_path: Path) -> None:
    tally = run(plan(source, tmp_path / "d.ndjson"))

    assert tally.rejected == {"truncated": 1, "empty": 1}
    assert tally.lines == len(source.read_bytes().splitlines())
    assert sum(tally.verdicts.values()) == tally.decisions == len(verdicts(tmp_path / "d.ndjson"))


def test_rejected_lines_are_kept_with_number_and_reason(source: Path, tmp_path: Path) -> None:
    run(plan(source, tmp_path / "d.ndjson"))

    kept = [json.loads(line) for line in (tmp_path / "d.rejected.ndjson").read_bytes().splitlines()]
    last = len(source.read_bytes().splitlines())
    assert [(each["line"], each["reason"]) for each in kept] == [(last - 1, "truncated"), (last, "empty")]


def test_the_same_event_twice_is_decided_once(tmp_path: Path) -> None:
    story = attack()
    source = write(tmp_path / "events.ndjson", story.events + story.events[-3:])
    tally = run(plan(source, tmp_path / "d.ndjson"))

    assert tally.duplicates == 3


def test_events_after_the_given_moment_are_left_out(tmp_path: Path) -> None:
    story = attack()
    source = write(tmp_path / "events.ndjson", story.events)
    tally = run(plan(source, tmp_path / "d.ndjson", as_of=to_milliseconds(story.events[-2].at) - 1))

    assert tally.left_out == 2


def test_a_late_event_is_judged_and_says_so(tmp_path: Path) -> None:
    story = attack()
    story.wait(hours=-2).login(account="a4", session="a4", device={"id": "a4"})
    tally = run(plan(write(tmp_path / "events.ndjson", story.events), tmp_path / "d.ndjson"))

    last = json.loads((tmp_path / "d.ndjson").read_bytes().splitlines()[-1])
    assert (tally.late, last["degraded"]) == (1, ["late"])


def test_a_brake_and_a_report_reach_every_lane(tmp_path: Path) -> None:
    story = attack()
    by_two = {"by": "desk", "approved_by": "head", "reason": "pump"}
    story.tell("control", {"control": "brake", "symbol": "6000", "group": "all", **by_two})
    story.tell("report", {"source": "exchange", "says": "suspicious_instrument", "about": ["6000", "6001"]})
    story.order("buy", "6000", account="a4", session="a4", device={"id": "a4"})
    source = write(tmp_path / "events.ndjson", story.events)
    run(plan(source, tmp_path / "d.ndjson", workers=2))

    last = json.loads((tmp_path / "d.ndjson").read_bytes().splitlines()[-1])
    assert last["verdict"] in {"hold", "deny"}


def test_a_history_of_the_facts_is_kept_when_asked_for(source: Path, tmp_path: Path) -> None:
    run(plan(source, tmp_path / "d.ndjson", history=tmp_path / "history"))

    assert list((tmp_path / "history").rglob("*.parquet"))


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_a_packed_output_holds_the_same_decisions(source: Path, tmp_path: Path, ending: str) -> None:
    run(plan(source, tmp_path / "d.ndjson"))
    packed = tmp_path / f"p.ndjson.{ending}"
    run(plan(source, packed))
    again = tmp_path / "again" / packed.name
    run(plan(source, again))

    assert packed.read_bytes() == again.read_bytes()
    with module.Lines(packed) as lines:
        assert b"".join(line + b"\n" for _, line in lines) == (tmp_path / "d.ndjson").read_bytes()


class Stop(Exception):  # noqa: N818 - how the test ends a run, not a fault
    """Ends a run between two chunks."""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_run_goes_on_from_its_snapshot_to_the_same_bytes(tmp_path: Path, workers: int) -> None:
    story = attack()
    long = story.events
    for turn in range(1, 60):
        long = long + [msgspec.structs.replace(event, id=f"{event.id}-{turn}") for event in story.events[-13:]]
    source = write(tmp_path / "events.ndjson", long * 1)
    small = {"workers": workers, "snapshot_every": 100}
    run(plan(source, tmp_path / "whole" / "d.ndjson", workers=workers))

    def stop_late(done: int, whole: int, lines: int) -> None:
        if lines > 400:
            raise Stop

    broken = plan(source, tmp_path / "broken" / "d.ndjson", **small)
    with pytest.raises(Stop):
        Replay(broken, chunk=64).run(stop_late)
    assert broken.snapshot.exists()
    Replay(plan(source, broken.out, resume=True, **small), chunk=64).run(unwatched)

    assert outputs(tmp_path / "broken")[:3] == outputs(tmp_path / "whole")[:3]
    assert not broken.snapshot.exists()


def test_a_snapshot_of_other_workers_is_refused(source: Path, tmp_path: Path) -> None:
    def stop(done: int, whole: int, lines: int) -> None:
        if lines >= 24:
            raise Stop

    one = plan(source, tmp_path / "d.ndjson", snapshot_every=8)
    with pytest.raises(Stop):
        Replay(one, chunk=8).run(stop)

    with pytest.raises(OtherWorkersError, match="--workers 1"):
        run(plan(source, tmp_path / "d.ndjson", resume=True, workers=2))


def test_a_packed_output_cannot_be_resumed(source: Path, tmp_path: Path) -> None:
    def stop(done: int, whole: int, lines: int) -> None:
        if lines >= 24:
            raise Stop

    packed = plan(source, tmp_path / "d.ndjson.gz", snapshot_every=8)
    with pytest.raises(Stop):
        Replay(packed, chunk=8).run(stop)

    with pytest.raises(PackedSinkError, match="packed"):
        run(plan(source, packed.out, resume=True))


def test_a_rulebook_with_errors_stops_the_run_before_anything_is_written(source: Path, tmp_path: Path) -> None:
    broken = tmp_path / "rulebook"
    (broken / "rules").mkdir(parents=True)
    (broken / "rules" / "bad.toml").write_text("id = 1")
    (broken / "safe_modes.toml").write_bytes((RULEBOOK / "safe_modes.toml").read_bytes())

    with pytest.raises(RulebookError, match=r"bad\.toml"):
        run(module.ReplayPlan(source=source, out=tmp_path / "d.ndjson", rulebook=broken, with_model=False))
    assert not (tmp_path / "d.ndjson").exists()


def test_a_worker_that_fails_stops_the_run_with_its_error(source: Path, tmp_path: Path) -> None:
    planned = plan(source, tmp_path / "d.ndjson", workers=2)
    replay = Replay(planned)
    try:
        with pytest.raises(TypeError):
            replay.crew.begin([("not a number", 7)])  # type: ignore[list-item] - on purpose
    finally:
        replay.crew.close()


def test_the_command_says_by_its_status_that_lines_were_rejected(source: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "sekisho",
        "replay",
        str(source),
        "--out",
        str(tmp_path / "d.ndjson"),
        "--no-model",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "rejected" in done.stderr
