"""``sekisho load``: takes a file of events into the journal."""

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import BinaryIO

import click
from django.db import DatabaseError

from sekisho.activity.operations.reading import Lines, RejectsWriter, rejects_path
from sekisho.decisions.operations.model import ModelFileError
from sekisho.decisions.operations.rulebook import RulebookError
from sekisho.gateway.operations.answering import Answerer
from sekisho.gateway.operations.crew import Bench, bench_of
from sekisho.gateway.operations.loading import BLOCK, Answer, Loader, LoadTally
from sekisho.gateway.types.replay import ReplayPlan
from sekisho.journal.operations.committing import GroupCommitter
from sekisho.journal.types.faults import JournalError
from sekisho.kernel.texts import Text
from sekisho.project.databases import BadDatabaseUrlError
from sekisho.project.language import speak
from sekisho.project.places import default_rulebook
from sekisho.project.progress import bar
from sekisho.project.tables import NotPreparedError, prepare

REJECTED = 3
"""Exit status when lines were rejected."""
_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
_TITLE, _UNIT = Text("記録中", "Loading"), Text("行", "lines")
_EVERY = 1_024


@click.command()
@click.argument("source", type=_FILE)
@click.option("--journal", metavar="URL", help="記録先 / journal. [SEKISHO_DATABASE_URL]")
@click.option("--ack", type=_FILE, help="受付の確認の出力先（- は標準出力）/ acknowledgements, - for standard output.")
@click.option("--rejected", type=_FILE, help="受け付けない行の出力先 / rejected lines. [SOURCE → *.rejected.ndjson]")
@click.option("--no-judge", "judged", is_flag=True, default=True, flag_value=False,
              help="判定せずに記録だけする / record only, without judging.")  # fmt: skip
def load(source: Path, journal: str | None, ack: Path | None, rejected: Path | None, *, judged: bool) -> None:
    """イベントを判定し、改ざん検知つきの記録に取り込みます / Judge the events of SOURCE and take them into the journal.

    受付の確認は、ディスクに書き終えたイベントにだけ返します。途中で止まったら、同じコマンドを繰り返してください。
    Only events that are safely on disk are acknowledged. After a break, run the same command again.
    """
    try:
        prepare(url=journal)
        tally = _load(source, ack, rejected or _rejects(source), Answerer(_bench()).answer if judged else None)
    except (JournalError, NotPreparedError) as error:
        raise click.ClickException(speak(error.reason)) from error
    except (BadDatabaseUrlError, DatabaseError, OSError, RulebookError, ModelFileError) as error:
        raise click.ClickException(" ".join(str(error).split())) from error
    click.echo(summary(tally), err=True)
    if tally.rejected:
        click.get_current_context().exit(REJECTED)


def summary(tally: LoadTally) -> str:
    """The closing words."""
    refused = ", ".join(f"{code} {count:,}" for code, count in sorted(tally.rejected.items())) or "0"
    return speak(
        Text(
            f"{tally.lines:,} 行を読み、{tally.written:,} 件を記録しました。"
            f"記録済み {tally.repeated:,} 件、受け付けなかった行: {refused}",
            f"Read {tally.lines:,} lines and journaled {tally.written:,} events; "
            f"{tally.repeated:,} were there already. Rejected lines: {refused}",
        )
    )


def _bench() -> Bench:
    return bench_of(ReplayPlan(source=Path(), out=Path(), rulebook=default_rulebook()))


def _load(source: Path, ack: Path | None, rejected: Path, answer: Answer | None) -> LoadTally:
    with ExitStack() as files:
        lines = files.enter_context(Lines(source))
        rejects = files.enter_context(RejectsWriter(rejected))
        acks = None if ack is None else files.enter_context(_acks(ack))
        committer = files.enter_context(GroupCommitter(clock=_now, halts=True))
        block = 1 if str(source) == "-" else BLOCK
        loader = Loader(committer=committer, rejects=rejects, acks=acks, answer=answer, block=block)
        return loader.load(_watched(lines, loader.tally))


def _acks(path: Path) -> AbstractContextManager[BinaryIO]:
    """Earlier acknowledgements stay: they were given."""
    return nullcontext(sys.stdout.buffer) if str(path) == "-" else path.open("ab")


def _rejects(source: Path) -> Path:
    return rejects_path(Path("standard-input") if str(source) == "-" else source)


def _watched(lines: Lines, tally: LoadTally) -> Iterator[tuple[int, bytes]]:
    with bar(_TITLE, _UNIT) as tell:
        for number, line in lines:
            if number % _EVERY == 0:
                tell(lines.consumed, lines.size, tally.lines)
            yield number, line


def _now() -> int:
    return time.time_ns() // 1_000_000
