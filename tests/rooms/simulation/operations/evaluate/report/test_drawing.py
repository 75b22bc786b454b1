"""The drawing board."""

from pathlib import Path

from sekisho.simulation.operations.evaluate.report.drawing import band, bars, board, percent_axis, values_at_ends
from sekisho.simulation.types.figures import Interval

NOTHING = Interval(None, None, None)
SOME = Interval(0.5, 0.4, 0.6)


def drawn(path: Path, *names: str) -> str:
    """A plot of one bar a name."""
    with board(path, height=2, labels=names) as axes:
        bars(axes, names, [(SOME,) for _ in names], ())
        percent_axis(axes)
    return path.read_text(encoding="utf-8")


def test_text_stays_text_in_the_readers_own_font(tmp_path: Path) -> None:
    svg = drawn(tmp_path / "a.svg", "買付", "relay")

    assert "買付" in svg
    assert "Noto Sans CJK JP" in svg
    assert "<script" not in svg


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    assert drawn(tmp_path / "a.svg", "x") == drawn(tmp_path / "b.svg", "x")


def test_a_plot_without_bars_is_still_a_plot(tmp_path: Path) -> None:
    assert drawn(tmp_path / "a.svg").startswith("<?xml")


def test_a_bar_of_no_length_still_says_its_value(tmp_path: Path) -> None:
    with board(tmp_path / "a.svg", height=2, labels=["x"]) as axes:
        bars(axes, ["x"], [(NOTHING, SOME)], ("first", "second"))
        values_at_ends(axes, [0.0], lambda value: f"{value} yen")
        percent_axis(axes, full=False)

    assert "0.0 yen" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_only_the_first_line_has_a_band(tmp_path: Path) -> None:
    with board(tmp_path / "a.svg", height=3) as axes:
        for place in range(2):
            band(axes, [0, 0.5, 1], [SOME, NOTHING, SOME], place, str(place))
        filled = len(axes.collections)

    assert filled == 1
