"""The comparison with the peer, as a person runs it."""

import json
from pathlib import Path

from click.testing import CliRunner

from builders.decisions import rule_text, write_rulebook
from sekisho.activity.types.events import DECIDED
from sekisho.project.commands.bench_rules import bench_rules


def test_both_engines_are_timed_on_the_examples_and_agree(tmp_path: Path) -> None:
    result = CliRunner().invoke(bench_rules, ["--rulebook", str(write_rulebook(tmp_path)), "--json"])

    figures = json.loads(result.output)
    assert result.exit_code == 0
    assert [each["event"] for each in figures] == list(DECIDED)
    order = next(each for each in figures if each["event"] == "order")
    assert (order["rows"], order["differ"]) == (2, 0)
    assert order["sekisho_us"] > 0
    assert order["zen_us"] > 0


def test_figures_come_as_a_table_too(tmp_path: Path) -> None:
    result = CliRunner().invoke(bench_rules, ["--rulebook", str(write_rulebook(tmp_path))])

    assert result.exit_code == 0
    assert result.output.splitlines()[0].split() == ["event", "rows", "sekisho", "µs", "zen", "µs", "differ"]


def test_a_rulebook_with_errors_is_not_timed(tmp_path: Path) -> None:
    directory = write_rulebook(tmp_path, {"thin-buy.toml": rule_text(verdict="allow")})

    result = CliRunner().invoke(bench_rules, ["--rulebook", str(directory)])

    assert result.exit_code == 1
    assert "rule:verdict:allows" in result.output
