"""Load the FIDO metadata, and look again at every attested authenticator when it has changed."""

import hashlib
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from sekisho.authentication import models
from sekisho.authentication.operations.factors import subject_of
from sekisho.authentication.operations.noting import note
from sekisho.authentication.queries.authenticators import value_of
from sekisho.authentication.rules.attestation.attesting import chain_of
from sekisho.authentication.rules.attestation.blobs import read_blob
from sekisho.authentication.rules.attestation.standing import fault_of, status_of
from sekisho.authentication.types.attestation import (
    CUSTOMER,
    PROFILES,
    AttestationProfile,
    OnStatusChange,
    Trust,
)
from sekisho.authentication.types.authenticators import Authenticator
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.metadata import Recheck
from sekisho.kernel.texts import Text

_HAPPENED = {
    OnStatusChange.SUSPEND: "authentication:authenticator:suspended",
    OnStatusChange.LOWER: "authentication:authenticator:lowered",
    OnStatusChange.NOTIFY: "authentication:authenticator:status_changed",
}


class OldMetadataError(Exception):
    """A newer file, or this very one, was loaded already."""

    text = Text(
        "この機種情報は、取り込み済みのものと同じか、それより古いものです。最新のファイルを取り直してください。",
        "This metadata is not newer than what was loaded already. Please fetch the latest file.",
    )


@transaction.atomic
def load_metadata(*, blob: bytes, root: bytes, by: str, at: int, anchors: Sequence[bytes] = ()) -> Trust:
    """Verify a metadata file (MDS3) and keep it.

    Args:
        blob: the file, as the operator fetched it.
        root: the certificate (DER) that its signature must lead to.
        by: who loads it.
        at: in milliseconds.
        anchors: certificates (DER) that the operator trusts besides; they are part of the result and not kept.

    Raises:
        BlobRefusedError: it is no metadata file, or not signed by the FIDO Alliance.
        OldMetadataError: it is not newer than what there is.

    """
    trust = read_blob(blob, root=root, at=at, anchors=tuple(anchors))
    if models.Metadata.objects.filter(number__gte=trust.number).exists():
        raise OldMetadataError
    try:
        with transaction.atomic():
            models.Metadata.objects.create(
                number=trust.number, next_update=trust.next_update, sha256=hashlib.sha256(blob).hexdigest(),
                blob=blob, root=root, listed=len(trust.models), loaded=at, loaded_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise OldMetadataError from error
    note(
        "authentication:metadata:loaded", about="", at=at, number=trust.number, next_update=trust.next_update,
        models=len(trust.models), by=by,
    )  # fmt: skip
    return trust


def recheck_authenticators(
    *, trust: Trust, at: int, profiles: Mapping[str, AttestationProfile] = PROFILES
) -> tuple[Recheck, ...]:
    """Hold every attested authenticator that counts against the metadata of today, each in its own transaction.

    What its profile says happens where the metadata turned against its model: it is suspended, counts for less, or is
    only told of. It never comes back by itself when the metadata turns again: somebody resumes it.

    Args:
        trust: the metadata of today.
        at: in milliseconds.
        profiles: by code; where one is gone, people are told and nothing else happens.

    Returns:
        What was done.

    """
    rows = models.Authenticator.objects.filter(state="active", aaguid_proven=True).order_by("id")
    names = list(rows.values_list("pk", flat=True))
    found = (_recheck(models.Authenticator.objects.get(pk=name), trust, profiles, at) for name in names)
    return tuple(each for each in found if each is not None)


def _recheck(
    row: models.Authenticator, trust: Trust, profiles: Mapping[str, AttestationProfile], at: int
) -> Recheck | None:
    held = value_of(row)
    profile = profiles.get(row.attestation_profile, CUSTOMER)
    model = trust.models.get(row.aaguid)
    status = status_of(model, at=at)
    fault = fault_of(row.aaguid, model=model, profile=profile, chain=chain_of(bytes(row.attestation or b"")), at=at)
    done = profile.on_status_change if fault else OnStatusChange.NOTIFY
    if done is OnStatusChange.NOTIFY and status == row.mds_status:
        return None  # people know already
    news = Recheck(
        authenticator=held.id, principal=held.principal, status=status, reason=fault.value if fault else "", done=done
    )
    return news if apply_news(held, news, before=row.mds_status, at=at) else None


@transaction.atomic
def apply_news(held: Authenticator, news: Recheck, *, before: str, at: int) -> bool:
    """Do what the news asks for, unless the authenticator has changed since it was read.

    Args:
        held: it, as it was read.
        news: what there is about it.
        before: the status that was stored when it was read.
        at: in milliseconds.

    Returns:
        Whether it was done; of two runs at once, one does it.

    """
    changes: dict[str, object] = {"mds_status": news.status}
    if news.done is OnStatusChange.SUSPEND:
        changes["state"] = "suspended"
    if news.done is OnStatusChange.LOWER:
        changes |= {"factor": FactorCode.PASSKEY_BOUND.value, "aaguid_proven": False}
    unchanged = models.Authenticator.objects.filter(pk=held.id, state="active", aaguid_proven=True, mds_status=before)
    if not unchanged.update(**changes):
        return False
    note(
        _HAPPENED[news.done], about=subject_of(held.principal), at=at, principal=held.principal,
        authenticator=held.id, factor=held.factor.value, by="system", reason=news.reason, status=news.status,
        before=before,
    )  # fmt: skip
    return True
