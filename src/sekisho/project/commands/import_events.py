"""``sekisho import``: turns files of other systems into events."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from sekisho.activity.operations.importers import (
    TOKYO,
    Imported,
    UnusableSource,
    import_fix,
    import_ocsf,
    import_rba,
)
from sekisho.activity.operations.reading import Lines, RejectsWriter, rejects_path
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.tracking import tracked

REJECTED = 3
"""Exit status when something was rejected; 0 is a clean run, 2 unusable arguments."""

_Importer = Callable[[Iterable[tuple[int, bytes]]], Iterator[Imported]]
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.option(
    "--format", "form", type=click.Choice(["rba", "ocsf", "fix"]), required=True, help="元の形式 / Format of the file."
)
@click.option(
    "--out", type=_FILE, default=Path("events.ndjson"), show_default=True, help="イベントの書き出し先 / Events."
)
@click.option("--rejected", type=_FILE, help="拒否した行の書き出し先 / Rejected lines. [OUT → *.rejected.ndjson]")
@click.option("--labels", type=_FILE, help="正解ラベルの書き出し先（rbaのみ）/ Labels, with rba only.")
@click.option(
    "--market", default=TOKYO, show_default=True, help="市場の記載がないFIXの市場 / Market where FIX names none."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.pass_context
def import_events(
    context: click.Context, *, form: str, out: Path, rejected: Path | None, labels: Path | None, market: str, file: Path
) -> None:
    """他のシステムのファイル（FILE、- は標準入力）をイベントに変える / Turn a file of another system into events.

    拒否した行があれば終了コードは3です。 Exit status 3 when lines were rejected.
    """
    if labels and form != "rba":
        message = Text("--labels は --format rba でだけ使えます。", "--labels goes with --format rba only.")
        raise click.UsageError(speak(message))
    rejected = rejected or rejects_path(out)
    _refuse_same_files([file, out, rejected, *([labels] if labels else [])])
    importers: dict[str, _Importer] = {
        "rba": import_rba,
        "ocsf": import_ocsf,
        "fix": partial(import_fix, market=market),
    }
    try:
        counts, reasons = _run(importers[form], file, out, rejected, labels)
    except UnusableSource as fault:
        raise click.UsageError(speak(fault.reason)) from None
    except OSError as fault:
        raise click.UsageError(str(fault)) from None
    _tell(counts, reasons, out, rejected)
    if reasons:
        context.exit(REJECTED)


def _refuse_same_files(paths: list[Path]) -> None:
    """Nothing read may be written over."""
    if len({path.absolute() for path in paths}) < len(paths):
        message = Text("入力と出力は別々のファイルにしてください。", "Input and outputs must be different files.")
        raise click.UsageError(speak(message))


def _run(
    importer: _Importer, file: Path, out: Path, rejected: Path, labels: Path | None
) -> tuple[Counter[str], Counter[str]]:
    """Import, and count what became of the records."""
    counts: Counter[str] = Counter()
    part = out.with_name(f"{out.name}.part")  # an interrupted run leaves no file that looks whole
    with ExitStack() as files:
        files.callback(part.unlink, missing_ok=True)
        lines = files.enter_context(Lines(file))
        events = files.enter_context(part.open("wb"))
        rejects = files.enter_context(RejectsWriter(rejected))
        truth = files.enter_context(labels.open("wb")) if labels else None
        for record in importer(tracked(lines, title=Text("取り込み", "Importing"))):
            counts[_keep(record, events, truth, rejects)] += 1
        events.close()
        part.replace(out)
    return counts, rejects.counts


def _keep(record: Imported, events: BinaryIO, truth: BinaryIO | None, rejects: RejectsWriter) -> str:
    """Write the record where it belongs, and say where that is."""
    if record.rejection:
        rejects.write(record.number, record.raw, record.rejection)
        return "rejected"
    if record.event is None:
        return "passed"
    events.write(record.event + b"\n")
    if truth and record.label:
        truth.write(record.label + b"\n")
    return "events"


def _tell(counts: Counter[str], reasons: Counter[str], out: Path, rejected: Path) -> None:
    """The closing summary, on standard error."""
    events, passed, refused = counts["events"], counts["passed"], counts["rejected"]
    click.echo(
        speak(
            Text(
                f"イベント{events:,}件を {out} に書きました。対象外{passed:,}件、拒否{refused:,}件。",
                f"Wrote {events:,} events to {out}; {passed:,} records of other kinds, {refused:,} rejected.",
            )
        ),
        err=True,
    )
    if reasons:
        listed = ", ".join(f"{code} {count:,}" for code, count in reasons.most_common())
        click.echo(speak(Text(f"拒否の理由: {listed}（{rejected}）", f"Rejected: {listed} (see {rejected})")), err=True)
