"""``sekisho verify-evidence``: checks a bundle of evidence offline."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from sekisho.authentication.operations.bundles import BadKeysError, inspect_bundle
from sekisho.authentication.types.evidence import FLAWS, Finding, Inspection
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.progress import bar

WRONG = 1
"""Exit status when something is wrong with the bundle, or it cannot be read."""
SHOWN = 50
"""Findings that are written out; the rest are counted."""
LONGEST_LINE = 16 << 20
"""Bytes of a line; a longer one is cut, and found to be unreadable."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TITLE, _UNIT = Text("証拠を検証中", "Verifying evidence"), Text("行", "lines")
_NO_KEYS = Text(
    "{path} は公開鍵の一覧（JWKS）ではありません。"
    "https://<当社のサイト>/oidc/jwks の内容を保存したファイルを指定してください。",
    "{path} is no list of public keys (JWKS). Give a file with what https://<the firm's site>/oidc/jwks answers.",
)
_OWN_KEYS = Text(
    "注意: 署名は、ファイルに入っている鍵で確かめました。"
    "作成者まで確かめるには、当社のサイトから別に入手した鍵を --jwks で指定してください。",
    "Note: signatures were checked with the keys inside the file. To see who made it, give keys obtained from the "
    "firm's site with --jwks.",
)


@click.command("verify-evidence")
@click.argument("file", type=_FILE)
@click.option("--jwks", type=_FILE, help="当社の公開鍵 / the firm's public keys (JWKS), obtained separately.")
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def verify_evidence(file: Path, jwks: Path | None, *, as_json: bool) -> None:
    """署名された手続きの証拠を確かめます / Check evidence of signed operations, offline.

    データベースも通信も使いません。誤りがあれば行と項目を示し、終了コードは1です。
    No database and no network. What is wrong is named by line and field; exit status 1 then.
    """
    try:
        found = _inspect(file, None if jwks is None else _keys(jwks))
    except BadKeysError as error:
        raise click.ClickException(speak(_NO_KEYS).format(path=jwks)) from error
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_document(found) if as_json else summary(found), err=not (found.whole or as_json))
    if not found.whole:
        click.get_current_context().exit(WRONG)


def summary(found: Inspection) -> str:
    """What was found, in the user's language."""
    counted = Text(
        f"{found.lines:,}行（承認{found.approvals:,}件、実行{found.executions:,}件、非開示{found.withheld:,}件、"
        f"署名済みの日{found.days:,}日）",
        f"{found.lines:,} lines ({found.approvals:,} approvals, {found.executions:,} executions, "
        f"{found.withheld:,} withheld, {found.days:,} sealed days)",
    )
    note = (f"\n{speak(_OWN_KEYS)}",) if found.own_keys else ()
    if found.whole:
        return "".join((speak(Text(f"正常です: {counted.ja}", f"The evidence is whole: {counted.en}")), *note))
    lines = [_told(finding) for finding in found.findings[:SHOWN]]
    rest = len(found.findings) - len(lines)
    if rest:
        lines.append(speak(Text(f"ほかに{rest:,}件", f"and {rest:,} more")))
    title = Text(
        f"証拠に誤りがあります。元のファイルを保全し、作成者に確かめてください。{counted.ja}",
        f"The evidence is not as it was made. Preserve the file and ask whoever gave it to you. {counted.en}",
    )
    return "".join(("\n".join((speak(title), *lines)), *note))


def _told(finding: Finding) -> str:
    where = Text(f"{finding.line}行目", f"line {finding.line}")
    field = f" {finding.field}" if finding.field else ""
    return f"  {speak(where)}{field}: {speak(FLAWS[finding.flaw])} ({finding.flaw.value})"


def _document(found: Inspection) -> str:
    return json.dumps(
        {
            "whole": found.whole,
            "lines": found.lines,
            "approvals": found.approvals,
            "executions": found.executions,
            "withheld": found.withheld,
            "days": found.days,
            "own_keys": found.own_keys,
            "findings": [{"line": each.line, "field": each.field, "flaw": each.flaw.value} for each in found.findings],
        }
    )


def _keys(path: Path) -> object:
    try:
        return json.loads(path.read_bytes()) or {}
    except ValueError as error:
        raise BadKeysError(str(error)) from error


def _inspect(file: Path, jwks: object) -> Inspection:
    with bar(_TITLE, _UNIT) as tell:
        return inspect_bundle(_lines(file, tell), jwks=jwks)


def _lines(file: Path, tell: Callable[[int, int, int], None]) -> Iterator[bytes]:
    whole, done, count = file.stat().st_size, 0, 0
    with file.open("rb") as source:
        while line := source.readline(LONGEST_LINE):
            done += len(line)
            count += 1
            tell(done, whole, count)
            yield line
