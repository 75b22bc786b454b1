"""``sekisho import``: files of other systems."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho.activity.operations.decoding import decode
from sekisho.project.commands.import_events import import_events

SAMPLE = Path(__file__).parents[3] / "data" / "rba_sample" / "rba_sample.csv"
ORDER = "8=FIX.4.4|9=1|35=D|1=a-1|11=c-1|55=7203|54=1|38=100|40=1|60=20250317-00:00:00|10=000|\n"
HEARTBEAT = "8=FIX.4.4|9=1|35=0|10=000|\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def run(folder: Path, *arguments: str, lang: str = "en", piped: bytes | None = None) -> Result:
    out = ["--out", str(folder / "events.ndjson")]
    return CliRunner(env={"SEKISHO_LANG": lang}).invoke(import_events, [*out, *arguments], input=piped)


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_clean_file_gives_events_labels_and_status_nought(folder: Path) -> None:
    result = run(folder, "--format", "rba", str(SAMPLE), "--labels", str(folder / "labels.ndjson"))
    events = (folder / "events.ndjson").read_bytes().splitlines()
    labels = [json.loads(line) for line in (folder / "labels.ndjson").read_bytes().splitlines()]

    assert result.exit_code == 0
    assert "Wrote 28 events" in result.stderr
    assert len({decode(line).id for line in events}) == 28
    assert {label["event"] for label in labels} <= {decode(line).id for line in events}
    assert (folder / "events.rejected.ndjson").read_bytes() == b""


def test_a_rejected_line_is_kept_counted_and_gives_status_three(folder: Path) -> None:
    file = written(folder / "orders.log", ORDER + "nonsense\n" + HEARTBEAT)
    result = run(folder, "--format", "fix", file, "--rejected", str(folder / "bad.ndjson"), lang="ja")
    [rejected] = [json.loads(line) for line in (folder / "bad.ndjson").read_bytes().splitlines()]

    assert result.exit_code == 3
    assert "イベント1件" in result.stderr
    assert "対象外1件、拒否1件" in result.stderr
    assert "source_record 1" in result.stderr
    assert (rejected["line"], rejected["raw"]) == (2, "nonsense")


def test_standard_input_and_compression_are_read(folder: Path) -> None:
    result = run(folder, "--format", "fix", "--market", "XNGO", "-", piped=gzip.compress(ORDER.encode()))

    assert result.exit_code == 0
    assert b'"market":"XNGO"' in (folder / "events.ndjson").read_bytes()


def test_ocsf_lines_are_read(folder: Path) -> None:
    logon = {"class_uid": 3002, "activity_id": 1, "status_id": 1, "time": 1_742_169_600_000, "user": {"uid": "a"}}
    result = run(folder, "--format", "ocsf", written(folder / "o.jsonl", json.dumps(logon)))

    assert result.exit_code == 0
    assert decode((folder / "events.ndjson").read_bytes()).at.year == 2025


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "csv", str(SAMPLE)], "csv"),
        ([str(SAMPLE)], "--format"),
        (["--format", "rba", "nowhere.csv"], "nowhere.csv"),
        (["--format", "fix", str(SAMPLE), "--labels", "x"], "--labels goes with --format rba only"),
        (["--format", "rba", str(SAMPLE), "--rejected", str(SAMPLE)], "different files"),
        (["--format", "rba", str(SAMPLE), "--rejected", "/nowhere/at/all"], "/nowhere/at/all"),
        (["--format", "rba", __file__], "lacks columns"),
    ],
)
def test_unusable_arguments_give_status_two_and_say_what_is_wrong(
    folder: Path, arguments: list[str], said: str
) -> None:
    result = run(folder, *arguments)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_run_that_fails_leaves_nothing_that_looks_whole(folder: Path) -> None:
    (folder / "events.ndjson").write_bytes(b"of yesterday")
    result = run(folder, "--format", "rba", written(folder / "x.csv", "a,b\n1,2\n"))

    assert result.exit_code == 2
    assert (folder / "events.ndjson").read_bytes() == b"of yesterday"
    assert not (folder / "events.ndjson.part").exists()
