"""The whole way from files to figures and pages."""

from pathlib import Path

from tests.builders.evaluation import at, bad, decision, incident, write

from sekisho.simulation.operations.evaluate import Evaluation, Inputs, Settings, evaluate

HOLD = {"kind": "order", "verdict": "hold", "score": 0.9, "rules": ["thin@1"]}


def run(path: Path, *, side_files: bool = False) -> Evaluation:
    """Two sessions of one intruder: the first login is denied, the order comes from the second."""
    decisions = write(
        path / "d.ndjson",
        [
            decision("h1", account="B"),
            decision("l1", minutes=1, verdict="deny"),
            decision("l2", minutes=2),
            decision("o1", minutes=3, kind="order", facts={"side": "buy", "order_value": 500}),
            "broken",
        ],
    )
    labels = write(path / "l.ndjson", [incident(), bad("l1"), bad("l2"), bad("o1")])
    events = write(path / "e.ndjson", [{"id": "l1", "session": "s1"}, {"id": "o1", "session": "s1"}])
    alerts = write(path / "a.ndjson", [{"id": "x", "at": at(2), "type": "ring", "accounts": ["A"]}])
    inputs = Inputs(
        decisions=decisions, labels=labels, events=events if side_files else None, alerts=alerts if side_files else None
    )
    return evaluate(inputs=inputs, settings=Settings(replicates=10))


def test_files_become_figures_and_bad_lines_are_told(tmp_path: Path) -> None:
    evaluation = run(tmp_path)

    assert evaluation.figures.about.decisions == 4
    assert evaluation.refusals == 1
    assert [(line.file, line.line) for line in evaluation.refused] == [("d.ndjson", 5)]


def test_without_events_an_order_follows_the_latest_login(tmp_path: Path) -> None:
    assert run(tmp_path).figures.worth[-1].chain.value == 0


def test_with_events_an_order_follows_the_login_of_its_session(tmp_path: Path) -> None:
    assert run(tmp_path, side_files=True).figures.worth[-1].chain.value == 1


def test_every_input_is_summed_up(tmp_path: Path) -> None:
    files = run(tmp_path, side_files=True).figures.inputs

    assert [(file.name, file.lines) for file in files] == [
        ("l.ndjson", 4),
        ("e.ndjson", 2),
        ("a.ndjson", 1),
        ("d.ndjson", 5),
    ]
