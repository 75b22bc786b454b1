"""``sekisho evaluate``: measure decisions against the truth and write a report."""

from datetime import datetime
from pathlib import Path

import click
import msgspec

from sekisho.decisions.operations.rulebook import RulebookError, load_rulebook
from sekisho.kernel.moments import JST, to_milliseconds
from sekisho.kernel.texts import Text
from sekisho.kernel.verdicts import Verdict
from sekisho.project.language import speak
from sekisho.simulation.operations.evaluate import (
    Evaluation,
    Inputs,
    Settings,
    UnreadableFileError,
    evaluate,
    write_report,
)

REFUSED = 3
"""Exit status when lines had to be left out; 0 is a clean run, 1 a file that cannot be read or written."""

_FILE = click.Path(dir_okay=False, path_type=Path)
_DIRECTORY = click.Path(file_okay=False, path_type=Path)


@click.command("evaluate")
@click.argument("decisions", type=_FILE)
@click.argument("labels", type=_FILE)
@click.option("--out", type=_DIRECTORY, required=True, help="報告の書き出し先 / directory of the report.")
@click.option("--events", type=_FILE, help="イベント（セッションを知るため） / events, to know the sessions.")
@click.option("--alerts", type=_FILE, help="警報 / alerts. [DECISIONSの隣の *.alerts.ndjson / beside DECISIONS]")
@click.option("--rulebook", type=_DIRECTORY, help="ルールの判定を読む / read the rules' verdicts from here.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="測る最初の日（JST） / first day that is measured.")
@click.option("--accounts", type=click.IntRange(min=1), help="口座の総数 / all accounts. [判定に現れた数 / those seen]")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="乱数の種 / seed of intervals.")
@click.option("--replicates", type=click.IntRange(2, 10_000), default=200, show_default=True,
              help="ブートストラップの反復 / bootstrap replicates.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="数値をJSONで出力 / print the figures as JSON.")
@click.pass_context
def evaluate_decisions(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    *,
    decisions: Path,
    labels: Path,
    out: Path,
    events: Path | None,
    alerts: Path | None,
    rulebook: Path | None,
    since: datetime | None,
    accounts: int | None,
    seed: int,
    replicates: int,
    as_json: bool,
) -> None:
    """DECISIONSをLABELSの正解と比べ、検知・負担・守れた金額を報告します / Measure decisions against the truth.

    使えない行があれば終了コードは3です。 Exit status 3 when lines had to be left out.
    """
    inputs = Inputs(decisions=decisions, labels=labels, events=events, alerts=alerts or _beside(decisions))
    settings = Settings(
        seed=seed, replicates=replicates, accounts=accounts, verdicts=_verdicts(rulebook),
        since=None if since is None else to_milliseconds(since.replace(tzinfo=JST)),
    )  # fmt: skip
    try:
        evaluation = evaluate(inputs=inputs, settings=settings)
        page = write_report(evaluation.figures, evaluation.refused, out)
    except UnreadableFileError as error:
        raise click.ClickException(speak(error.text)) from error
    except OSError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(msgspec.json.encode(evaluation.figures))
    click.echo(summary(evaluation, page), err=True)
    if evaluation.refusals:
        context.exit(REFUSED)


def _beside(decisions: Path) -> Path | None:
    """The alerts that a replay writes beside its decisions, if they are there."""
    name = decisions.name
    for ending in (".gz", ".zst", ".ndjson"):
        name = name.removesuffix(ending)
    path = decisions.with_name(f"{name}.alerts.ndjson")
    return path if path.is_file() else None


def _verdicts(directory: Path | None) -> dict[str, Verdict]:
    if directory is None:
        return {}
    try:
        return {rule.name: rule.verdict for rule in load_rulebook(directory).rules}
    except RulebookError as error:
        message = Text(
            f"{directory} のルールブックを読めません: {error}。sekisho rulebook check で確かめてください。",
            f"The rulebook {directory} cannot be read: {error}. Check it with: sekisho rulebook check",
        )
        raise click.ClickException(speak(message)) from error


def summary(evaluation: Evaluation, page: Path) -> str:
    """The closing words."""
    figures = evaluation.figures
    stopped, noticed = figures.worth[-1].own.value, figures.detection[-1].incidents_noticed.value
    ja = f"{figures.about.decisions:,} 件の判定を測り、{page} に報告を書きました。"
    en = f"Measured {figures.about.decisions:,} decisions and wrote the report to {page}."
    if stopped is not None and noticed is not None:
        ja += f" 守れた金額 {stopped:.1%}、気付いた事案 {noticed:.1%}。"
        en += f" Value stopped {stopped:.1%}, incidents noticed {noticed:.1%}."
    if evaluation.refusals:
        ja += f" 使えなかった行: {evaluation.refusals:,}（{page.parent / 'rejected.ndjson'}）。"
        en += f" Lines left out: {evaluation.refusals:,} (see {page.parent / 'rejected.ndjson'})."
    return speak(Text(ja, en))
