"""Trap 4: attestation without roots is no attestation, and self attestation proves no model."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509
from fido2 import cbor
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import MODEL, NO_MODEL, Authority, SoftAuthenticator, part
from tests.builders.ceremonies import AT, creation
from tests.builders.metadata import Alliance, model

from sekisho.authentication.rules.attestation.attesting import (
    FORMATS,
    chain_of,
    check_attestation,
    read_attestation,
)
from sekisho.authentication.rules.attestation.blobs import read_blob
from sekisho.authentication.types.attestation import (
    CUSTOMER,
    NO_TRUST,
    STAFF,
    AttestationProfile,
    Attested,
    Certification,
    Model,
    Trust,
)
from sekisho.authentication.types.refusals_webauthn import (
    CeremonyRefusedError,
    MalformedMessageError,
    Reason,
    WebauthnRefusedError,
)

AUTHORITY, ANOTHER = Authority("Maker"), Authority("Another")
BATCH = AUTHORITY.batch()
ALLIANCE = Alliance()
OTHER_MODEL = "11111111-2222-3333-4444-555555555555"
LISTED = AttestationProfile(code="listed", require_attestation=True, mds_required=True)


def key(**more: Any) -> SoftAuthenticator:
    return SoftAuthenticator(**{"form": "packed", "batch": BATCH, **more})


def trust(*models: dict[str, Any], anchors: tuple[bytes, ...] = ()) -> Trust:
    """What a firm believes that loaded a home-made metadata file."""
    return read_blob(ALLIANCE.blob(*models), root=ALLIANCE.root, at=AT, anchors=anchors)


KNOWN = trust(model(roots=[AUTHORITY.root]))


def attested(
    authenticator: SoftAuthenticator, profile: AttestationProfile = STAFF, believed: Trust = KNOWN, at: int = AT
) -> Attested:
    message = creation(authenticator)
    told = read_attestation(part(message, "attestationObject"))
    return check_attestation(told, client_data=part(message, "clientDataJSON"), profile=profile, trust=believed, at=at)


def refusal(*given: Any, **more: Any) -> Reason:
    with pytest.raises(CeremonyRefusedError) as refused:
        attested(*given, **more)
    return refused.value.reason


def test_a_key_whose_maker_the_metadata_knows_is_proven() -> None:
    assert attested(key(), LISTED) == Attested(proven=True, status="FIDO_CERTIFIED_L1", hardware=True, external=True)


def test_an_operators_own_anchor_proves_too_unless_the_metadata_is_demanded() -> None:
    own = Trust(anchors=(AUTHORITY.root,))

    assert attested(key(), STAFF, own) == Attested(proven=True, status="", hardware=True, external=True)
    assert refusal(key(), LISTED, own) is Reason.MODEL_UNKNOWN


def test_the_metadata_say_what_a_key_is() -> None:
    platform = trust(model(roots=[AUTHORITY.root], external=False))
    software = trust(model(roots=[AUTHORITY.root], hardware=False))

    assert not attested(key(), STAFF, platform).external
    assert not attested(key(), STAFF, software).hardware


def test_where_no_attestation_is_demanded_nothing_is_proven() -> None:
    for form in ("none", "self", "packed"):
        assert attested(key(form=form), CUSTOMER) == Attested()


def test_a_denied_model_that_says_so_is_refused_without_attestation_too() -> None:
    wary = AttestationProfile(code="wary", denied_aaguids=frozenset({MODEL}))

    assert refusal(key(form="none"), wary) is Reason.MODEL_DENIED


def test_trap_04_no_attestation_proves_nothing() -> None:
    assert refusal(key(form="none")) is Reason.ATTESTATION_MISSING


def test_trap_04_self_attestation_with_a_listed_model_proves_nothing() -> None:
    listed = AttestationProfile(code="x", require_attestation=True, allowed_aaguids=frozenset({MODEL}))

    assert refusal(key(form="self"), listed) is Reason.ATTESTATION_SELF
    assert refusal(key(form="self"), LISTED) is Reason.ATTESTATION_SELF


def test_trap_04_without_roots_nobody_is_believed() -> None:
    assert refusal(key(), STAFF, NO_TRUST) is Reason.ATTESTATION_UNTRUSTED


def test_trap_04_an_unrelated_root_is_not_believed() -> None:
    assert refusal(key(), STAFF, Trust(anchors=(ANOTHER.root,))) is Reason.ATTESTATION_UNTRUSTED
    assert refusal(key(), LISTED, trust(model(roots=[ANOTHER.root]))) is Reason.ATTESTATION_UNTRUSTED


def test_trap_04_the_root_of_one_model_vouches_for_no_other() -> None:
    """A key of another model, or one that only says it is that model."""
    two = trust(model(roots=[AUTHORITY.root]), model(OTHER_MODEL, roots=[ANOTHER.root]))

    assert refusal(key(aaguid=OTHER_MODEL, batch=AUTHORITY.batch(None)), LISTED, two) is Reason.ATTESTATION_UNTRUSTED


def test_trap_04_the_model_in_the_certificate_is_compared() -> None:
    two = trust(model(roots=[AUTHORITY.root]), model(OTHER_MODEL, roots=[AUTHORITY.root]))

    assert refusal(key(aaguid=OTHER_MODEL), LISTED, two) is Reason.ATTESTATION_INVALID


def test_a_certificate_that_names_no_model_suffices_where_its_root_vouches_for_one_only() -> None:
    nameless = key(batch=AUTHORITY.batch(None))
    two = trust(model(roots=[AUTHORITY.root]), model(OTHER_MODEL, roots=[AUTHORITY.root]))

    assert attested(nameless, LISTED).proven
    assert refusal(nameless, LISTED, two) is Reason.ATTESTATION_INVALID


def test_a_certificate_of_another_unit_is_no_attestation() -> None:
    assert refusal(key(batch=AUTHORITY.batch(unit="Sales"))) is Reason.ATTESTATION_INVALID


def test_an_expired_certificate_is_not_believed() -> None:
    assert refusal(key(), STAFF, at=AT + 11 * 365 * 86_400_000) is Reason.ATTESTATION_UNTRUSTED


def test_a_statement_over_other_client_data_does_not_hold() -> None:
    message = creation(key())
    told = read_attestation(part(message, "attestationObject"))

    with pytest.raises(CeremonyRefusedError) as refused:
        check_attestation(told, client_data=b"{}", profile=STAFF, trust=KNOWN, at=AT)

    assert refused.value.reason is Reason.ATTESTATION_INVALID


def test_a_revoked_model_is_refused() -> None:
    gone = trust(model(roots=[AUTHORITY.root], statuses=(("FIDO_CERTIFIED_L1", ""), ("REVOKED", "2026-01-01"))))

    assert refusal(key(), STAFF, gone) is Reason.MODEL_STATUS


def test_a_compromised_batch_is_refused_and_another_one_is_not() -> None:
    news = (("FIDO_CERTIFIED_L1", ""), ("ATTESTATION_KEY_COMPROMISE", "2026-01-01"))
    stolen = trust(model(roots=[AUTHORITY.root], statuses=news, compromised=BATCH.chain[0]))

    assert refusal(key(), STAFF, stolen) is Reason.MODEL_STATUS
    assert attested(key(batch=AUTHORITY.batch()), STAFF, stolen).proven


def test_a_certification_that_is_too_low_is_refused() -> None:
    high = AttestationProfile(code="x", require_attestation=True, min_certification=Certification.L3)

    assert refusal(key(), high) is Reason.MODEL_NOT_CERTIFIED


def test_trap_05_whatever_the_verifier_stumbles_over_is_a_refusal() -> None:
    """A packed statement with an empty list of certificates ends in self attestation; one without fields in nothing."""
    message = creation(key(form="self"))
    told = read_attestation(part(message, "attestationObject"))
    broken: list[dict[str, Any]] = [
        {}, {"alg": -7}, {"alg": -7, "sig": b"", "x5c": [b""]}, {"alg": -7, "sig": b"", "x5c": "x"},
        {"alg": "x", "sig": 1}, {"ecdaaKeyId": b""}, {"alg": -7, "sig": b"", "x5c": {}},
    ]  # fmt: skip

    for statement in broken:
        object_ = cbor.encode({"fmt": "packed", "attStmt": statement, "authData": told.authenticator_data})
        with pytest.raises(CeremonyRefusedError) as refused:
            check_attestation(
                read_attestation(object_), client_data=part(message, "clientDataJSON"), profile=LISTED, trust=KNOWN,
                at=AT,
            )  # fmt: skip
        assert refused.value.reason is Reason.ATTESTATION_INVALID


@pytest.mark.parametrize("form", ["fido-u2f", "android-safetynet", "android-key", "compound", "", "PACKED"])
def test_a_form_that_proves_no_verified_user_or_that_nobody_can_check_is_refused(form: str) -> None:
    message = creation(key(form="self"))
    told = read_attestation(part(message, "attestationObject"))
    object_ = cbor.encode({"fmt": form, "attStmt": {}, "authData": told.authenticator_data})

    assert form not in FORMATS
    with pytest.raises(CeremonyRefusedError) as refused:
        check_attestation(read_attestation(object_), client_data=b"", profile=STAFF, trust=KNOWN, at=AT)
    assert refused.value.reason is Reason.ATTESTATION_INVALID


@pytest.mark.parametrize("form", ["tpm", "apple"])
def test_statements_of_platforms_are_looked_at_too(form: str) -> None:
    message = creation(key(form="self"))
    told = read_attestation(part(message, "attestationObject"))
    statement = {"x5c": list(BATCH.chain)}
    object_ = cbor.encode({"fmt": form, "attStmt": statement, "authData": told.authenticator_data})

    with pytest.raises(CeremonyRefusedError) as refused:
        check_attestation(read_attestation(object_), client_data=b"", profile=STAFF, trust=KNOWN, at=AT)
    assert refused.value.reason is Reason.ATTESTATION_INVALID


def test_an_attestation_without_a_credential_is_malformed() -> None:
    message = creation(key())
    told = read_attestation(part(message, "attestationObject"))
    head = bytearray(told.authenticator_data[:37])
    head[32] &= ~0x40

    for object_ in (
        {"fmt": "none", "attStmt": {}, "authData": bytes(head)},
        {"fmt": 1, "attStmt": {}, "authData": told.authenticator_data},
    ):
        with pytest.raises(MalformedMessageError):
            read_attestation(cbor.encode(object_))


def test_stored_certificates_are_found_again() -> None:
    assert chain_of(part(creation(key()), "attestationObject")) == BATCH.chain
    assert chain_of(part(creation(key(form="none")), "attestationObject")) == ()
    assert chain_of(b"") == ()


@given(
    st.binary()
    | st.recursive(st.integers(-999, 999) | st.binary() | st.text(), st.lists, max_leaves=4).map(cbor.encode)
)
def test_no_bytes_bring_another_error(data: bytes) -> None:
    with suppress(WebauthnRefusedError):
        read_attestation(data)
    assert chain_of(data) == ()


@given(
    st.dictionaries(
        st.sampled_from(["alg", "sig", "x5c", "ecdaaKeyId", "ver", "pubArea", "certInfo"]),
        st.integers(-300, 3)
        | st.binary(max_size=8)
        | st.lists(st.binary(max_size=8), max_size=2)
        | st.text(max_size=3),
    ),
    st.sampled_from(sorted(FORMATS)),
)
def test_no_statement_brings_another_error_and_none_is_believed(statement: dict[str, Any], form: str) -> None:
    object_ = cbor.encode({"fmt": form, "attStmt": statement, "authData": _DATA})

    with pytest.raises(WebauthnRefusedError):
        check_attestation(read_attestation(object_), client_data=b"{}", profile=STAFF, trust=KNOWN, at=AT)


def test_a_model_is_trusted_by_its_own_certificate_too() -> None:
    pinned = Trust(models={MODEL: Model(aaguid=MODEL, roots=BATCH.chain)})

    assert attested(key(), LISTED, pinned).proven
    assert x509.load_der_x509_certificate(BATCH.chain[0])
    assert refusal(key(batch=AUTHORITY.batch()), LISTED, pinned) is Reason.ATTESTATION_UNTRUSTED


def test_the_zero_model_is_nobodys() -> None:
    zero = replace(key(), aaguid=NO_MODEL, batch=AUTHORITY.batch(None))

    assert refusal(zero, LISTED) is Reason.MODEL_UNKNOWN


_DATA = read_attestation(part(creation(key()), "attestationObject")).authenticator_data
