"""``sekisho notices``: check and lock the messages to customers, and take returned mail."""

import sys
from collections.abc import Sequence
from os import EX_TEMPFAIL
from pathlib import Path

import click
from django.db import DatabaseError

from sekisho.kernel.texts import Text
from sekisho.notices.operations.library import SHIPPED, write_lock
from sekisho.notices.operations.library import check as check_messages
from sekisho.notices.operations.reports import UnknownDeliveryError, take_bounce
from sekisho.notices.types.findings import Finding
from sekisho.project.language import language, speak
from sekisho.project.tables import prepare
from sekisho.web.operations.clock import now
from sekisho.web.operations.resources import safe

_UNFINISHED = 1
LARGEST = 1 << 20
"""Bytes of a returned mail that are read."""
_PLACE = click.Path(exists=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def notices() -> None:
    """お知らせの文面の検査・固定と、戻ったメールの受け取り / Check and lock messages; take returned mail."""


@notices.command()
@click.argument("path", type=_PLACE, required=False)
def lint(path: Path | None) -> None:
    """文面の誤りを file:line で示す / Say what no message may hold; exit 1 on any.

    リンク、電話番号、秘密を求める言葉、急がせる言葉、長すぎるSMSなどを断ります。PATHはフォルダーか一つのファイルです。
    Refuses links, numbers to call, questions for secrets, hurry, long SMS. PATH is a folder or one file.
    """
    place = _shown(path or SHIPPED)
    findings = check_messages(path=place)
    _tell(findings)
    count = len(list(place.glob("*.toml"))) if place.is_dir() else 1
    click.echo(
        speak(Text(f"文面{count}件、誤り{len(findings)}件", f"{count} messages, {len(findings)} findings")), err=True
    )
    _exit_on(findings)


@notices.command()
@click.argument("directory", type=_FOLDER, required=False)
def lock(directory: Path | None) -> None:
    """lock.json を書き直す / Write lock.json; refused where a changed message kept its version."""
    place = _shown(directory or SHIPPED)
    refused = write_lock(directory=place)
    _tell(refused)
    _exit_on(refused)
    click.echo(speak(Text(f"{place} を固定しました。", f"{place} is locked.")))


@notices.command()
@click.option("--journal", metavar="URL", help="記録 / journal. [SEKISHO_DATABASE_URL]")
def bounce(journal: str | None) -> None:
    """標準入力から戻ったメールを一通受け取る / Take one returned mail from standard input.

    メールサーバーのパイプ配送から呼びます。データベースに届かないときは75で終わり、サーバーは後で送り直します。
    Called by the mail server's pipe. Where the database is away it ends with 75, and the server comes again.
    """
    raw = sys.stdin.buffer.read(LARGEST)
    try:
        click.echo(speak(_taken(raw, journal)))
    except (DatabaseError, OSError) as error:
        click.echo(" ".join(str(error).split()), err=True)
        raise click.exceptions.Exit(EX_TEMPFAIL) from error


def _taken(raw: bytes, journal: str | None) -> Text:
    prepare(url=journal)
    try:
        state = take_bounce(raw=raw, safe=safe(), at=now())
    except UnknownDeliveryError:
        return Text("当社のお知らせではありません。", "This is about none of our notices.")
    if state is None:
        return Text("変わることはありません。", "Nothing changes.")
    return Text(f"記録しました: {state.value}", f"noted: {state.value}")


def _shown(place: Path) -> Path:
    """The place as it reads best from here."""
    here = Path.cwd()
    return place.relative_to(here) if place.is_relative_to(here) else place


def _tell(findings: Sequence[Finding]) -> None:
    for each in findings:
        click.echo(each.line(language=language()))


def _exit_on(findings: Sequence[Finding]) -> None:
    if findings:
        raise click.exceptions.Exit(_UNFINISHED)
