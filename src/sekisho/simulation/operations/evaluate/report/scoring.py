"""The sections about the score."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report.formats import number, percent, spread, three_decimals
from sekisho.simulation.operations.evaluate.report.names import AT_LEAST, KIND_NAMES
from sekisho.simulation.operations.evaluate.report.pieces import Picture, Section, Table
from sekisho.simulation.types.figures import Curve, Figures, Interval

_RECALL = Text("不正を捕らえた割合", "Bad events caught")
_HONEST = Text("正規に触れた割合", "Honest events touched")
_GROUP = Text("対象", "Events")


def login_curve(figures: Figures) -> Curve:
    """The curve that is drawn."""
    return next(curve for curve in figures.curves if curve.group == "login")


def ranking(figures: Figures) -> Section:
    """Recall against precision."""
    curve = login_curve(figures)
    drawn = Table(
        Text("ログインの点数: 閾値ごとの適合率", "Score of logins: precision at each threshold"),
        (Text("閾値", "Threshold"), _RECALL, _HONEST, *_rates(curve.base_rates)),
        [
            (
                f"{point.threshold:.4g}", percent(point.recall.value), percent(point.honest_share.value),
                *(_short(interval) for interval in point.precision),
            )
            for point in curve.points
        ],
    )  # fmt: skip
    areas = Table(
        Text("順位付けの良さ（ROC曲線の下の面積）", "How well the score ranks (area under the ROC curve)"),
        (_GROUP, Text("不正", "Bad"), Text("正規", "Honest"), Text("面積", "Area")),
        [
            (KIND_NAMES[row.group], f"{row.bad:,}", f"{row.honest:,}", spread(row.area, three_decimals))
            for row in figures.curves
        ],
    )
    verdicts = Table(
        Text("判定の適合率", "Precision of the verdicts"),
        (_GROUP, Text("判定", "Verdict"), _RECALL, _HONEST, *_rates(curve.base_rates)),
        [
            (
                KIND_NAMES[row.group], AT_LEAST[row.verdict], spread(row.recall, percent),
                spread(row.honest_share, percent), *(spread(interval, percent) for interval in row.precision),
            )
            for row in figures.verdict_precision
        ],
    )  # fmt: skip
    return Section(
        "score",
        Text("点数の性能", "How good the score is"),
        (
            Text(
                "実際の不正はまれなので、適合率は正規のイベントに重みを付け、不正1件に正規1万件（2025年4月の急増期）、"
                "3万5千件（2025年通年）、100万件（パスキー普及後）の割合に直して示します。",
                "Bad events are rare in life. Precision is therefore told with honest events weighted up to 10,000 "
                "(the storm of April 2025), 35,000 (the year 2025) and one million (after passkeys) for each bad one.",
            ),
            *_no_model(figures),
        ),
        pictures=(
            Picture(
                "score",
                Text(
                    "ログインの点数の再現率と適合率の曲線。三つの発生率ごとに一本。帯は95%区間。値は表と同じです。",
                    "Recall against precision of the login score, one line for each base rate, bands are 95% "
                    "intervals. "
                    "The table has the same values.",
                ),
                drawn,
            ),
        ),
        tables=(areas, verdicts),
    )


def _short(interval: Interval) -> str:
    """The figure alone, or the bound where that is all there is."""
    return percent(interval.value) if interval.value is not None else spread(interval, percent)


def _rates(base_rates: tuple[int, ...]) -> tuple[Text, ...]:
    return tuple(Text(f"適合率 1:{rate:,}", f"Precision at 1:{rate:,}") for rate in base_rates)


def _no_model(figures: Figures) -> tuple[Text, ...]:
    if set(figures.about.models) - {"none", ""}:
        return ()
    return (
        Text(
            "注意: モデルを使わずに判定したため、点数はすべて0です。この節の値に意味はありません。",
            "Note: no model was asked, so every score is 0. The figures of this section mean nothing.",
        ),
    )


def calibration(figures: Figures) -> Section:
    """Score against truth."""
    reliability = figures.reliability
    drawn = Table(
        Text("点数と実際の割合", "Score and truth"),
        (
            Text("点数の範囲", "Score"),
            Text("判定", "Decisions"),
            Text("不正", "Bad"),
            Text("平均の点数", "Mean score"),
            Text("実際の割合", "Share bad"),
        ),
        [
            (
                f"{row.low:g}–{row.high:g}", f"{row.decisions:,}", f"{row.bad:,}", percent(row.mean_score),
                spread(row.share, percent),
            )
            for row in reliability.bins
        ],
    )  # fmt: skip
    return Section(
        "calibration",
        Text("点数の正しさ", "Whether the score means what it says"),
        (
            Text(
                "点数は「本人でない確率」です。正しければ、点数と実際の割合が一致します（図の斜線）。"
                "模擬データの不正の割合の"
                f"ままで比べています。平均のずれ {spread(reliability.gap, number)}、ブライアスコア "
                f"{spread(reliability.brier, number)}。",
                "The score is the probability that it was not the account holder. If true, score and share agree (the "
                "diagonal). Compared at the simulated mix. Mean gap "
                f"{spread(reliability.gap, number)}; Brier score {spread(reliability.brier, number)}.",
            ),
        ),
        pictures=(
            Picture(
                "calibration",
                Text(
                    "点数の平均と実際の不正の割合を点で示した図。斜線は完全な一致。値は表と同じです。",
                    "Mean score against the share that is bad; the diagonal is perfect agreement. "
                    "The table has the same values.",
                ),
                drawn,
            ),
        ),
    )
