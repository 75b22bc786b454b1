"""``sekisho rulebook``: check, lock and list the rules, and judge recorded decisions again."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from sekisho.activity.operations.reading import read_lines
from sekisho.decisions.operations.checking import check_rulebook, has_errors, places
from sekisho.decisions.operations.lock import contents, kept_numbers, next_version, version_of, write_lock
from sekisho.decisions.operations.rejudging import Rejudge
from sekisho.decisions.operations.rulebook import RulebookError, load_rulebook, read_rulebook
from sekisho.decisions.types.finding import Finding, Severity
from sekisho.decisions.types.rule import Rule
from sekisho.decisions.types.rulebook import Rulebook
from sekisho.kernel.moments import JST
from sekisho.kernel.texts import Text
from sekisho.project.language import language, speak
from sekisho.project.places import default_rulebook

DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)
_SHOWN = 20
"""Differences told one by one; the rest is counted."""


@click.group()
def rulebook() -> None:
    """ルールブックの検査・固定・一覧・再判定 / Check, lock, list and re-judge by the rulebook."""


@rulebook.command()
@click.argument("directory", type=DIRECTORY, required=False)
def check(directory: Path | None) -> None:
    """ルールの誤りを file:line で示す / Say what is wrong with the rules; exit 1 on errors."""
    folder = _folder(directory)
    findings = check_rulebook(folder)
    _tell(findings)
    errors = sum(each.severity == Severity.ERROR for each in findings)
    count, warnings = len(read_rulebook(folder).rules), len(findings) - errors
    japanese = f"ルール{count}件、エラー{errors}件、警告{warnings}件"
    click.echo(speak(Text(japanese, f"{count} rules, {errors} errors, {warnings} warnings")), err=True)
    _exit_on(failed=has_errors(findings))


@rulebook.command()
@click.argument("directory", type=DIRECTORY, required=False)
def lock(directory: Path | None) -> None:
    """lock.json を書き直す / Write lock.json; refused where a changed rule kept its version."""
    reading = read_rulebook(_folder(directory))
    modes = reading.safe_modes
    if has_errors(reading.findings) or modes is None:
        _tell(reading.findings)
        raise click.exceptions.Exit(1)
    now = contents(reading.rules, modes)
    if reading.lock is not None:
        refused = kept_numbers(reading.lock, now, places(reading))
        _tell(refused)
        _exit_on(failed=bool(refused))
    version = reading.lock.rulebook if reading.lock is not None else None
    if version is None or version_of(reading.lock, now) != version:
        version = next_version(version, day=datetime.now(JST).date().isoformat())
        write_lock(reading.directory, rulebook=version, now=now)
    click.echo(speak(Text(f"ルールブック {version}（{len(now) - 1}件）", f"rulebook {version}, {len(now) - 1} rules")))


@rulebook.command("list")
@click.argument("directory", type=DIRECTORY, required=False)
def show(directory: Path | None) -> None:
    """ルールの一覧 / List the rules."""
    table = Table(*(speak(head) for head in _HEADS))
    for rule in _load(directory).rules:
        table.add_row(*_row(rule))
    Console(width=None if Console().is_terminal else 200).print(table)


@rulebook.command()
@click.argument("decisions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rulebook", "directory", type=DIRECTORY, help="判定に使ったルールブック / The rulebook that decided.")
def rejudge(decisions: Path, directory: Path | None) -> None:
    """記録された判定を同じ事実でやり直す / Judge recorded facts again; exit 1 where the bytes differ."""
    again = Rejudge(_load(directory))
    count = different = 0
    for number, line in read_lines(decisions):
        count += 1
        difference = again.difference(line)
        if difference is not None:
            different += 1
            if different <= _SHOWN:
                click.echo(f"{decisions}:{number}: {difference.decision} {speak(difference.why)}")
    click.echo(
        speak(Text(f"{count:,}件中 {different:,}件が相違", f"{different:,} of {count:,} decisions differ")), err=True
    )
    _exit_on(failed=different > 0)


_HEADS = (
    Text("ルール", "rule"),
    Text("状態", "mode"),
    Text("判断", "verdict"),
    Text("イベント", "events"),
    Text("日本語", "Japanese"),
    Text("英語", "English"),
)


def _row(rule: Rule) -> tuple[str, ...]:
    return (rule.name, rule.mode, rule.verdict.word, " ".join(rule.events), rule.title.ja, rule.title.en)


def _load(directory: Path | None) -> Rulebook:
    try:
        return load_rulebook(_folder(directory))
    except RulebookError as error:
        _tell(error.findings)
        raise click.exceptions.Exit(1) from error


def _folder(directory: Path | None) -> Path:
    """The directory asked for, or the product's own, spelt from here where it lies below."""
    folder, here = directory or default_rulebook(), Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _tell(findings: Sequence[Finding]) -> None:
    for each in findings:
        click.echo(each.line(language=language()))


def _exit_on(*, failed: bool) -> None:
    if failed:
        raise click.exceptions.Exit(1)
