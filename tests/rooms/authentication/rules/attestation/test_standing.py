"""What a firm demands of a model, against what the metadata says of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import MODEL, NO_MODEL
from tests.builders.ceremonies import AT

from sekisho.authentication.rules.attestation.standing import certification_of, fault_of, status_of
from sekisho.authentication.types.attestation import (
    DENIED_STATUSES,
    KEY_COMPROMISE,
    AttestationProfile,
    Certification,
    Model,
    StatusReport,
)
from sekisho.authentication.types.refusals_webauthn import Reason

TODAY = "2026-11-01"
TOMORROW = "2026-11-02"


def model(*statuses: str, effective: str = "2025-01-01", certificate: bytes = b"") -> Model:
    reports = (StatusReport(status=each, effective=effective, certificate=certificate) for each in statuses)
    return Model(aaguid=MODEL, statuses=tuple(reports))


def fault(known: Model | None, *, chain: tuple[bytes, ...] = (), **profile: Any) -> Reason | None:
    wanted = AttestationProfile(code="x", require_attestation=True, **profile)
    return fault_of(MODEL, model=known, profile=wanted, chain=chain, at=AT)


def test_a_certified_model_is_welcome() -> None:
    assert fault(model("FIDO_CERTIFIED_L1"), mds_required=True, min_certification=Certification.L1) is None


def test_a_model_that_the_metadata_does_not_know_is_welcome_unless_it_must_be_known() -> None:
    assert fault(None) is None
    assert fault(None, mds_required=True) is Reason.MODEL_UNKNOWN
    assert fault(None, min_certification=Certification.CERTIFIED) is Reason.MODEL_UNKNOWN


def test_only_allowed_models_are_welcome_where_some_are_named() -> None:
    assert fault(None, allowed_aaguids=frozenset({MODEL})) is None
    assert fault(None, allowed_aaguids=frozenset({NO_MODEL})) is Reason.MODEL_NOT_ALLOWED


def test_a_denied_model_is_refused_even_if_it_is_allowed_too() -> None:
    both = frozenset({MODEL})

    assert fault(model("FIDO_CERTIFIED"), allowed_aaguids=both, denied_aaguids=both) is Reason.MODEL_DENIED


@pytest.mark.parametrize("status", sorted(DENIED_STATUSES))
def test_a_denied_status_refuses_whatever_followed(status: str) -> None:
    assert fault(model("FIDO_CERTIFIED_L2", status)) is Reason.MODEL_STATUS
    assert fault(model(status, "UPDATE_AVAILABLE", "FIDO_CERTIFIED_L2")) is Reason.MODEL_STATUS


def test_a_firm_says_which_statuses_it_denies() -> None:
    assert fault(model("REVOKED"), denied_statuses=frozenset()) is None
    assert fault(model("RETIRED"), denied_statuses=frozenset({"RETIRED"})) is Reason.MODEL_STATUS


def test_a_compromised_batch_concerns_only_keys_of_that_batch() -> None:
    known = model(KEY_COMPROMISE, certificate=b"batch")

    assert fault(known, chain=(b"another",)) is None
    assert fault(known, chain=(b"leaf", b"batch")) is Reason.MODEL_STATUS


def test_a_report_counts_from_its_day_on() -> None:
    assert fault(model("REVOKED", effective=TODAY)) is Reason.MODEL_STATUS
    assert fault(model("REVOKED", effective=TOMORROW)) is None
    assert fault(model("REVOKED", effective="")) is Reason.MODEL_STATUS


def test_too_low_a_certification_is_refused() -> None:
    assert fault(model("FIDO_CERTIFIED_L1"), min_certification=Certification.L2) is Reason.MODEL_NOT_CERTIFIED
    assert fault(model("NOT_FIDO_CERTIFIED"), min_certification=Certification.L1) is Reason.MODEL_NOT_CERTIFIED


def test_the_latest_status_is_shown() -> None:
    assert status_of(model("FIDO_CERTIFIED", "UPDATE_AVAILABLE"), at=AT) == "UPDATE_AVAILABLE"
    assert status_of(model("REVOKED", effective=TOMORROW), at=AT) == ""
    assert status_of(None, at=AT) == ""


@given(st.lists(st.sampled_from(["FIDO_CERTIFIED", "FIDO_CERTIFIED_L1", "FIDO_CERTIFIED_L3plus", "REVOKED", ""])))
def test_the_highest_certification_counts(statuses: list[str]) -> None:
    levels = [Certification.of_status(each) for each in statuses]

    assert certification_of(model(*statuses), at=AT) == max(levels, default=Certification.NONE)


@given(
    st.lists(st.sampled_from([*sorted(DENIED_STATUSES), "FIDO_CERTIFIED_L1", "UPDATE_AVAILABLE"])),
    st.sampled_from(sorted(DENIED_STATUSES)),
)
def test_bad_news_never_makes_a_model_welcome(statuses: list[str], news: str) -> None:
    before, after = fault(model(*statuses)), fault(model(*statuses, news))

    assert after is Reason.MODEL_STATUS
    assert before in {None, Reason.MODEL_STATUS}
