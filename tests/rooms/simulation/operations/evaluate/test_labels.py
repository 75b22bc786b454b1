"""The truth as it is read."""

from pathlib import Path

from tests.builders.evaluation import NOON, at, bad, incident, write

from sekisho.kernel.moments import HOUR
from sekisho.simulation.operations.evaluate.labels import read_labels
from sekisho.simulation.operations.evaluate.lines import Source
from sekisho.simulation.types.sample import ANYTHING, Labels


def read(path: Path, *lines: dict[str, object] | str) -> tuple[Labels, Source]:
    """Labels of a file with these lines."""
    source = Source(write(path / "labels.ndjson", lines))
    return read_labels(source), source


def test_incidents_are_read_with_span_and_answers(tmp_path: Path) -> None:
    labels, _ = read(tmp_path, incident(7, symbols=["7992"], campaign="case-a"))

    (hijack,) = labels.incidents
    assert (hijack.number, hijack.start, hijack.end) == (7, NOON, NOON + HOUR)
    assert (hijack.can_answer, hijack.symbols, hijack.campaign) == (frozenset({"password"}), ("7992",), "case-a")


def test_bad_events_name_the_place_of_their_incident_in_any_order(tmp_path: Path) -> None:
    labels, _ = read(tmp_path, bad("e1", 9), incident(4), incident(9, account="B"), bad("e2", None), bad("e3", 5))

    assert labels.bad == {"e1": 1, "e2": None, "e3": None}


def test_events_called_good_are_left_to_the_honest(tmp_path: Path) -> None:
    assert read(tmp_path, {"event": "e1", "truth": "good"})[0].bad == {}


def test_beneficiaries_are_known_by_account(tmp_path: Path) -> None:
    labels, _ = read(tmp_path, {"account": "Z", "from": at(0), "to": at(9), "kind": "beneficiary", "campaign": "c"})

    assert labels.beneficiaries == {"Z": "c"}
    assert labels.incidents == ()


def test_the_shortest_form_of_the_contract_is_enough(tmp_path: Path) -> None:
    line = {"account": "A", "from": at(0), "to": at(9), "kind": "hijack", "variant": "relay", "value_lost": 5}
    labels, source = read(tmp_path, line, line)

    assert [hijack.number for hijack in labels.incidents] == [0, 1]
    assert source.summary().refused == 0


def test_an_intruder_of_whom_nothing_is_told_is_taken_to_answer_everything(tmp_path: Path) -> None:
    labels, _ = read(tmp_path, {"account": "A", "from": at(0), "to": at(9), "kind": "hijack"})

    assert labels.incidents[0].can_answer == ANYTHING


def test_lines_that_are_no_label_are_refused(tmp_path: Path) -> None:
    labels, source = read(
        tmp_path, "{", {"truth": "bad"}, incident(account=""), incident(start=0) | {"from": "yesterday"}, incident(1),
        incident(1), bad("e", 1) | {"truth": "ugly"},
    )  # fmt: skip

    assert len(labels.incidents) == 1
    assert [line.line for line in source.kept] == [1, 2, 3, 4, 6, 7]
