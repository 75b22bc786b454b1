"""Whom attestation is believed from, and which metadata files were loaded."""

from collections.abc import Sequence

from sekisho.authentication import models
from sekisho.authentication.rules.attestation.blobs import BlobRefusedError, read_blob
from sekisho.authentication.types.attestation import Trust
from sekisho.authentication.types.metadata import Loaded

__all__ = ["BlobRefusedError", "latest_number", "latest_trust", "loaded_metadata"]


def latest_trust(*, anchors: Sequence[bytes] = ()) -> Trust:
    """The latest metadata and the operator's own anchors. Reading a real file takes a second: keep the result.

    Args:
        anchors: certificates (DER) that the operator trusts for any model.

    Raises:
        BlobRefusedError: the stored file does not verify (any more).

    """
    row = models.Metadata.objects.order_by("-number").first()
    if row is None:
        return Trust(anchors=tuple(anchors))
    return read_blob(bytes(row.blob), root=bytes(row.root), at=row.loaded, anchors=tuple(anchors))


def latest_number() -> int:
    """The serial number of the latest metadata; 0 where there is none."""
    return models.Metadata.objects.order_by("-number").values_list("number", flat=True).first() or 0


def loaded_metadata() -> tuple[Loaded, ...]:
    """Every metadata file that was loaded, newest first."""
    rows = models.Metadata.objects.order_by("-number").defer("blob", "root")
    return tuple(_loaded(row) for row in rows)


def _loaded(row: models.Metadata) -> Loaded:
    return Loaded(
        number=row.number,
        next_update=row.next_update,
        sha256=row.sha256,
        models=row.listed,
        at=row.loaded,
        by=row.loaded_by,
    )
