"""``sekisho backtest``: what rules would have done over the history."""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

import click
import duckdb
from rich.console import Console

from sekisho.activity.operations.reading import rejects_path
from sekisho.decisions.operations.backtest import (
    NoRulesError,
    RuleFileError,
    UncheckedRuleError,
    read_rules,
)
from sekisho.decisions.operations.backtest import (
    backtest as run_backtest,
)
from sekisho.decisions.operations.labels import read_labels
from sekisho.decisions.queries.history import History, HistoryColumnError, NoHistoryError, open_history
from sekisho.decisions.types.backtest import LATEST, BacktestReport, Labels
from sekisho.kernel.moments import JST, from_rfc3339, to_milliseconds
from sekisho.kernel.texts import Text
from sekisho.project.commands.backtest_report import as_json, tables
from sekisho.project.language import language, speak
from sekisho.project.progress import bar

REJECTED = 3
"""Exit status when lines of the labels were rejected; 1 is a test that could not be made."""
PATIENCE = 2.0
"""Seconds of silence before a bar appears."""
_POLL = 0.05
_PARTS = 1_000
_TITLE = Text("検証中", "Testing")
_UNIT = Text("‰", "‰")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])


def moment(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """An RFC 3339 moment of the command line as milliseconds."""
    if value is None:
        return None
    try:
        return from_rfc3339(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def midnight(day: datetime | None) -> int | None:
    """The beginning of a day in Japan."""
    return None if day is None else to_milliseconds(day.replace(tzinfo=JST))


def labels_of(path: Path | None, known_as_of: int | None) -> Labels | None:
    """The labels, and beside them what could not be read; says so on standard error."""
    if path is None:
        return None
    labels = read_labels(path, known_as_of=known_as_of)
    if labels.refused:
        rejected = rejects_path(path)
        lines = ({"line": each.line, "reason": each.reason, "raw": each.text} for each in labels.refused)
        rejected.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        count, first = len(labels.refused), labels.refused[0]
        text = Text(
            f"ラベルの{count:,}行を読めません。最初は{first.line}行目: {first.reason}（すべては {rejected}）",
            f"{count:,} lines of the labels were rejected; first, line {first.line}: {first.reason} (all: {rejected})",
        )
        click.echo(speak(text), err=True)
    return labels


@click.command("backtest")
@click.argument("rules", type=click.Path(exists=True, path_type=Path), metavar="RULE|DIR")
@click.option("--history", "directory", type=click.Path(file_okay=False, path_type=Path), required=True,
              help="事実の履歴 / the history of facts, as replay --history keeps it.")  # fmt: skip
@click.option("--labels", type=_FILE, help="正解ラベル / the truth, for detection and money saved.")
@click.option(
    "--known-as-of", callback=moment, help="この時点で判明していた分だけ / only what was known then (RFC 3339)."
)
@click.option("--from", "start", type=_DAY, help="最初の日（JST） / first day.")
@click.option("--to", "end", type=_DAY, help="最後の日の翌日（JST） / day after the last.")
@click.option("--any-date", is_flag=True, help="適用日を無視 / as if every rule had always been in force.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="並列数 / threads.")
@click.option("--json", "json_wanted", is_flag=True, help="JSONで出力 / print JSON.")
@click.pass_context
def backtest(
    context: click.Context,
    *,
    rules: Path,
    directory: Path,
    labels: Path | None,
    known_as_of: int | None,
    start: datetime | None,
    end: datetime | None,
    any_date: bool,
    threads: int,
    json_wanted: bool,
) -> None:
    """ルールを過去の判定に当ててみます / Try a rule, or all rules of a directory, on the history.

    当時の判定で止めたものは結果が分からないため、見逃しにも誤検知にも数えません。
    Events that were held or denied at the time have no outcome of their own and count neither for nor against a rule.
    """
    try:
        chosen, truth = read_rules(rules), labels_of(labels, known_as_of)
        history = open_history(directory, threads=threads)
    except (RuleFileError, NoHistoryError, HistoryColumnError, OSError, duckdb.Error) as error:
        raise click.ClickException(str(error)) from error
    asked = partial(
        run_backtest, chosen, history, labels=truth, start=midnight(start) or 0, end=earliest(end, known_as_of),
        dated=not any_date,
    )  # fmt: skip
    try:
        report = watched(history, asked)
    except (NoRulesError, UncheckedRuleError, duckdb.Error) as error:
        raise click.ClickException(str(error)) from error
    _show(report, json_wanted=json_wanted)
    if truth and truth.refused:
        context.exit(REJECTED)


def earliest(end: datetime | None, known_as_of: int | None) -> int:
    """The moment before which events count: what came after the labels were known has no truth yet."""
    return min(bound for bound in (midnight(end), known_as_of, LATEST) if bound is not None)


def watched(history: History, asked: Callable[..., BacktestReport], *, patience: float = PATIENCE) -> BacktestReport:
    """Run the test in a thread of its own, with a bar once it takes longer than people wait in silence."""
    reached = (0.0, 0.0)

    def progress(done: float, coming: float) -> None:
        nonlocal reached
        reached = (done, coming)

    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool, ExitStack() as shown:
        running = pool.submit(asked, progress=progress)
        tell: Callable[[int, int, int], None] | None = None
        while not running.done():
            if tell is None and time.monotonic() - began > patience:
                tell = shown.enter_context(bar(_TITLE, _UNIT))
            if tell is not None:
                done, coming = reached
                percent = max(0.0, history.connection.query_progress())
                share = round(_PARTS * (done + (coming - done) * percent / 100))
                tell(share, _PARTS, share)
            time.sleep(_POLL)
        return running.result()


def _show(report: BacktestReport, *, json_wanted: bool) -> None:
    if json_wanted:
        click.echo(json.dumps(as_json(report), ensure_ascii=False))
        return
    console = Console(width=None if sys.stdout.isatty() else 160)
    for table in tables(report, language()):
        console.print(table)
