"""``sekisho bench backtest``: the measurement itself works, on a small history."""

import json
from pathlib import Path

import pyarrow.parquet as pq
from click.testing import CliRunner

from builders.history import rule
from sekisho.decisions.operations.history import schema_of
from sekisho.project.commands.bench_backtest import bench_backtest, build_history, varied


def test_the_measurement_says_rows_rules_and_seconds(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for _ in range(2):  # the second time the history is there already
        result = CliRunner().invoke(
            bench_backtest, ["--rows", "2000", "--rules", "12", "--history", str(kept), "--json"]
        )
        told = json.loads(result.output)
        assert (told["rows"], told["rules"]) == (2_000, 12)
        assert told["seconds"] > 0


def test_people_get_a_line_and_no_history_stays_behind() -> None:
    result = CliRunner().invoke(bench_backtest, ["--rows", "1000", "--rules", "1"])

    assert "rows 1000" in result.output


def test_the_made_up_history_has_the_real_columns_and_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_history(tmp_path / name, 1_000)

    one, two = (pq.read_table(tmp_path / name / "order-00000001.parquet") for name in ("one", "two"))
    assert one.equals(two)
    assert one.schema.names == schema_of("order", rulebook="bench").names


def test_few_rules_are_repeated_with_other_numbers_and_many_are_thinned_out() -> None:
    few = varied([rule("order_to_adv >= 0.5 AND side = 'buy1'")], 3)
    many = varied([rule(f"order_to_adv >= {number}", id=f"r{number}") for number in range(10)], 5)

    assert [each.when for each in few] == [
        "order_to_adv >= 0.5 AND side = 'buy1'",
        "order_to_adv >= 0.505 AND side = 'buy1'",
        "order_to_adv >= 0.51 AND side = 'buy1'",
    ]
    assert [each.when[-1] for each in many] == ["0", "2", "4", "6", "8"]
    assert len({each.id for each in (*few, *many)}) == 8
