"""Measuring replay: the figures are of real runs, and the other engines do the same work."""

import json

from click.testing import CliRunner

from sekisho.project.cli import main


def test_the_measurement_prints_every_figure_it_promises() -> None:
    command = ["bench", "replay", "--accounts", "1000", "--small", "500", "--json"]

    done = CliRunner().invoke(main, command)

    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    counted = {"events_per_s", "bytes_per_account", "zen_per_s", "river_per_s"}
    grown = {"growth_ratio", "growth_ratio_days"}  # of runs as short as these the machine's own noise is larger
    assert counted | grown <= set(figures)
    assert {name for name in counted if figures[name] <= 0} == set()
