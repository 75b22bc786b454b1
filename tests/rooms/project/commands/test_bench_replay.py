"""Measuring replay: the figures are of real runs, and the other engines do the same work."""

import json
import subprocess
import sys


def test_the_measurement_prints_every_figure_it_promises() -> None:
    """In a process of its own: what other tests have left free is taken again, and nothing would weigh anything."""
    command = [sys.executable, "-m", "sekisho", "bench", "replay", "--accounts", "1000", "--small", "500", "--json"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    figures = json.loads(done.stdout)
    promised = {"events_per_s", "bytes_per_account", "growth_ratio", "growth_ratio_days", "zen_per_s", "river_per_s"}
    assert promised <= set(figures)
    assert {name for name in promised if figures[name] <= 0} == set()
