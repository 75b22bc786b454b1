"""``sekisho evaluate`` from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.builders.evaluation import at, bad, decision, incident, write

from sekisho.project.commands.evaluate import REFUSED, evaluate_decisions

RULEBOOK = Path(__file__).parents[4] / "rulebook"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A login and an order of an intruder, the order held."""
    write(
        tmp_path / "d.ndjson",
        [
            decision("h0", account="B", minutes=-1000),
            decision("l1"),
            decision(
                "o1", minutes=1, kind="order", verdict="hold", rules=["thin@1"],
                facts={"side": "buy", "order_value": 500},
            ),
        ],
    )  # fmt: skip
    write(tmp_path / "l.ndjson", [incident(), bad("l1"), bad("o1")])
    return tmp_path


def run(path: Path, *options: str) -> Result:
    """Run the command in English."""
    arguments = [str(path / "d.ndjson"), str(path / "l.ndjson"), "--out", str(path / "report"), "--replicates", "10"]
    return CliRunner().invoke(evaluate_decisions, [*arguments, *options], env={"SEKISHO_LANG": "en"})


def test_it_writes_the_report_and_tells_the_value_stopped(files: Path) -> None:
    result = run(files)

    assert result.exit_code == 0
    assert "Value stopped 100.0%, incidents noticed 100.0%" in result.stderr
    assert (files / "report" / "index.html").is_file()


def test_the_figures_can_be_printed_as_json(files: Path) -> None:
    figures = json.loads(run(files, "--json", "--accounts", "500", "--seed", "3").stdout)

    assert (figures["about"]["accounts"], figures["about"]["seed"]) == (500, 3)


def test_the_alerts_beside_the_decisions_are_found(files: Path) -> None:
    write(files / "d.alerts.ndjson", [{"id": "x", "at": at(1), "type": "ring", "accounts": ["A"]}])

    assert json.loads(run(files, "--json").stdout)["alerts"][-1]["alerts"] == 1


def test_days_before_the_first_one_measured_only_warm_up(files: Path) -> None:
    about = json.loads(run(files, "--json", "--since", "2025-03-17").stdout)["about"]

    assert (about["decisions"], about["warm_up"]) == (2, 1)


def test_lines_left_out_change_the_exit_status(files: Path) -> None:
    with (files / "d.ndjson").open("a", encoding="utf-8") as file:
        file.write("broken\n")

    result = run(files)

    assert result.exit_code == REFUSED
    assert "Lines left out: 1" in result.stderr


def test_a_file_that_is_not_there_is_named(files: Path) -> None:
    (files / "l.ndjson").unlink()

    result = run(files)

    assert result.exit_code == 1
    assert "l.ndjson cannot be read" in result.stderr


def test_an_output_that_cannot_be_written_is_named(files: Path) -> None:
    (files / "file").write_text("", encoding="utf-8")

    result = run(files, "--out", str(files / "file" / "report"))

    assert result.exit_code == 1
    assert "file" in result.stderr


def test_verdicts_are_read_from_a_rulebook(files: Path) -> None:
    rules = json.loads(run(files, "--json", "--rulebook", str(RULEBOOK)).stdout)["rules"]

    assert [(row["rule"], row["verdict_read"]) for row in rules] == [("thin@1", False)]


def test_a_rulebook_with_mistakes_is_refused_with_advice(files: Path) -> None:
    (files / "book" / "rules").mkdir(parents=True)
    (files / "book" / "rules" / "thin.toml").write_text("id = 3", encoding="utf-8")

    result = run(files, "--rulebook", str(files / "book"))

    assert result.exit_code == 1
    assert "sekisho rulebook check" in result.stderr


def test_an_evaluation_without_incidents_still_says_where_the_report_is(files: Path) -> None:
    write(files / "l.ndjson", [])

    result = run(files)

    assert result.exit_code == 0
    assert "Value stopped" not in result.stderr
