"""``sekisho bench login`` from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho.decisions.operations.model import SHIPPED
from sekisho.project.commands.bench_login import bench_login, table
from sekisho.simulation.types.figures import Interval
from sekisho.simulation.types.login_bench import LoginBench, Ranked

RESULT = LoginBench(
    seed=1, accounts=50, replicates=2, model="none",
    rows=(
        Ranked(
            pace="weekly", attacker="naive", method="score", attacks=3, honest=9, area=Interval(0.9, 0.8, 1.0),
            touched=Interval(0.125, 0.0, 0.25), caught=Interval(None, None, None),
        ),
    ),
)  # fmt: skip


def test_the_table_tells_every_figure_with_its_interval() -> None:
    (row,) = table(RESULT)

    assert row == ("weekly", "naive", "score", "3", "0.900 (0.800–1.000)", "12.5% (0.0%–25.0%)", "–")


def test_a_small_comparison_prints_a_table() -> None:
    result = CliRunner().invoke(
        bench_login, ["--accounts", "50", "--replicates", "2", "--quick"], env={"SEKISHO_LANG": "en"}
    )

    assert result.exit_code == 0
    assert "ROC" in result.stdout


def test_a_small_comparison_prints_json() -> None:
    result = CliRunner().invoke(bench_login, ["--accounts", "50", "--replicates", "2", "--quick", "--json"])

    told = json.loads(result.stdout)
    assert told["accounts"] == 50
    assert (told["model"] == "none") is not SHIPPED.exists()


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(bench_login, ["--model", str(tmp_path / "nothing.json")])

    assert result.exit_code == 1
    assert "nothing.json" in result.stderr


@pytest.mark.parametrize("wrong", [["--accounts", "3"], ["--replicates", "1"], ["--seed", "-1"]])
def test_impossible_wishes_are_refused(wrong: list[str]) -> None:
    assert CliRunner().invoke(bench_login, wrong).exit_code == 2
