"""How a backtest's report is shown: as tables for people, as plain values for programs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from rich.table import Table

from sekisho.decisions.types.backtest import BacktestReport, Outcomes, RuleFigures
from sekisho.kernel.moments import DAY, JST_OFFSET, from_milliseconds
from sekisho.kernel.texts import Text

_Cell = Callable[[RuleFigures], str]
_NONE = "–"
_TEN_THOUSAND = 10_000


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1%}"


def _rate(figures: RuleFigures) -> str:
    return f"{_TEN_THOUSAND * figures.hits / figures.scope:,.2f}" if figures.scope else _NONE


HITS: Sequence[tuple[Text, _Cell]] = (
    (Text("対象", "in scope"), lambda each: f"{each.scope:,}"),
    (Text("発動", "hits"), lambda each: f"{each.hits:,}"),
    (Text("1万件当り", "per 10,000"), _rate),
    (Text("最多の日", "busiest day"), lambda each: f"{max((hits for _, hits in each.days), default=0):,}"),
    (Text("口座", "accounts"), lambda each: f"{each.accounts:,}"),
    (Text("金額（円）", "yen"), lambda each: f"{each.yen:,}"),
    (Text("新たに厳しく", "stricter than then"), lambda each: f"{each.new:,}"),
    (Text("このルールのみ", "no other rule"), lambda each: f"{each.alone:,}"),
    (Text("結果不明", "no outcome"), lambda each: f"{each.censored:,}"),
)
OUTCOMES: Sequence[tuple[Text, Callable[[Outcomes], str]]] = (
    (Text("検知", "caught"), lambda each: f"{each.caught:,} / {each.bad:,}"),
    (Text("検知率", "recall"), lambda each: _share(each.recall)),
    (Text("うち新規", "newly"), lambda each: f"{each.caught_new:,}"),
    (Text("適合率", "precision"), lambda each: _share(each.precision)),
    (Text("本人を巻込み", "honest hits"), lambda each: f"{each.honest:,}"),
    (Text("その顧客", "customers"), lambda each: f"{each.customers:,}"),
    (Text("事案", "incidents"), lambda each: f"{each.incidents_caught:,} / {each.incidents:,}"),
    (Text("守れた円", "yen saved"), lambda each: f"{each.yen_saved:,}"),
    (Text("うち新規", "newly"), lambda each: f"{each.yen_saved_new:,}"),
)
_ALL = Text("全ルール", "all rules")
_RULE = Text("ルール", "rule")
_VERDICT = Text("判定", "verdict")


def tables(report: BacktestReport, language: str) -> Iterator[Table | str]:
    """The head line, then one table of hits and, with labels, one of outcomes."""
    yield _head(report).read(language)
    shown = [*report.rules, *([report.whole] if len(report.rules) > 1 else [])]
    yield _table(shown, [(title.read(language), cell) for title, cell in HITS], language)
    if report.whole.outcomes is not None:
        cells = [(title.read(language), _of_outcomes(cell)) for title, cell in OUTCOMES]
        yield _table(shown, cells, language)
    if report.labels_later:
        late = report.labels_later
        yield Text(
            f"その時点でまだ判明していなかったラベル {late:,} 件は使っていません。",
            f"{late:,} labels were not yet known at that moment and are not used.",
        ).read(language)


def _of_outcomes(cell: Callable[[Outcomes], str]) -> _Cell:
    return lambda figures: _NONE if figures.outcomes is None else cell(figures.outcomes)


def _head(report: BacktestReport) -> Text:
    rows = sum(report.rows.values())
    first, last = (from_milliseconds(at).date().isoformat() for at in (report.start, max(report.start, report.end - 1)))
    books = ", ".join(report.rulebooks)
    return Text(
        f"{first} から {last} までの {report.days:,} 日、{rows:,} 件の判定（当時のルールブック: {books}）",
        f"{rows:,} judged events on {report.days:,} days from {first} to {last} (rulebook then: {books})",
    )


def _table(shown: Sequence[RuleFigures], cells: Sequence[tuple[str, _Cell]], language: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_RULE.read(language))
    table.add_column(_VERDICT.read(language))
    for title, _ in cells:
        table.add_column(title, justify="right")
    for each in shown:
        name = _ALL.read(language) if each.rule == "*" else each.rule
        table.add_row(name, each.verdict, *(cell(each) for _, cell in cells))
    return table


def as_json(report: BacktestReport) -> dict[str, Any]:
    """Plain values: the report's fields, days as dates, and the shares that follow from the counts."""
    plain: dict[str, Any] = msgspec.to_builtins(report)
    plain["start"], plain["end"] = (from_milliseconds(at).isoformat() for at in (report.start, report.end))
    for figures, shown in zip((*report.rules, report.whole), (*plain["rules"], plain["whole"]), strict=True):
        shown["days"] = {_date(day): hits for day, hits in figures.days}
        if figures.outcomes is not None:
            shown["outcomes"] |= {"recall": figures.outcomes.recall, "precision": figures.outcomes.precision}
    return plain


def _date(day: int) -> str:
    return from_milliseconds(day * DAY - JST_OFFSET).date().isoformat()
