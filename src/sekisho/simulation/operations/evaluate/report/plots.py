"""The plots, one function each; their data stand in the tables beside them."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.ticker import NullLocator

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report.burden import ENOUGH, SHOWN
from sekisho.simulation.operations.evaluate.report.drawing import (
    COLOURS,
    FAINT,
    INK,
    band,
    bars,
    board,
    legend_above,
    percent_axis,
    values_at_ends,
)
from sekisho.simulation.operations.evaluate.report.formats import percent
from sekisho.simulation.operations.evaluate.report.names import KIND_NAMES, variant
from sekisho.simulation.operations.evaluate.report.pieces import read
from sekisho.simulation.operations.evaluate.report.scoring import login_curve
from sekisho.simulation.types.figures import Figures, Interval

_ROW = 0.34
_FRAME = 1.1
_SQUARE = 4.2
_TINY = 5e-7


def _height(rows: int, bars_each: int = 1) -> float:
    return _FRAME + max(rows, 1) * (_ROW + 0.14 * (bars_each - 1))


def _exact(value: float | None) -> Interval:
    return Interval(value, None, None)


def value(figures: Figures, language: str, path: Path) -> None:
    """Share of the value stopped by variant."""
    names = [read(variant(row.variant), language) for row in figures.worth]
    legend = [text.read(language) for text in (Text("厳密", "Strict"), Text("単独", "Own"), Text("連鎖", "Chain"))]
    with board(path, height=_height(len(names), 3), labels=names) as axes:
        bars(axes, names, [(row.strict, row.own, row.chain) for row in figures.worth], legend)
        percent_axis(axes)
        axes.set_xlabel(Text("止めた金額の割合", "Share of the value stopped").read(language))


def noticed(figures: Figures, language: str, path: Path) -> None:
    """Share of sessions noticed by variant."""
    names = [read(variant(row.variant), language) for row in figures.detection]
    with board(path, height=_height(len(names)), labels=names) as axes:
        bars(axes, names, [(row.sessions_noticed,) for row in figures.detection], ())
        percent_axis(axes)
        axes.set_xlabel(Text("気付いたセッションの割合", "Share of sessions noticed").read(language))


def delay(figures: Figures, language: str, path: Path) -> None:
    """Median and ninth decile of the minutes until stopped."""
    names = [read(variant(row.variant), language) for row in figures.delays]
    legend = [text.read(language) for text in (Text("中央値", "median"), Text("九割の事案", "nine in ten"))]
    with board(path, height=_height(len(names)), labels=names) as axes:
        for place, (marker, fill) in enumerate((("o", COLOURS[0]), ("s", "white"))):
            points = [
                (quantile.value, line)
                for line, row in enumerate(figures.delays)
                if (quantile := (row.median, row.ninth_decile)[place]).value is not None
            ]
            axes.plot(
                [at for at, _ in points], [line for _, line in points], marker, color=COLOURS[0], label=legend[place],
                markerfacecolor=fill, markersize=7 - place, zorder=3 - place, clip_on=False,
            )  # fmt: skip
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xscale("symlog", linthresh=1)
        axes.set_xlim(left=-0.1)
        axes.xaxis.set_major_formatter(lambda minute, _: f"{minute:g}")
        axes.grid(axis="x")
        legend_above(axes, 2)
        axes.set_xlabel(Text("最初の不正からの分数", "Minutes after the first bad event").read(language))


def friction(figures: Figures, language: str, path: Path) -> None:
    """Challenges and holds per 10,000 honest events."""
    rows = [row for row in figures.friction if row.events >= ENOUGH]
    names = [KIND_NAMES[row.kind].read(language) for row in rows]
    legend = [
        text.read(language) for text in (Text("追加認証", "challenged"), Text("保留", "held"), Text("拒否", "denied"))
    ]
    with board(path, height=_height(len(names), 3), labels=names) as axes:
        bars(axes, names, [(row.challenged, row.held, row.denied) for row in rows], legend)
        axes.set_xlabel(Text("正規のイベント1万件あたり", "Per 10,000 honest events").read(language))


def campaigns(figures: Figures, language: str, path: Path) -> None:
    """Share of the buying done before the first alert or hold."""
    rows = [row for row in figures.campaigns if row.before_either is not None]
    names = [row.campaign for row in rows]
    with board(path, height=_height(len(names)), labels=names) as axes:
        bars(axes, names, [(_exact(row.before_either),) for row in rows], ())
        values_at_ends(axes, [row.before_either for row in rows], percent)
        axes.axvline(0.5, color=INK, linestyle=":", linewidth=1.2)
        percent_axis(axes)
        axes.set_xlabel(Text("それまでに進んだ買付", "Buying done by then").read(language))


def score(figures: Figures, language: str, path: Path) -> None:
    """Recall against precision of the login score."""
    curve = login_curve(figures)
    with board(path, height=_SQUARE) as axes:
        recall = [point.recall.value or 0.0 for point in curve.points]
        for place, rate in enumerate(curve.base_rates):
            band(axes, recall, [point.precision[place] for point in curve.points], place, f"1:{rate:,}")
        percent_axis(axes)
        percent_axis(axes, "y")
        axes.grid()
        legend_above(axes, 3)
        axes.set_xlabel(Text("捕らえた割合（再現率）", "Caught (recall)").read(language))
        axes.set_ylabel(Text("適合率", "Precision").read(language))


def calibration(figures: Figures, language: str, path: Path) -> None:
    """Mean score against truth, both on a logarithmic scale."""
    with board(path, height=_SQUARE) as axes:
        axes.plot([_TINY, 1], [_TINY, 1], color=FAINT, linewidth=1.5)
        rows = [row for row in figures.reliability.bins if row.share.value]
        for row in rows:
            low, high = row.share.low or _TINY, row.share.high or row.share.value or _TINY
            axes.plot([max(row.mean_score, _TINY)] * 2, [max(low, _TINY), high], color=INK, linewidth=1)
        axes.plot(
            [max(row.mean_score, _TINY) for row in rows], [row.share.value or _TINY for row in rows], "o",
            color=COLOURS[0], markersize=6,
        )  # fmt: skip
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set(xlim=(_TINY, 1.3), ylim=(_TINY, 1.3))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_ticks([1e-6, 1e-4, 1e-2, 1], ["0.0001%", "0.01%", "1%", "100%"])
            axis.set_minor_locator(NullLocator())
        axes.grid()
        axes.set_xlabel(Text("平均の点数", "Mean score").read(language))
        axes.set_ylabel(Text("実際の割合", "Share bad").read(language))


def rules(figures: Figures, language: str, path: Path) -> None:
    """Share of the value that depends on each rule alone."""
    rows = [row for row in figures.rules if not row.shadow][:SHOWN]
    names = [row.rule.partition("@")[0] for row in rows]
    with board(path, height=_height(len(names)), labels=names) as axes:
        bars(axes, names, [(_exact(row.saved_share),) for row in rows], ())
        values_at_ends(axes, [row.saved_share for row in rows], percent)
        axes.margins(x=0.25)
        percent_axis(axes, full=False)
        axes.set_xlabel(Text("外すと守れなくなる割合", "No longer stopped without it").read(language))


PLOTS: dict[str, Callable[[Figures, str, Path], None]] = {
    "value": value,
    "noticed": noticed,
    "delay": delay,
    "campaigns": campaigns,
    "friction": friction,
    "score": score,
    "calibration": calibration,
    "rules": rules,
}
