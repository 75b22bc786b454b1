"""Whole answers of a software authenticator: honest ones are accepted, wrong ones are refused with their reason."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import MODEL, Authority, SoftAuthenticator, part
from tests.builders.ceremonies import AT, HANDLE, PARTY, answered, bound, ceremony, creation, registered, verified

from sekisho.authentication.rules.webauthn.messages import read_registration
from sekisho.authentication.rules.webauthn.verification import factor_of, verify_registration
from sekisho.authentication.types.attestation import (
    ALGORITHMS,
    CUSTOMER_BOUND,
    NO_TRUST,
    STAFF,
    AttestationProfile,
    Attested,
    Trust,
)
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.refusals_webauthn import (
    CeremonyRefusedError,
    MalformedMessageError,
    Reason,
    WebauthnRefusedError,
)
from sekisho.authentication.types.webauthn import CeremonyKind, Signal

AUTHORITY = Authority()
STAFF_KEY = SoftAuthenticator(form="packed", batch=AUTHORITY.batch(), transports=("usb",), attachment="cross-platform")
OURS = Trust(anchors=(AUTHORITY.root,))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_an_honest_assertion_is_accepted(algorithm: int) -> None:
    authenticator = SoftAuthenticator(algorithm=algorithm)
    held = bound(authenticator)

    told = verified(authenticator, held)

    assert (told.counter, told.backed_up, told.signals) == (1, False, ())


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"origin": "https://evil.example"}, Reason.ORIGIN_NOT_LISTED),
        ({"cross_origin": True, "top_origin": "https://evil.example"}, Reason.EMBEDDED_ELSEWHERE),
        ({"cross_origin": True}, Reason.EMBEDDED_ELSEWHERE),
        ({"challenge": b"another challenge"}, Reason.CHALLENGE_MISMATCH),
        ({"type_of": "webauthn.create"}, Reason.WRONG_TYPE),
        ({"rp_id": "evil.example"}, Reason.WRONG_RP_ID),
        ({"present": False}, Reason.USER_NOT_PRESENT),
        ({"verified": False}, Reason.USER_NOT_VERIFIED),
        ({"backed_up": True}, Reason.BACKUP_FLAGS_INVALID),
        ({"backup_eligible": True}, Reason.BACKUP_ELIGIBILITY_CHANGED),
        ({"handle": b"x" * 32}, Reason.OWNER_MISMATCH),
    ],
)
def test_an_assertion_that_was_signed_and_is_wrong_is_refused(wrong: dict[str, Any], expected: Reason) -> None:
    authenticator = SoftAuthenticator()
    held = bound(authenticator)

    with pytest.raises(CeremonyRefusedError) as refused:
        verified(replace(authenticator, **wrong), held)

    assert refused.value.reason is expected


@pytest.mark.parametrize("where", ["client_data", "authenticator_data", "signature"])
def test_an_assertion_that_was_changed_after_signing_is_refused(where: str) -> None:
    authenticator = SoftAuthenticator()
    held = bound(authenticator)
    message = answered(authenticator)
    value: bytes = getattr(message, where)
    changed = {
        "client_data": value + b" ",
        "authenticator_data": value[:-1] + b"\x99",
        "signature": value[:-1] + b"\x01",
    }

    with pytest.raises(CeremonyRefusedError) as refused:
        verified(authenticator, held, message=replace(message, **{where: changed[where]}))

    assert refused.value.reason is Reason.SIGNATURE_INVALID


def test_bytes_behind_the_authenticator_data_are_refused() -> None:
    authenticator = SoftAuthenticator()
    held = bound(authenticator)
    message = answered(authenticator)

    with pytest.raises(CeremonyRefusedError):
        verified(authenticator, held, message=replace(message, authenticator_data=message.authenticator_data + b"\x00"))


def test_somebody_elses_key_signs_nothing() -> None:
    authenticator, other = SoftAuthenticator(), SoftAuthenticator()
    held = bound(authenticator)
    bound(other)

    with pytest.raises(CeremonyRefusedError) as refused:
        verified(other, held)

    assert refused.value.reason is Reason.SIGNATURE_INVALID


def test_a_stored_key_that_cannot_be_read_refuses() -> None:
    authenticator = SoftAuthenticator()
    held = bound(authenticator)
    assert held.credential is not None
    broken = replace(held, credential=replace(held.credential, public_key=b"\xa0"))

    with pytest.raises(CeremonyRefusedError) as refused:
        verified(authenticator, broken)

    assert refused.value.reason is Reason.SIGNATURE_INVALID


def test_trap_06_two_tabs_finished_in_the_other_order_are_both_accepted() -> None:
    authenticator = SoftAuthenticator()
    held = bound(authenticator)
    assert held.credential is not None
    first, second = answered(authenticator), answered(authenticator)

    assert verified(authenticator, held, message=second).signals == ()
    after = replace(held, credential=replace(held.credential, counter=2))
    assert verified(authenticator, after, message=first).signals == (Signal.COUNTER_REGRESS,)
    with pytest.raises(CeremonyRefusedError) as refused:
        verified(authenticator, after, message=first, counter_stops=True)
    assert refused.value.reason is Reason.COUNTER_REGRESSED


def test_a_synced_passkey_that_counts_nothing_is_no_signal() -> None:
    authenticator = SoftAuthenticator(backup_eligible=True, backed_up=True, counts=0)
    held = bound(authenticator)

    assert verified(authenticator, held).signals == ()
    assert verified(replace(authenticator, backed_up=False), held).signals == (Signal.BACKUP_LOST,)


def test_the_first_use_of_a_passkey_made_in_passing_is_told() -> None:
    authenticator = SoftAuthenticator()
    held = bound(authenticator)
    assert held.credential is not None
    made = replace(held, credential=replace(held.credential, auto_created=True))

    assert verified(authenticator, made).signals == (Signal.FIRST_USE_OF_AUTO_CREATED,)
    assert verified(authenticator, replace(made, last_used=AT)).signals == ()


def test_an_honest_registration_is_accepted_with_everything_that_it_told() -> None:
    new = registered(SoftAuthenticator(backup_eligible=True, backed_up=True))

    told = new.credential
    assert new.factor is FactorCode.PASSKEY_SYNCED
    assert (told.aaguid, told.aaguid_proven, told.attestation_format) == (MODEL, False, "none")
    assert (told.backup_eligible, told.backed_up, told.user_verified, told.auto_created) == (True, True, True, False)
    assert (told.rp_id, told.attestation_profile, told.transports) == ("localhost", "customer", ("hybrid", "internal"))


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"origin": "https://evil.example"}, Reason.ORIGIN_NOT_LISTED),
        ({"cross_origin": True, "top_origin": "https://evil.example"}, Reason.EMBEDDED_ELSEWHERE),
        ({"challenge": b"another challenge"}, Reason.CHALLENGE_MISMATCH),
        ({"type_of": "webauthn.get"}, Reason.WRONG_TYPE),
        ({"rp_id": "evil.example"}, Reason.WRONG_RP_ID),
        ({"present": False}, Reason.USER_NOT_PRESENT),
        ({"verified": False}, Reason.USER_NOT_VERIFIED),
        ({"backed_up": True}, Reason.BACKUP_FLAGS_INVALID),
    ],
)
def test_a_registration_that_is_wrong_is_refused(wrong: dict[str, Any], expected: Reason) -> None:
    with pytest.raises(CeremonyRefusedError) as refused:
        registered(SoftAuthenticator(**wrong))

    assert refused.value.reason is expected


def test_an_app_that_is_listed_may_register() -> None:
    origin = "android:apk-key-hash:" + "A" * 43

    assert registered(SoftAuthenticator(origin=origin), party=replace(PARTY, origins=(origin,)))


def test_a_profile_may_ask_for_passkeys_that_stay_on_their_device() -> None:
    assert registered(SoftAuthenticator(), profile=CUSTOMER_BOUND).factor is FactorCode.PASSKEY_BOUND

    with pytest.raises(CeremonyRefusedError) as refused:
        registered(SoftAuthenticator(backup_eligible=True), profile=CUSTOMER_BOUND)

    assert refused.value.reason is Reason.BACKUP_NOT_ALLOWED


def test_registering_in_passing_is_marked() -> None:
    new = registered(SoftAuthenticator(present=False, verified=False), conditional=True)

    assert (new.credential.auto_created, new.credential.user_verified) == (True, False)


def test_a_registration_under_another_name_than_it_carries_is_malformed() -> None:
    one, other = creation(SoftAuthenticator()), creation(SoftAuthenticator())
    message = replace(read_registration(one), attestation_object=part(other, "attestationObject"))

    with pytest.raises(MalformedMessageError):
        verify_registration(message, ceremony=ceremony(CeremonyKind.REGISTRATION), party=PARTY, trust=NO_TRUST, at=AT)


def test_a_statement_that_does_not_hold_is_refused_even_where_none_is_demanded() -> None:
    authenticator = SoftAuthenticator(form="self", challenge=None)
    message = read_registration(creation(authenticator))
    changed = message.client_data.replace(b'"crossOrigin": false', b'"crossOrigin":  false')

    with pytest.raises(CeremonyRefusedError) as refused:
        verify_registration(
            replace(message, client_data=changed), ceremony=ceremony(CeremonyKind.REGISTRATION), party=PARTY,
            trust=NO_TRUST, at=AT,
        )  # fmt: skip

    assert refused.value.reason is Reason.ATTESTATION_INVALID


def test_a_hardware_key_of_a_proven_make_counts_as_one() -> None:
    new = registered(STAFF_KEY, profile=STAFF, trust=OURS)

    assert new.factor is FactorCode.SECURITY_KEY
    assert new.credential.aaguid_proven


@pytest.mark.parametrize(
    ("eligible", "attested", "factor"),
    [
        (True, Attested(proven=True, hardware=True, external=True), FactorCode.PASSKEY_SYNCED),
        (False, Attested(), FactorCode.PASSKEY_BOUND),
        (False, Attested(proven=True, hardware=False, external=True), FactorCode.PASSKEY_BOUND),
        (False, Attested(proven=True, hardware=True, external=False), FactorCode.PASSKEY_BOUND),
        (False, Attested(proven=True, hardware=True, external=True), FactorCode.SECURITY_KEY),
    ],
)
def test_only_what_is_proven_counts_as_a_hardware_key(
    eligible: bool,  # noqa: FBT001
    attested: Attested,
    factor: FactorCode,
) -> None:
    assert factor_of(backup_eligible=eligible, attested=attested) is factor


@given(st.data())
def test_no_bytes_of_a_registration_bring_another_error(data: st.DataObject) -> None:
    """Every byte of the attestation object and of the client data may be anything."""
    message = read_registration(_CREATED)
    where = data.draw(st.sampled_from(["attestation_object", "client_data", "credential_id"]))
    changed = data.draw(st.binary(max_size=200) | _flipped(getattr(message, where)))

    with suppress(WebauthnRefusedError):
        verify_registration(
            replace(message, **{where: changed}), ceremony=ceremony(CeremonyKind.REGISTRATION, profile=_ANY),
            party=PARTY, trust=OURS, at=AT,
        )  # fmt: skip


@given(st.data())
def test_no_bytes_of_an_assertion_bring_another_error_and_none_but_the_signed_are_accepted(data: st.DataObject) -> None:
    where = data.draw(st.sampled_from(["client_data", "authenticator_data", "signature"]))
    before: bytes = getattr(_SIGNED, where)
    changed = data.draw(st.binary(max_size=200) | _flipped(before))
    if changed != before:
        with pytest.raises(WebauthnRefusedError):
            verified(_AUTHENTICATOR, _HELD, message=replace(_SIGNED, **{where: changed}))


@given(st.binary(max_size=40))
def test_no_user_handle_but_the_owners_is_accepted(handle: bytes) -> None:
    if handle != HANDLE:
        with pytest.raises(CeremonyRefusedError):
            verified(_AUTHENTICATOR, _HELD, message=replace(_SIGNED, user_handle=handle))


def _flipped(whole: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with one changed, removed or added."""
    place = st.integers(0, len(whole) - 1)
    return st.one_of(
        st.builds(lambda at, new: whole[:at] + bytes([new]) + whole[at + 1 :], place, st.integers(0, 255)),
        st.builds(lambda at: whole[:at] + whole[at + 1 :], place),
        st.builds(lambda at, new: whole[:at] + new + whole[at:], place, st.binary(min_size=1, max_size=4)),
    )


_ANY = AttestationProfile(code="any", require_attestation=True)
_CREATED = creation(replace(STAFF_KEY, passkeys=[]))
_AUTHENTICATOR = SoftAuthenticator()
_HELD = bound(_AUTHENTICATOR)
_SIGNED = answered(_AUTHENTICATOR)
