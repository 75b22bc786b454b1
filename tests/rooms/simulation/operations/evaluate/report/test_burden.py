"""The sections about honest customers, alerts and rules."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report import burden
from sekisho.simulation.types.figures import Figures


def test_friction_has_a_row_for_every_kind(figures: Figures) -> None:
    assert len(burden.friction(figures).pictures[0].table.rows) == len(figures.friction)


def test_alerts_and_cases_stand_in_one_table(figures: Figures) -> None:
    rows = burden.alerts(figures).tables[0].rows

    assert [str(row[1]) for row in rows] == ["1", "1", "0"]


def test_inferred_verdicts_and_rules_in_shadow_are_marked(figures: Figures) -> None:
    rows = {row[0]: row[2] for row in burden.rules(figures).tables[0].rows}

    assert rows["thin@1"] == Text("保留（推定）", "hold (inferred)")
    assert rows["trial@1"] == Text("試行中", "in shadow")


def test_the_plot_of_rules_leaves_out_those_in_shadow(figures: Figures) -> None:
    assert "trial@1" not in [row[0] for row in burden.rules(figures).pictures[0].table.rows]


def test_a_verdict_read_from_the_rulebook_is_not_marked(figures: Figures) -> None:
    read = [row for row in figures.rules if row.rule == "thin@1"]

    assert [row.verdict_read for row in read] == [False]
