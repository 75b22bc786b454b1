from typing import Any

import pytest

from sekisho.authentication.types.attestation import AttestationProfile, Certification


@pytest.mark.parametrize(
    "demands",
    [{"mds_required": True}, {"allowed_aaguids": frozenset({"x"})}, {"min_certification": Certification.L1}],
)
def test_a_model_is_demanded_only_together_with_attestation(demands: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="attestation"):
        AttestationProfile(code="x", **demands)

    assert AttestationProfile(code="x", require_attestation=True, **demands)


def test_a_counter_stops_only_keys_that_cannot_be_copied() -> None:
    with pytest.raises(ValueError, match="copied"):
        AttestationProfile(code="x", counter_stops=True)

    assert AttestationProfile(code="x", counter_stops=True, allow_backup_eligible=False)


def test_certifications_rise() -> None:
    rising = ["REVOKED", "FIDO_CERTIFIED", "FIDO_CERTIFIED_L1", "FIDO_CERTIFIED_L2plus", "FIDO_CERTIFIED_L3plus"]

    levels = [Certification.of_status(status) for status in rising]

    assert levels == sorted(levels)
    assert levels[0] is Certification.NONE
