"""A quiet drawing board: one look for all plots, text kept as text, the same bytes for the same figures."""

import logging
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sekisho.simulation.types.figures import Interval

INK, FAINT = "#1b1b1b", "#c8c8c8"
COLOURS = ("#0b5394", "#b45f06", "#38761d")
"""Dark enough for 4.5 : 1 on white, and told apart by hatch, marker or dash as well."""
HATCHES = ("", "///", "...")
DASHES = ("-", "--", ":")
_WIDTH = 4.8
_SIZE = 11
_MEASURED = "DejaVu Sans"
_STACK = '"Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP", "DejaVu Sans", sans-serif'
_LOOK: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "sekisho",
    "font.family": _MEASURED,
    "font.size": _SIZE,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
}
_POINTS = 72
_ROOM, _TICK, _AXIS = 2.3, 0.22, 1.1
"""Inches: the widest label, what lies between it and the axis, and the margin where there are numbers instead."""
_NARROW = 0.6
"""Mean width of a letter that is not full-width, in em."""


@contextmanager
def board(path: Path, *, height: float, labels: Sequence[str] = ()) -> Iterator[Axes]:
    """Axes to draw on; written to ``path`` as SVG at the end.

    Japanese glyphs are the reader's business: the text stays text, and only its place is computed here. So the
    left margin is set from the width of the longest label rather than measured with a font that may lack them.
    """
    quiet = logging.getLogger("matplotlib.font_manager")
    level = quiet.level
    quiet.setLevel(logging.ERROR)
    try:
        with mpl.rc_context(_LOOK), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
            figure = Figure(figsize=(_WIDTH, height))
            widest = max((_width(label) for label in labels), default=0.0)
            size = min(_SIZE, _ROOM / widest * _POINTS) if widest else _SIZE
            left = (_TICK + widest * size / _POINTS if widest else _AXIS) / _WIDTH
            axes = figure.add_axes((left, 0.62 / height, 0.96 - left, 1 - (0.62 + 0.42) / height))
            axes.tick_params(axis="y", labelsize=size)
            yield axes
            figure.savefig(path, format="svg", metadata={"Date": None})
    finally:
        quiet.setLevel(level)
    path.write_text(
        path.read_text(encoding="utf-8").replace(f"'{_MEASURED}'", _STACK.replace('"', "'")), encoding="utf-8"
    )


def _width(text: str) -> float:
    """Width in em: a wide character takes one, others about half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else _NARROW for letter in text)


def bars(axes: Axes, names: Sequence[str], rows: Sequence[Sequence[Interval]], legend: Sequence[str]) -> None:
    """Horizontal bars, one group a name, first name on top, with the intervals as whiskers."""
    groups = len(rows[0]) if rows else 1
    thickness = 0.8 / groups
    for place in range(groups):
        at = np.arange(len(names)) + (place - (groups - 1) / 2) * thickness
        intervals = [row[place] for row in rows]
        axes.barh(
            at, [interval.value or 0 for interval in intervals], height=thickness * 0.9, color=COLOURS[place],
            hatch=HATCHES[place], edgecolor="white", linewidth=0, label=legend[place] if legend else None,
        )  # fmt: skip
        for position, interval in zip(at, intervals, strict=True):
            if interval.low is not None and interval.high is not None:
                axes.plot([interval.low, interval.high], [position, position], color=INK, linewidth=1)
    axes.set_yticks(np.arange(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="x")
    if legend:
        legend_above(axes, groups)


def legend_above(axes: Axes, columns: int) -> None:
    """The legend in one line over the plot, where it hides nothing."""
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.2, handlelength=1.6, columnspacing=1.0,
        handletextpad=0.4, fontsize=_SIZE - 1,
    )  # fmt: skip


def values_at_ends(axes: Axes, values: Sequence[float | None], form: Callable[[float | None], str]) -> None:
    """Write each bar's value behind it, so that a bar of no length can be read too."""
    for line, value in enumerate(values):
        axes.annotate(
            form(value), (value or 0, line), xytext=(4, 0), textcoords="offset points", va="center", fontsize=_SIZE - 1
        )


def percent_axis(axes: Axes, which: Literal["x", "y"] = "x", *, full: bool = True) -> None:
    """Shares are shown as percentages, from 0 to 100 unless they are small."""
    (axes.xaxis if which == "x" else axes.yaxis).set_major_formatter(lambda share, _: f"{share * 100:g}%")
    if full:
        axes.set(**{f"{which}lim": (0, 1.02)})


def band(axes: Axes, x: npt.ArrayLike, intervals: Sequence[Interval], place: int, label: str) -> None:
    """A line; the first one with its interval as a band, as more of them would hide each other."""
    values = [np.nan if interval.value is None else interval.value for interval in intervals]
    lows = [np.nan if interval.low is None else interval.low for interval in intervals]
    highs = [np.nan if interval.high is None else interval.high for interval in intervals]
    if place == 0:
        axes.fill_between(x, lows, highs, color=COLOURS[place], alpha=0.15, linewidth=0)
    axes.plot(x, values, color=COLOURS[place], linestyle=DASHES[place], linewidth=1.8, label=label)
