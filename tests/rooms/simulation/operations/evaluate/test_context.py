"""Sessions of bad events, and alerts."""

from pathlib import Path

from tests.builders.evaluation import NOON, at, write

from sekisho.kernel.moments import MINUTE
from sekisho.simulation.operations.evaluate.context import read_alerts, read_sessions
from sekisho.simulation.operations.evaluate.lines import Source


def test_only_the_sessions_of_wanted_events_are_kept(tmp_path: Path) -> None:
    source = Source(
        write(tmp_path / "e.ndjson", [{"id": "a", "session": "s1"}, {"id": "b", "session": "s2"}, {"id": "c"}, "{"])
    )

    assert read_sessions(source, {"a", "c"}) == {"a": "s1"}
    assert source.summary().refused == 1


def test_alerts_are_read_with_their_series(tmp_path: Path) -> None:
    known = {"kind": "alert", "id": "x.2", "at": at(1), "type": "ring", "accounts": ["A"], "symbol": "7992"}
    source = Source(write(tmp_path / "a.ndjson", [known | {"series": "x"}, known, {"id": "y"}, known | {"at": "soon"}]))

    first, second = read_alerts(source)

    assert (first.series, first.shape, first.at, first.symbol) == ("x", "ring", NOON + MINUTE, "7992")
    assert (second.series, second.accounts) == ("x.2", frozenset({"A"}))
    assert source.summary().refused == 2
