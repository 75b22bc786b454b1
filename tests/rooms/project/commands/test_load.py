import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.builders.journal import run as run_sql
from tests.builders.loading import order, orders

from sekisho.project.cli import main


def run(*arguments: object, language: str = "en", stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["load", *map(str, arguments)], env={"SEKISHO_LANG": language}, input=stdin)


def test_events_are_loaded_and_acknowledged(fresh_database: str, tmp_path: Path) -> None:
    source, acks = orders(tmp_path / "events.ndjson", 1_500), tmp_path / "acks.ndjson"

    done = run(source, "--journal", fresh_database, "--ack", acks)

    assert done.exit_code == 0, done.stderr
    assert done.stderr.strip() == (
        "Read 1,500 lines and journaled 1,500 events; 0 were there already. Rejected lines: 0"
    )
    assert [json.loads(line)["event"] for line in acks.read_bytes().splitlines()] == [f"e-{n}" for n in range(1_500)]


def test_a_second_run_acknowledges_again_behind_the_first_ones(fresh_database: str, tmp_path: Path) -> None:
    source, acks = orders(tmp_path / "events.ndjson", 3), tmp_path / "acks.ndjson"
    run(source, "--journal", fresh_database, "--ack", acks)

    done = run(source, "--journal", fresh_database, "--ack", acks)

    assert "0 events; 3 were there already" in done.stderr
    assert [json.loads(line)["new"] for line in acks.read_bytes().splitlines()] == [True] * 3 + [False] * 3


def test_rejected_lines_are_kept_and_the_exit_status_says_so(fresh_database: str, tmp_path: Path) -> None:
    source = orders(tmp_path / "events.ndjson", 2, b"nonsense", order(1, side="sell"))

    done = run(source, "--journal", fresh_database, language="ja")

    assert done.exit_code == 3
    assert "id_conflict 1, json 1" in done.stderr
    assert "件を記録しました" in done.stderr
    rejected = (tmp_path / "events.rejected.ndjson").read_bytes().splitlines()
    assert [json.loads(line)["line"] for line in rejected] == [3, 4]


def test_standard_input_is_loaded_and_acknowledged_line_by_line(fresh_database: str, tmp_path: Path) -> None:
    stdin = b"".join(order(n) + b"\n" for n in range(3))

    done = run("-", "--journal", fresh_database, "--ack", "-", "--rejected", tmp_path / "rejected.ndjson", stdin=stdin)

    assert done.exit_code == 0
    assert [json.loads(line)["position"] for line in done.stdout.splitlines()] == [1, 3, 5]  # decisions lie between


def test_without_judging_only_the_events_are_recorded(fresh_database: str, tmp_path: Path) -> None:
    done = run(orders(tmp_path / "events.ndjson", 3), "--journal", fresh_database, "--no-judge", "--ack", "-")

    assert [json.loads(line)["position"] for line in done.stdout.splitlines()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("journal", "said"),
    [
        ("mysql://here/there", "not sqlite or postgresql"),
        ("postgresql:///none?host=/nowhere", "connection"),
    ],
)
def test_a_journal_that_cannot_be_reached_is_an_error(
    fresh_database: str, tmp_path: Path, journal: str, said: str
) -> None:
    done = run(orders(tmp_path / "events.ndjson", 1), "--journal", journal)

    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_journal_that_cannot_be_written_is_an_error_that_says_what_to_do(fresh_database: str, tmp_path: Path) -> None:
    run_sql("DROP TABLE journal_entry")

    done = run(orders(tmp_path / "events.ndjson", 1), "--journal", fresh_database)

    assert done.exit_code == 1
    assert "nothing was acknowledged. Check the database and its disk, then send again." in done.stderr


def test_a_file_that_cannot_be_read_is_an_error(fresh_database: str, tmp_path: Path) -> None:
    done = run(tmp_path / "missing.ndjson", "--journal", fresh_database)

    assert done.exit_code == 1
    assert "missing.ndjson" in done.stderr
