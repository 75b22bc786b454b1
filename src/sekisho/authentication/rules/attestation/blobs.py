"""Read the FIDO metadata file (MDS3) that an operator gives, and believe it only from the FIDO Alliance."""

import json
from base64 import b64decode
from datetime import UTC, date

from cryptography import x509
from fido2.mds3 import MetadataBlobPayload, MetadataBlobPayloadEntry, parse_blob
from fido2.utils import websafe_decode

from sekisho.authentication.rules.attestation.chains import anchor_of
from sekisho.authentication.types.attestation import Model, StatusReport, Trust
from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.texts import Text

SIGNER = "mds.fidoalliance.org"
"""To whom the signing certificate must have been issued: its root signs for all the world."""
_HARDWARE = frozenset({"hardware", "tee", "secure_element"})


class BlobRefusedError(Exception):
    """The metadata file is not one, or not from the FIDO Alliance."""

    text = Text(
        "認証器の機種情報ファイルを確認できませんでした。FIDOアライアンスのサイトから取り直してください。",
        "The metadata file could not be verified. Please fetch it again from the FIDO Alliance.",
    )


def read_blob(blob: bytes, *, root: bytes, at: int, signer: str = SIGNER, anchors: tuple[bytes, ...] = ()) -> Trust:
    """Verify and read a metadata file.

    Args:
        blob: the file: a JWS with the certificates of its signer.
        root: the certificate (DER) to which they must lead.
        at: the moment, in milliseconds, for the certificates' dates.
        signer: the host name for which the signing certificate was made.
        anchors: certificates (DER) that the operator trusts besides.

    Raises:
        BlobRefusedError: it is not one, or not signed by them.

    """
    try:
        _check_signer(blob, root, at, signer)
        payload = parse_blob(blob, root)
        return _trust(payload, anchors)
    except Exception as error:  # a file from outside: whatever the readers stumble over
        raise BlobRefusedError(str(error)) from error


def _check_signer(blob: bytes, root: bytes, at: int, signer: str) -> None:
    """``parse_blob`` checks signatures only: neither dates nor authorities nor for whom the certificate was made."""
    header = json.loads(websafe_decode(blob.split(b".", 1)[0]))
    chain = [b64decode(each) for each in header["x5c"]]
    anchor_of(chain, anchors=(root,), moment=from_milliseconds(at).astimezone(UTC))
    leaf = x509.load_der_x509_certificate(chain[0])
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if signer not in names.get_values_for_type(x509.DNSName):
        raise BlobRefusedError(signer)


def _trust(payload: MetadataBlobPayload, anchors: tuple[bytes, ...]) -> Trust:
    models = [_model(entry) for entry in payload.entries if entry.aaguid]
    return Trust(
        models={model.aaguid: model for model in models},
        anchors=anchors,
        number=payload.no,
        next_update=payload.next_update.isoformat(),
    )


def _model(entry: MetadataBlobPayloadEntry) -> Model:
    statement = entry.metadata_statement
    reports = (
        StatusReport(
            status=str(report.status or ""),
            effective=_day(report.effective_date),
            certificate=report.batch_certificate or report.certificate or b"",
        )
        for report in entry.status_reports
    )
    if statement is None:
        return Model(aaguid=str(entry.aaguid), statuses=tuple(reports), hardware=False, external=False)
    return Model(
        aaguid=str(entry.aaguid),
        description=statement.description,
        statuses=tuple(reports),
        roots=tuple(statement.attestation_root_certificates),
        hardware=not _HARDWARE.isdisjoint(statement.key_protection),
        external="external" in statement.attachment_hint,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
