"""Labels are read as far as they were known, and what cannot be read is named."""

from pathlib import Path

from sekisho.decisions.operations.labels import read_labels
from sekisho.decisions.types.backtest import Incident, Labels
from sekisho.kernel.moments import from_rfc3339

NOON = "2025-03-17T12:00:00+09:00"
EVENING = "2025-03-17T18:00:00+09:00"
INCIDENT = f'{{"account":"a1","from":"{NOON}","to":"{EVENING}","kind":"hijack","variant":"pump","value_lost":900'


def labels(tmp_path: Path, *lines: str, known_as_of: str | None = None) -> Labels:
    path = tmp_path / "labels.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_labels(path, known_as_of=from_rfc3339(known_as_of) if known_as_of else None)


def test_bad_events_and_incidents_are_read(tmp_path: Path) -> None:
    found = labels(tmp_path, '{"event":"e1","truth":"bad"}', "", INCIDENT + "}", '{"event":"e2","truth":"honest"}')

    assert found.bad == {"e1": None}
    assert found.cleared == {"e2"}
    assert found.incidents == (
        Incident(
            account="a1", start=from_rfc3339(NOON), end=from_rfc3339(EVENING), variant="pump", value_lost=900,
        ),
    )  # fmt: skip
    assert (found.later, found.refused) == (0, ())


def test_a_number_ties_bad_events_to_incidents(tmp_path: Path) -> None:
    found = labels(tmp_path, INCIDENT + ',"incident":4}', '{"event":"e1","truth":"bad","incident":4}')

    assert found.incidents[0].number == 4
    assert found.bad == {"e1": 4}


def test_failed_attempts_and_beneficiaries_lose_nothing_and_are_no_incidents(tmp_path: Path) -> None:
    found = labels(
        tmp_path, INCIDENT.replace("hijack", "attempt") + "}", INCIDENT.replace("hijack", "beneficiary") + "}"
    )

    assert found.incidents == ()


def test_labels_that_were_not_yet_known_are_counted_and_not_used(tmp_path: Path) -> None:
    found = labels(
        tmp_path,
        f'{{"event":"e1","truth":"bad","reported_at":"{NOON}"}}',
        f'{{"event":"e2","truth":"bad","reported_at":"{EVENING}"}}',
        f'{INCIDENT},"reported_at":"{EVENING}"}}',
        '{"event":"e3","truth":"bad"}',
        known_as_of=NOON,
    )

    assert found.bad == {"e1": None, "e3": None}
    assert found.incidents == ()
    assert found.later == 2


def test_a_bad_event_becomes_known_with_its_incident(tmp_path: Path) -> None:
    incident = f'{INCIDENT},"incident":1,"reported_at":"{EVENING}"}}'
    lines = ('{"event":"e1","truth":"bad","incident":1}', '{"event":"e2","truth":"bad","incident":2}', incident)

    assert labels(tmp_path, *lines, known_as_of=NOON).bad == {"e2": 2}
    assert labels(tmp_path, *lines, known_as_of=EVENING).bad == {"e1": 1, "e2": 2}


def test_the_delay_of_an_attempt_counts_for_its_events_too(tmp_path: Path) -> None:
    attempt = f'{INCIDENT.replace("hijack", "attempt")},"incident":1,"reported_at":"{EVENING}"}}'

    assert labels(tmp_path, attempt, '{"event":"e1","truth":"bad","incident":1}', known_as_of=NOON).later == 1


def test_lines_that_cannot_be_read_are_handed_back_with_number_and_reason(tmp_path: Path) -> None:
    found = labels(
        tmp_path,
        '{"event":"e1","truth":"bad"}',
        "not json",
        '{"event":"e2"}',
        f"{INCIDENT.replace(NOON, 'yesterday')}}}",
        '{"event":"e3","truth":"bad","reported_at":"2025-03-17T12:00:00"}',
    )

    assert found.bad == {"e1": None}
    assert [refused.line for refused in found.refused] == [2, 3, 4, 5]
    assert "truth" in found.refused[1].reason
    assert "$.from" in found.refused[2].reason
    assert "has no offset" in found.refused[3].reason
    assert found.refused[0].text == "not json"


def test_bytes_that_are_no_text_do_not_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "labels.ndjson"
    path.write_bytes(b'{"event":"\xff","truth":"bad"}\n{"event":"e1","truth":"bad"}\n')

    found = read_labels(path)

    assert list(found.bad) == ["e1"]
    assert found.refused[0].line == 1
