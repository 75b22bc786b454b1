"""The command line of a replay."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders.gateway import attack, write
from sekisho.project.cli import main


def run(*arguments: object, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["replay", *map(str, arguments), "--no-model"], env={"SEKISHO_LANG": language})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "events.ndjson", attack().events)


def test_the_summary_tells_what_was_judged_and_where_it_lies(source: Path, tmp_path: Path) -> None:
    done = run(source, "--out", tmp_path / "d.ndjson", language="ja")

    assert done.exit_code == 0
    assert "件を判定しました" in done.stderr
    assert "d.alerts.ndjson" in done.stderr


def test_events_after_a_moment_are_left_out(source: Path, tmp_path: Path) -> None:
    done = run(source, "--out", tmp_path / "d.ndjson", "--as-of", "2025-03-18T00:00:00+09:00")

    assert "0 after the given moment" not in done.stderr


def test_a_moment_that_is_none_is_refused(source: Path, tmp_path: Path) -> None:
    done = run(source, "--out", tmp_path / "d.ndjson", "--as-of", "yesterday")

    assert done.exit_code == 2
    assert "--as-of" in done.stderr


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    done = run(tmp_path / "none.ndjson", "--out", tmp_path / "d.ndjson")

    assert done.exit_code == 1
    assert "none.ndjson" in done.stderr
