"""``sekisho replay``: judge a file of events in event time."""

from pathlib import Path
from typing import Any

import click

from sekisho.decisions.operations.model import ModelFileError
from sekisho.decisions.operations.rulebook import RulebookError
from sekisho.gateway.operations.replay import OtherWorkersError, Replay
from sekisho.gateway.operations.sinks import PackedSinkError
from sekisho.gateway.types.replay import ReplayPlan, Tally
from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict
from sekisho.project.language import speak
from sekisho.project.places import default_rulebook
from sekisho.project.progress import bar

REJECTED = 3
"""Exit status when lines were rejected."""
_TITLE = Text("判定中", "Judging")
_UNIT = Text("行", "lines")
_FILE = click.Path(dir_okay=False, path_type=Path)
_DIRECTORY = click.Path(file_okay=False, path_type=Path)


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        return from_rfc3339(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument("source", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--out", required=True, type=_FILE, help="判定の出力先 / where the decisions go (.ndjson, .gz, .zst).")
@click.option("--rulebook", type=_DIRECTORY, help="ルールブック / another rulebook than the product's own.")
@click.option("--model", type=_FILE, help="モデル / another model than the product's own.")
@click.option("--no-model", "with_model", is_flag=True, default=True, flag_value=False, help="モデルなし / rules only.")
@click.option("--history", type=_DIRECTORY, help="事実の履歴 / keep the facts here, for backtests and training.")
@click.option("--as-of", callback=_moment, help="この時刻まで / leave out events after this moment (RFC 3339).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="並列数 / processes.")
@click.option("--resume", is_flag=True, help="続きから / go on from the latest snapshot of a broken run.")
@click.option("--snapshot-every", type=click.IntRange(0), default=1_000_000, show_default=True,
              help="途中保存の間隔（行） / lines between snapshots, 0 for none.")  # fmt: skip
def replay(source: Path, rulebook: Path | None, **options: Any) -> None:  # noqa: ANN401 - click's options, checked by ReplayPlan
    """イベントを発生時刻順に判定します / Judge the events of SOURCE in event time.

    同じ入力からは、並列数によらず同じバイト列が出ます。読めない行は飛ばさずに *.rejected.ndjson に残します。
    The same input gives the same bytes whatever the number of workers. Lines that cannot be read go to
    *.rejected.ndjson, and the exit status is 3.
    """
    plan = ReplayPlan(source=source, rulebook=rulebook or default_rulebook(), **options)
    try:
        with bar(_TITLE, _UNIT) as progress:
            tally = Replay(plan).run(progress)
    except (RulebookError, ModelFileError, OtherWorkersError, PackedSinkError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(summary(plan, tally), err=True)
    if tally.rejected:
        click.get_current_context().exit(REJECTED)


def summary(plan: ReplayPlan, tally: Tally) -> str:
    """The closing words: what was read, answered, refused, and where it lies."""
    verdicts = " · ".join(
        f"{verdict.word} {sum(n for (_, word), n in tally.verdicts.items() if word == verdict.word):,}"
        for verdict in Verdict
    )
    refused = ", ".join(f"{code} {count:,}" for code, count in sorted(tally.rejected.items())) or "0"
    return speak(
        Text(
            f"{tally.lines:,} 行を読み、{tally.decisions:,} 件を判定しました（{verdicts}）。\n"
            f"警報 {sum(tally.alerts.values()):,} 件、発動上限 {tally.alarms:,} 件、重複 {tally.duplicates:,} 件、"
            f"遅れて届いたもの {tally.late:,} 件、期日より後 {tally.left_out:,} 件。\n"
            f"受け付けなかった行: {refused}\n判定 {plan.out}　警報 {plan.beside('alerts')}　"
            f"不受理 {plan.beside('rejected')}",
            f"Read {tally.lines:,} lines and judged {tally.decisions:,} events ({verdicts}).\n"
            f"{sum(tally.alerts.values()):,} alerts, {tally.alarms:,} budgets spent, {tally.duplicates:,} duplicates, "
            f"{tally.late:,} late, {tally.left_out:,} after the given moment.\n"
            f"Rejected lines: {refused}\nDecisions {plan.out}, alerts {plan.beside('alerts')}, "
            f"rejected {plan.beside('rejected')}",
        )
    )
