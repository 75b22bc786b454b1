"""Measuring replay: the figures are of real runs, and the other engines do the same work."""

import json

from click.testing import CliRunner

from sekisho.project.cli import main


def test_the_measurement_prints_every_figure_it_promises() -> None:
    command = ["bench", "replay", "--accounts", "1000", "--small", "500", "--json"]

    done = CliRunner().invoke(main, command)

    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)
    promised = {"events_per_s", "bytes_per_account", "growth_ratio", "growth_ratio_days", "zen_per_s", "river_per_s"}
    assert promised <= set(figures)
    assert all(figures[name] > 0 for name in promised)
