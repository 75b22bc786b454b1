"""``sekisho policy``: check the policy and the ways in, show what they cover, and print the public schedule."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path as File

import click
from rich.console import Console
from rich.table import Table

from sekisho.authentication.operations.policy_checking import (
    Checked,
    check_files,
    coverage,
    old_clients,
    page_of,
    schedule_of,
)
from sekisho.authentication.operations.policy_publishing import verify_policies
from sekisho.authentication.queries.policy_files import DEFAULT_PATHS, DEFAULT_POLICY
from sekisho.authentication.types.catalogue import OPERATIONS
from sekisho.authentication.types.paths import Cell, Coverage, Path
from sekisho.authentication.types.policy import Policy
from sekisho.authentication.types.policy_findings import Fault
from sekisho.kernel.moments import JST, from_milliseconds, to_milliseconds
from sekisho.kernel.texts import Text
from sekisho.project.language import language, speak
from sekisho.project.reaching import database_faults_told
from sekisho.project.tables import prepare

_FILE = click.Path(exists=True, dir_okay=False, path_type=File)
_WIDE = 200
"""Columns of a table that is written into a file."""
MARKS = {
    Coverage.FULL: Text("○", "yes"),
    Coverage.LIMITED: Text("○（一部を除く）", "mostly"),
    Coverage.INTERIM: Text("△（期限あり）", "interim"),
    Coverage.FREE: Text("不要", "free"),
    Coverage.CLOSED: Text("閉鎖", "closed"),
    Coverage.MISSING: Text("×", "MISSING"),
}


@click.group()
def policy() -> None:
    """認証方針の検査・網羅表・公表する予定 / Check the authentication policy, its coverage and its schedule."""


@policy.command()
@click.argument("file", type=_FILE, default=DEFAULT_POLICY)
@click.option("--paths", type=_FILE, default=DEFAULT_PATHS, help="経路の一覧 / the ways in.")
@click.option("--at", metavar="DATE", help="この日だけを見る / on this date only, e.g. 2027-06-01.")
def check(file: File, paths: File, at: str | None) -> None:
    """方針と経路の誤りを file:line で示す / Say what is wrong with the policy and the ways in; exit 1 on errors.

    --at がなければ、今日と、これから何かが変わるすべての日を調べます。
    Without --at, today and every later date on which something changes are looked at.
    """
    checked = check_files(policy=file, paths=paths, at=_moment(at), ahead=at is None)
    _tell(checked.faults)
    count, ways, faults = len(checked.policy.rules) if checked.policy else 0, len(checked.paths), len(checked.faults)
    japanese, english = (
        f"ルール{count}件、経路{ways}件、エラー{faults}件",
        f"{count} rules, {ways} ways in, {faults} errors",
    )
    click.echo(speak(Text(japanese, english)), err=True)
    if faults:
        raise click.exceptions.Exit(1)


@policy.command("coverage")
@click.argument("file", type=_FILE, default=DEFAULT_POLICY)
@click.option("--paths", type=_FILE, default=DEFAULT_PATHS, help="経路の一覧 / the ways in.")
@click.option("--at", metavar="DATE", help="この日の網羅 / on this date. [today]")
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def show_coverage(file: File, paths: File, at: str | None, *, as_json: bool) -> None:
    """手続き×経路×認証手段の表 / The matrix operation × way in × method; exit 1 where something is missing."""
    moment = _moment(at)
    checked, found = _readable(file, paths, moment)
    cells = coverage(policy=found, paths=checked.paths, at=moment)
    if as_json:
        click.echo(json.dumps([_plain(cell) for cell in cells], ensure_ascii=False))
    else:
        _draw(checked.paths, cells)
        _tell_old(old_clients(policy=found, paths=checked.paths, at=moment))
    if any(cell.coverage is Coverage.MISSING for cell in cells):
        raise click.exceptions.Exit(1)


@policy.command("schedule")
@click.argument("file", type=_FILE, default=DEFAULT_POLICY)
@click.option("--lang", "chosen", type=click.Choice(["ja", "en"]), help="言語 / language. [SEKISHO_LANG]")
@click.option("--firm", default="（社名） / (firm)", help="社名 / the firm's name.")
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def show_schedule(file: File, chosen: str | None, firm: str, *, as_json: bool) -> None:
    """公表する予定を表示 / Print the schedule that would be published."""
    now = _moment(None)
    _checked, found = _readable(file, DEFAULT_PATHS, now)
    said = chosen or language()
    body = schedule_of(policy=found, firm=Text(firm, firm), language=said, at=now)
    if as_json:
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    page = page_of(body)
    click.echo("\n".join([page.title, *page.lead]))
    for each in page.tables:
        table = Table(*each.head, title=each.title, caption=each.lead or None)
        for row in each.rows:
            table.add_row(*row)
        _console().print(table)
    click.echo("\n".join(page.foot))


@policy.command()
@click.option("--database", metavar="URL", help="データベース / database. [SEKISHO_DATABASE_URL]")
def verify(database: str | None) -> None:
    """公表した版と予定が書き換えられていないことを確かめる / Check that nothing published was changed; exit 1 if so."""
    with database_faults_told():
        prepare(url=database)
        faults = verify_policies()
    _tell(faults)
    click.echo(speak(Text(f"異常 {len(faults)}件", f"{len(faults)} faults")), err=True)
    if faults:
        raise click.exceptions.Exit(1)


def _readable(file: File, paths: File, at: int) -> tuple[Checked, Policy]:
    """Both files, or exit 1 with what is wrong in them."""
    checked = check_files(policy=file, paths=paths, at=at, ahead=False)
    broken = [fault for fault in checked.faults if fault.code != "path:method:missing"]
    if checked.policy is None or broken:
        _tell(broken)
        raise click.exceptions.Exit(1)
    return checked, checked.policy


def _moment(at: str | None) -> int:
    if at is None:
        return to_milliseconds(datetime.now(JST))
    try:
        return to_milliseconds(datetime.combine(date.fromisoformat(at), time(), JST))
    except ValueError as error:
        message = f"{at}: 2027-06-01 のように書いてください / write a date such as 2027-06-01"
        raise click.BadParameter(message, param_hint="--at") from error


def _draw(paths: Sequence[Path], cells: Sequence[Cell]) -> None:
    table = Table(speak(Text("手続き", "operation")), *(speak(path.label) for path in paths))
    known = {(cell.operation, cell.path): cell for cell in cells}
    for operation, line in OPERATIONS.items():
        row = [known.get((operation, path.code)) for path in paths]
        if any(row):
            table.add_row(speak(line.label), *("-" if cell is None else speak(MARKS[cell.coverage]) for cell in row))
    _console().print(table)


def _tell_old(paths: Sequence[Path]) -> None:
    for path in paths:
        end = from_milliseconds(path.until).date().isoformat() if path.until is not None else "-"
        advice = path.advice or Text("", "")
        japanese = f"{path.label.ja}: {end} に閉じます。{advice.ja}"
        click.echo(speak(Text(japanese, f"{path.label.en}: closes on {end}. {advice.en}")))


def _plain(cell: Cell) -> dict[str, object]:
    return {
        "path": cell.path,
        "operation": cell.operation.value,
        "coverage": cell.coverage.value,
        "methods": [factor.value for factor in cell.methods],
    }


def _tell(faults: Sequence[Fault]) -> None:
    for fault in faults:
        click.echo(fault.say(language()))


def _console() -> Console:
    return Console(width=None if Console().is_terminal else _WIDE)
