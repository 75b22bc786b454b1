"""``sekisho reactions``: how far everybody is who reacts to the journal, and who stands still before what."""

import click

from sekisho.journal.queries.reading import consumers
from sekisho.journal.types.entry import ConsumerState
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.reaching import database_faults_told
from sekisho.project.tables import prepare

STUCK = 1
"""Exit status when somebody stands still."""


@click.command()
@click.option("--database", "url", metavar="URL", help="データベース / database. [SEKISHO_DATABASE_URL]")
def reactions(url: str | None) -> None:
    """後続処理がどこまで進んだか、どこで止まったかを示します / Show how far the reactions are, and who is stuck.

    止まっているものがあれば終了コードは1です。飛ばすことはしません。原因を直すと続きから再開します。
    Exit status 1 when one is stuck. Nothing is skipped: once the cause is mended it goes on from there.
    """
    with database_faults_told():
        prepare(url=url)
        found = consumers()
    for state in found:
        click.echo(line(state), err=state.stopped is not None)
    if not found:
        click.echo(speak(Text("まだ何も処理していません。", "Nothing was reacted to yet.")))
    if any(state.stopped is not None for state in found):
        click.get_current_context().exit(STUCK)


def line(state: ConsumerState) -> str:
    """One consumer, in the user's language."""
    if state.stopped is not None:
        return speak(
            Text(
                f"【警報】{state.name}: 位置 {state.stopped} で止まっています（待ち{state.behind}件）。{state.trouble}",
                f"ALARM {state.name}: stands before position {state.stopped}, {state.behind} waiting. {state.trouble}",
            )
        )
    return speak(
        Text(
            f"{state.name}: 位置 {state.position} まで（待ち{state.behind}件）",
            f"{state.name}: at position {state.position}, {state.behind} waiting",
        )
    )
