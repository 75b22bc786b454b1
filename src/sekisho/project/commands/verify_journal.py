"""``sekisho verify-journal``: checks that nothing in the journal was changed."""

from pathlib import Path

import click
from django.db import DatabaseError

from sekisho.journal.operations.verifying import read_anchor, verify, write_anchor
from sekisho.journal.types.faults import JournalError
from sekisho.journal.types.verification import Verification
from sekisho.kernel.texts import Text
from sekisho.project.databases import BadDatabaseUrlError
from sekisho.project.language import speak
from sekisho.project.progress import bar
from sekisho.project.tables import NotPreparedError, prepare

DAMAGED = 1
"""Exit status when something is wrong with the journal, or it cannot be read."""
_FILE = click.Path(dir_okay=False, path_type=Path)
_TITLE, _UNIT = Text("検証中", "Verifying"), Text("件", "entries")


@click.command("verify-journal")
@click.option("--journal", metavar="URL", help="記録 / journal. [SEKISHO_DATABASE_URL]")
@click.option("--from", "start", type=click.IntRange(1), default=1, help="このバッチから / begin with this batch.")
@click.option("--anchor", type=_FILE, help="以前に控えたアンカー / an anchor that was written earlier.")
@click.option("--write-anchor", "target", type=_FILE, help="正常ならアンカーを控える / write an anchor if all is well.")
def verify_journal(journal: str | None, start: int, anchor: Path | None, target: Path | None) -> None:
    """記録が書き換えられていないことを確かめます / Check that nothing in the journal was changed.

    末尾の切り捨てや全体の作り直しは、別の場所に保管したアンカーがあれば分かります。壊れていれば終了コードは1です。
    A cut-off end or a rewritten journal shows with an anchor that was kept elsewhere. Exit status 1 on damage.
    """
    try:
        prepare(url=journal)
        found = _verify(start, anchor)
        if found.damage is None and target is not None:
            write_anchor(target, found.end)
    except (JournalError, NotPreparedError) as error:
        raise click.ClickException(speak(error.reason)) from error
    except (BadDatabaseUrlError, DatabaseError, OSError) as error:
        raise click.ClickException(" ".join(str(error).split())) from error
    click.echo(summary(found), err=found.damage is not None)
    if found.damage is not None:
        click.get_current_context().exit(DAMAGED)


def summary(found: Verification) -> str:
    """What was found, in the user's language."""
    walked = Text(
        f"バッチ{found.batches:,}個、記録{found.entries:,}件",
        f"{found.batches:,} batches with {found.entries:,} entries",
    )
    if found.damage is not None:
        return speak(
            Text(
                f"改ざんまたは破損があります: {found.damage.text.ja}（{found.damage.fault}）\n"
                f"その手前の{walked.ja}は正常です。データベースを止めて保全し、バックアップと照合してください。",
                f"The journal is damaged: {found.damage.text.en} ({found.damage.fault})\n"
                f"{walked.en} before it are whole. Stop and preserve the database, and compare it with a backup.",
            )
        )
    end = f"{found.end.batch} {found.end.digest.hex()}"
    return speak(Text(f"正常です: {walked.ja}。末尾 {end}", f"The journal is whole: {walked.en}. End: {end}"))


def _verify(start: int, anchor: Path | None) -> Verification:
    known = read_anchor(anchor) if anchor else None
    with bar(_TITLE, _UNIT) as tell:
        return verify(start=start, anchor=known, watch=lambda done, whole: tell(done, whole, done))
