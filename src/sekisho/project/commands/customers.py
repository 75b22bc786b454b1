"""``sekisho customers``: take customers in from a file."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import click

from sekisho.activity.operations.reading import Lines, rejects_path
from sekisho.activity.types.rejection import SpoiltLine
from sekisho.authentication.operations.principals import AlreadyRegisteredError
from sekisho.authentication.types.principals import Visit
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.reaching import database_faults_told
from sekisho.project.tables import prepare
from sekisho.project.tracking import tracked
from sekisho.web.operations.clock import now
from sekisho.web.operations.registering import AlreadyThereError, change, customer_in, register, registered
from sekisho.web.types.customers import WrongCustomerError, WrongField

REJECTED = 3
"""Exit status when something was rejected."""
_BY = "system"
_VISIT = Visit(channel=_BY)
_FILE = click.Path(dir_okay=False, path_type=Path)
_NO_JSON = WrongField(
    field="",
    text=Text("JSONのオブジェクトを、1行に1つ、UTF-8で書いてください。", "Write one JSON object a line, in UTF-8."),
)
_TAKEN = WrongField(
    field="login",
    text=Text("このログインIDは、ほかのお客さまのものです。", "Another customer has this login."),
)
_THERE = WrongField(
    field="contacts",
    text=Text(
        "登録済みのお客さまの連絡先とパスワードは、ファイルでは変えられません。その項目を省いてください。",
        "Contacts and passwords of registered customers are not changed from a file. Leave these fields out.",
    ),
)


@click.group()
def customers() -> None:
    """お客さまの登録 / Customers."""


@customers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--journal", metavar="URL", help="データベース / database. [SEKISHO_DATABASE_URL]")
@click.option("--rejected", type=_FILE, help="拒否した行の書き出し先 / Rejected lines. [FILE → *.rejected.ndjson]")
@click.pass_context
def take_in(context: click.Context, file: Path, journal: str | None, rejected: Path | None) -> None:
    """お客さまをファイルから登録し、または登録内容を新しくします / Register customers, or bring them up to date.

    1行に1つのJSONです: account、login、language、facts。新しいお客さまには contacts と password も書けます。
    同じファイルを何度取り込んでも、結果は同じです。拒否した行があれば終了コードは3です。
    One JSON object a line: account, login, language, facts, for new customers also contacts and password. The same
    file may be taken in again. Exit status 3 when lines were rejected.
    """
    with database_faults_told():
        prepare(url=journal)
        counts = _take_in(file, rejected or rejects_path(file))
    new, changed, refused = counts["new"], counts["known"], counts["rejected"]
    click.echo(
        speak(
            Text(
                f"登録{new:,}件、登録済み{changed:,}件、拒否{refused:,}件。",
                f"{new:,} registered, {changed:,} known already, {refused:,} rejected.",
            )
        ),
        err=True,
    )
    if refused:
        context.exit(REJECTED)


def _take_in(file: Path, rejected: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    secret = os.open(rejected, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it may hold passwords
    with Lines(file) as lines, os.fdopen(secret, "wb") as rejects:
        for number, line in tracked(lines, title=Text("登録", "Registering")):
            if not line.strip():
                continue
            try:
                counts[_one(line)] += 1
            except WrongCustomerError as error:
                counts["rejected"] += 1
                rejects.write(_kept(number, line, error))
    return counts


def _one(line: bytes) -> str:
    """Register or update one customer.

    Raises:
        WrongCustomerError: the line does not do.

    """
    customer = customer_in(_document(line))
    known = registered(customer.account) is not None
    try:
        if known:
            change(customer=customer, at=now())
        else:
            register(customer=customer, by=_BY, visit=_VISIT, at=now())
    except AlreadyRegisteredError as error:
        raise WrongCustomerError(_TAKEN) from error
    except AlreadyThereError as error:
        raise WrongCustomerError(_THERE) from error
    return "known" if known else "new"


def _document(line: bytes) -> dict[str, Any]:
    try:
        found = None if isinstance(line, SpoiltLine) else json.loads(line)
    except ValueError as error:
        raise WrongCustomerError(_NO_JSON) from error
    if not isinstance(found, dict):
        raise WrongCustomerError(_NO_JSON)
    return found


def _kept(number: int, line: bytes, error: WrongCustomerError) -> bytes:
    wrong = [{"field": each.field, "ja": each.text.ja, "en": each.text.en} for each in error.wrong]
    raw = bytes(line).decode(errors="backslashreplace")
    return json.dumps({"line": number, "wrong": wrong, "raw": raw}, ensure_ascii=False).encode() + b"\n"
