"""What the FIDO metadata says of a model, held against what a profile demands of it."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from sekisho.authentication.types.attestation import AttestationProfile, Certification, Model, StatusReport
from sekisho.authentication.types.refusals_webauthn import Reason
from sekisho.kernel.moments import from_milliseconds


def fault_of(
    aaguid: str, *, model: Model | None, profile: AttestationProfile, chain: Sequence[bytes], at: int
) -> Reason | None:
    """Why the profile does not want this model; None where it does.

    Args:
        aaguid: the model.
        model: what the metadata says of it; None where it says nothing.
        profile: what is demanded.
        chain: the attestation's certificates (DER).
        at: the moment, in milliseconds: reports of days to come do not count yet.

    """
    if aaguid in profile.denied_aaguids:
        return Reason.MODEL_DENIED
    if profile.allowed_aaguids and aaguid not in profile.allowed_aaguids:
        return Reason.MODEL_NOT_ALLOWED
    if model is None:
        missing = profile.mds_required or profile.min_certification
        return Reason.MODEL_UNKNOWN if missing else None
    if any(_counts(report, profile, chain) for report in _in_effect(model, at)):
        return Reason.MODEL_STATUS
    if certification_of(model, at=at) < profile.min_certification:
        return Reason.MODEL_NOT_CERTIFIED
    return None


def status_of(model: Model | None, *, at: int) -> str:
    """The model's latest status; empty where the metadata says nothing."""
    latest = "" if model is None else next((report.status for report in reversed([*_in_effect(model, at)])), "")
    return latest[:64]


def certification_of(model: Model, *, at: int) -> Certification:
    """The highest certification that the model ever got."""
    levels = (Certification.of_status(report.status) for report in _in_effect(model, at))
    return max(levels, default=Certification.NONE)


def _counts(report: StatusReport, profile: AttestationProfile, chain: Sequence[bytes]) -> bool:
    """A denied status counts for good: an update on offer is not an update in the customer's key.

    A compromise of one attestation certificate concerns only keys whose chain holds it.
    """
    return report.status in profile.denied_statuses and (not report.certificate or report.certificate in chain)


def _in_effect(model: Model, at: int) -> Iterator[StatusReport]:
    today = from_milliseconds(at).astimezone(UTC).date().isoformat()
    return (report for report in model.statuses if report.effective <= today)
