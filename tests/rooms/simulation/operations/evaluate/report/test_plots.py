"""Every plot of the sections can be drawn in both languages."""

import re
from pathlib import Path

import pytest

from sekisho.simulation.operations.evaluate.report.plots import PLOTS
from sekisho.simulation.types.figures import Figures

AXES = {
    "value": "Share of the value stopped",
    "noticed": "Share of sessions noticed",
    "delay": "Minutes after the first bad event",
    "campaigns": "Buying done by then",
    "friction": "Per 10,000 honest events",
    "score": "Precision",
    "calibration": "Share bad",
    "rules": "No longer stopped without it",
}


@pytest.mark.parametrize("stem", PLOTS)
def test_a_plot_names_its_axis_and_loads_nothing(figures: Figures, tmp_path: Path, stem: str) -> None:
    PLOTS[stem](figures, "en", tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")

    assert AXES[stem] in svg
    assert not re.search(r"(href|src)=\"https?:", svg)


@pytest.mark.parametrize("stem", PLOTS)
def test_a_plot_speaks_japanese(figures: Figures, tmp_path: Path, stem: str) -> None:
    PLOTS[stem](figures, "ja", tmp_path / "a.svg")

    assert re.search("[ぁ-ん一-龥]", (tmp_path / "a.svg").read_text(encoding="utf-8"))
