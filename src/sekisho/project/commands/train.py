"""``sekisho train``: make a model from the history and the labels."""

import sys
from datetime import datetime
from pathlib import Path

import click
import duckdb
import msgspec
from rich.console import Console
from rich.table import Table

from sekisho.decisions.operations.train import NoTrainerError, TooFewLabelsError, Training
from sekisho.decisions.operations.train import train as train_model
from sekisho.decisions.queries.history import HistoryColumnError, NoHistoryError, open_history
from sekisho.decisions.types.backtest import Labels
from sekisho.kernel.digests import sha256_hex
from sekisho.kernel.texts import Text
from sekisho.project.commands.backtest import REJECTED, earliest, labels_of, midnight, moment
from sekisho.project.language import speak

_FILE = click.Path(dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
_USUAL = Training()
_GROUPS = {
    "access": Text("ログイン・認証手段・設定変更", "logins, authenticators, settings"),
    "money": Text("注文・入出金・移管", "orders, cash, transfers"),
}


@click.command("train")
@click.option("--history", "directory", type=click.Path(file_okay=False, path_type=Path), required=True,
              help="事実の履歴 / the history of facts, as replay --history keeps it.")  # fmt: skip
@click.option("--labels", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
              help="正解ラベル / the truth.")  # fmt: skip
@click.option("--out", type=_FILE, required=True, help="モデルの書き出し先 / where the model goes (.json).")
@click.option(
    "--known-as-of", callback=moment, help="この時点で判明していた分だけ / only what was known then (RFC 3339)."
)
@click.option("--from", "start", type=_DAY, help="最初の日（JST） / first day.")
@click.option("--to", "end", type=_DAY, help="最後の日の翌日（JST） / day after the last.")
@click.option("--complete-labels", is_flag=True,
              help="全件の真実（模擬データ） / the labels tell the truth of every event.")  # fmt: skip
@click.option("--honest-times", type=click.FloatRange(min=0, min_open=True), default=1.0, show_default=True,
              help="実際の正常件数÷記録のそれ / honest events in real life for each in the record.")  # fmt: skip
@click.option("--seed", type=int, default=_USUAL.seed, show_default=True, help="乱数の種 / seed.")
@click.option(
    "--trees", type=click.IntRange(1, 200), default=_USUAL.trees, show_default=True, help="木の上限 / most trees."
)
@click.option(
    "--threads", type=click.IntRange(1, 64), default=_USUAL.threads, show_default=True, help="並列数 / threads."
)
@click.pass_context
def train(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    *,
    directory: Path,
    labels: Path,
    out: Path,
    known_as_of: int | None,
    start: datetime | None,
    end: datetime | None,
    complete_labels: bool,
    honest_times: float,
    seed: int,
    trees: int,
    threads: int,
) -> None:
    """履歴と正解ラベルからモデルを作ります / Make a model from the history and the labels.

    同じ入力からは同じファイルができます。数値は学習に使わなかった口座でのものです。
    The same input gives the same file. The figures are of accounts that were not learnt from.
    """
    try:
        truth = labels_of(labels, known_as_of) or Labels(bad={}, incidents=())
        history = open_history(directory, threads=threads)
        training = Training(
            seed=seed, trees=trees, threads=threads, complete=complete_labels, honest_times=honest_times
        )
        last = earliest(end, known_as_of)
        data = train_model(history, truth, start=midnight(start) or 0, end=last, training=training)
        _write(out, data)
    except (NoHistoryError, HistoryColumnError, NoTrainerError, TooFewLabelsError, OSError, duckdb.Error) as error:
        raise click.ClickException(str(error)) from error
    _tell(data, out)
    if truth.refused:
        context.exit(REJECTED)


def _write(out: Path, data: bytes) -> None:
    """Whole or not at all: a judge may be reading the old file."""
    part = out.with_name(f"{out.name}.part")
    part.write_bytes(data)
    part.replace(out)


def _tell(data: bytes, out: Path) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    titles = (
        Text("対象", "events"), Text("悪質", "bad"), Text("正常", "honest"), Text("木", "trees"), Text("AUC", "AUC"),
        Text("誤検知1%での検知率", "recall at 1 % false"), Text("9割検知での負担", "challenged at 90 % caught"),
    )  # fmt: skip
    for place, title in enumerate(titles):
        table.add_column(speak(title), justify="right" if place else "left")
    for name, group in msgspec.json.decode(data)["groups"].items():
        told, held_out = group["trained"], group["trained"]["held_out"]
        table.add_row(
            speak(_GROUPS[name]), f"{told['bad']:,}", f"{told['honest']:,}", f"{told['trees']:,}",
            f"{held_out['auc']:.4f}", f"{held_out['recall_at_1pct']:.1%}", f"{held_out['challenged_at_90pct']:.2%}",
        )  # fmt: skip
    Console(stderr=True, width=None if sys.stderr.isatty() else 120).print(table)
    name = f"trees@{sha256_hex(data)[:12]}"
    click.echo(speak(Text(f"モデル {name} を {out} に書きました。", f"Wrote the model {name} to {out}.")), err=True)
