"""The demo does the main job on a small brokerage, from nothing to a report."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho.project.cli import main


@pytest.mark.parametrize(("language", "closing"), [("ja", "正規のお客様"), ("en", "Honest customers")])
def test_the_demo_simulates_judges_and_reports(tmp_path: Path, language: str, closing: str) -> None:
    command = ["demo", "--accounts", "1000", "--days", "4", "--out", str(tmp_path / "demo")]

    done = CliRunner().invoke(main, command, env={"SEKISHO_LANG": language, "COLUMNS": "160"})

    assert done.exit_code == 0, done.output
    assert closing in done.output
    assert "case-a" in done.output
    figures = json.loads((tmp_path / "demo" / "report" / "figures.json").read_bytes())
    assert figures["worth"][-1]["incidents"] > 0
    assert (tmp_path / "demo" / "report" / "index.html").exists()


def test_an_output_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "events.ndjson").mkdir()

    done = CliRunner().invoke(main, ["demo", "--accounts", "1000", "--days", "1", "--out", str(tmp_path / "demo")])

    assert done.exit_code == 1
    assert "events.ndjson" in done.output
