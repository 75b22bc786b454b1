"""``sekisho simulate``: make the events of a brokerage, and apart from them the truth."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import zstandard

from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.progress import bar
from sekisho.simulation.operations import Run, generate
from sekisho.simulation.types.plan import PlanError

Write = Callable[[bytes], object]
_TITLE = Text("生成中", "Making events")
_UNIT = Text("件", "events")
_FILE = click.Path(dir_okay=False, path_type=Path)
_DATE = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--seed", type=int, required=True, help="乱数の種 / seed: the same seed gives the same bytes.")
@click.option("--accounts", type=int, required=True, help="口座数 / number of accounts.")
@click.option("--days", type=int, required=True, help="暦日数 / calendar days.")
@click.option("--campaign", "campaigns", multiple=True, default=("mixed",), show_default=True,
              help="攻撃の名（複数可） / an attack by name; may be given several times.")  # fmt: skip
@click.option("--no-attack", is_flag=True, help="攻撃なし / honest customers only.")
@click.option("--out", type=_FILE, required=True, help="イベントの出力先 / events (.ndjson, .gz, .zst).")
@click.option("--labels", type=_FILE, required=True, help="正解の出力先 / where the truth goes (.ndjson).")
@click.option("--start", type=_DATE, default="2025-03-17", show_default=True, help="開始日 / first day (JST).")
@click.option("--rate", type=float, default=1e-4, show_default=True,
              help="ログイン1回あたりの乗っ取り数（mixed） / hijacked sessions for each login (mixed).")  # fmt: skip
@click.option("--past-days", type=int, default=90, show_default=True,
              help="開始前の履歴の日数 / days of thinned-out history before the start.")  # fmt: skip
def simulate(out: Path, labels: Path, start: datetime, no_attack: bool, **wishes: Any) -> None:  # noqa: ANN401, FBT001
    """架空の証券会社のイベントと正解を作ります / Make the events of a made-up brokerage, and the truth apart.

    同じ種からは同じバイト列が出ます。正解は --labels のファイルにだけ書かれます。
    The same seed gives the same bytes. The truth is written to the file of --labels and nowhere else.
    """
    if no_attack:
        wishes["campaigns"] = ()
    try:
        run = generate(start=start.date(), **wishes)
        events = write(run, out)
        with labels.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in run.labels)
    except PlanError as error:
        raise click.ClickException(speak(error.text)) from error
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(summary(run, events, out, labels), err=True)


def write(run: Run, out: Path) -> int:
    """Write the events; how many.

    Raises:
        OSError: the file cannot be written.

    """
    events = 0
    with opened(out) as put, bar(_TITLE, _UNIT) as progress:
        for block in run.blocks():
            put(block.data)
            events += block.events
            progress(block.day + 1, run.plan.days, events)
    return events


@contextmanager
def opened(path: Path) -> Iterator[Write]:
    """A way to write to a file, whose suffix chooses the compression; the bytes do not depend on the clock."""
    with path.open("wb") as raw:
        if path.suffix == ".gz":
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed:
                yield packed.write
        elif path.suffix == ".zst":
            with zstandard.ZstdCompressor(level=3).stream_writer(raw) as stream:
                yield stream.write
        else:
            yield raw.write


def summary(run: Run, events: int, out: Path, labels: Path) -> str:
    """The closing words."""
    incidents = sum(line.get("kind") == "hijack" for line in run.labels)
    lost = sum(int(str(line.get("value_lost", 0))) for line in run.labels)
    return speak(
        Text(
            f"{events:,} 件のイベントを {out} に、"
            f"{incidents:,} 件の乗っ取り（損失 {lost:,} 円）の正解を {labels} に書きました。",
            f"Wrote {events:,} events to {out} and the truth about {incidents:,} hijacks "
            f"({lost:,} yen lost) to {labels}.",
        )
    )
