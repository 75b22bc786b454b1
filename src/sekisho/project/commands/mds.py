"""``sekisho mds``: which models of security keys are believed, by the FIDO Alliance's metadata."""

from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sekisho.authentication.operations.metadata import OldMetadataError, load_metadata, recheck_authenticators
from sekisho.authentication.queries.metadata import BlobRefusedError, loaded_metadata
from sekisho.kernel.moments import JST, from_milliseconds
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.reaching import database_faults_told
from sekisho.project.tables import prepare
from sekisho.web.operations.clock import now

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OPERATOR = "operator"
"""Who loads it, in the journal: whoever has the command line."""
_NO_CERTIFICATE = Text(
    "{path} は証明書（PEMまたはDER）ではありません。FIDOアライアンスの案内にあるルート証明書を指定してください。",
    "{path} is no certificate (PEM or DER). Give the root certificate that the FIDO Alliance names.",
)
_NONE = Text(
    "まだ取り込まれていません。`sekisho mds load` で取り込んでください。",
    "Nothing was loaded yet. Load a file with `sekisho mds load`.",
)


@click.group()
def mds() -> None:
    """認証器の機種情報（FIDO MDS）の取り込みと一覧 / Load and show the FIDO metadata of authenticators."""


@mds.command()
@click.argument("file", type=_FILE)
@click.option("--root", type=_FILE, required=True, help="署名のルート証明書 / the root certificate of its signature.")
def load(file: Path, root: Path) -> None:
    """機種情報を確かめて取り込み、登録済みの鍵を調べ直す / Verify and load a file; look again at every attested key.

    署名がルート証明書につながらないもの、取り込み済みのものより新しくないものは断ります。
    Refuses what is not signed under the root certificate, and what is not newer than what was loaded.
    """
    anchor = _certificate(root)
    with database_faults_told():
        prepare()
    at = now()
    try:
        trust = load_metadata(blob=file.read_bytes(), root=anchor, by=OPERATOR, at=at)
    except (BlobRefusedError, OldMetadataError) as error:
        message = f"{file}: {speak(error.text)}"
        raise click.ClickException(message) from error
    done = recheck_authenticators(trust=trust, at=at)
    click.echo(
        speak(
            Text(
                f"第{trust.number}号を取り込みました（{len(trust.models)}機種、次の更新 {trust.next_update}）。"
                f"調べ直して変わった鍵: {len(done)}個",
                f"Number {trust.number} is loaded ({len(trust.models)} models, next update {trust.next_update}). "
                f"Keys with news about their model: {len(done)}",
            )
        )
    )
    for each in done:
        click.echo(f"{each.principal} {each.authenticator}: {each.done.value} {each.reason or each.status}".rstrip())


@mds.command("list")
def show() -> None:
    """取り込んだ機種情報の一覧 / Which files were loaded, newest first."""
    with database_faults_told():
        prepare()
    found = loaded_metadata()
    if not found:
        click.echo(speak(_NONE))
    for each in found:
        loaded = from_milliseconds(each.at).astimezone(JST).strftime("%Y-%m-%d %H:%M JST")
        told = Text(
            f"第{each.number}号 {each.models}機種 次の更新 {each.next_update} 取り込み {loaded}",
            f"number {each.number}, {each.models} models, next update {each.next_update}, loaded {loaded}",
        )
        click.echo(f"{speak(told)} {each.sha256}")


def _certificate(path: Path) -> bytes:
    """The certificate (DER) in a file."""
    data = path.read_bytes()
    read = x509.load_pem_x509_certificate if data.lstrip().startswith(b"-----") else x509.load_der_x509_certificate
    try:
        return read(data).public_bytes(Encoding.DER)
    except ValueError as error:
        raise click.ClickException(speak(_NO_CERTIFICATE).format(path=path)) from error
