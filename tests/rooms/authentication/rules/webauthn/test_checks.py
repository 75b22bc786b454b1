"""The checks that the ceremonies' library leaves to others, one by one."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import ORIGIN, SoftAuthenticator
from tests.builders.ceremonies import AT, CHALLENGE, HANDLE, OWNER, PARTY, bound, ceremony

from sekisho.authentication.rules.webauthn.checks import (
    check_authenticator,
    check_authenticator_data,
    check_backup,
    check_challenge,
    check_counter,
    check_embedding,
    check_open,
    check_origin,
    check_owner,
)
from sekisho.authentication.rules.webauthn.messages import AuthenticatorData, ClientData
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.attestation import CUSTOMER, CUSTOMER_BOUND
from sekisho.authentication.types.authenticators import AuthenticatorState, Credential
from sekisho.authentication.types.ceremonies import CeremonyState
from sekisho.authentication.types.refusals_webauthn import CeremonyGoneError, CeremonyRefusedError, Reason
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose, RelyingParty, Signal

APK = "android:apk-key-hash:" + "A" * 43


def client(**more: Any) -> ClientData:
    values: dict[str, Any] = {
        "type": "webauthn.get",
        "challenge": CHALLENGE,
        "origin": ORIGIN,
        "cross_origin": False,
        "top_origin": None,
    }
    return ClientData(**{**values, **more})


def data(**more: Any) -> AuthenticatorData:
    values: dict[str, Any] = {
        "rp_id_hash": hashlib.sha256(b"localhost").digest(),
        "user_present": True,
        "user_verified": True,
        "backup_eligible": False,
        "backed_up": False,
        "counter": 1,
    }
    return AuthenticatorData(**{**values, **more})


def stored(**more: Any) -> Credential:
    return Credential(credential_id=b"i" * 32, public_key=b"", algorithm=-7, rp_id="localhost", aaguid="", **more)


def reason(error: pytest.ExceptionInfo[Any]) -> Reason:
    found = error.value.reason
    assert isinstance(found, Reason)
    return found


def test_an_open_ceremony_of_this_session_may_be_finished() -> None:
    check_open(ceremony(), kind=CeremonyKind.ASSERTION, session="se_1", at=AT)


@pytest.mark.parametrize(
    ("more", "session", "at", "expected"),
    [
        ({"kind": CeremonyKind.REGISTRATION}, "se_1", AT, Reason.CEREMONY_UNKNOWN),
        ({}, "se_2", AT, Reason.CEREMONY_OF_ANOTHER_SESSION),
        ({"state": CeremonyState.CLAIMED}, "se_1", AT, Reason.CEREMONY_USED),
        ({"state": CeremonyState.REFUSED}, "se_1", AT, Reason.CEREMONY_USED),
        ({"state": CeremonyState.ACCEPTED}, "se_1", AT, Reason.CEREMONY_USED),
        ({}, "se_1", AT + 300_000, Reason.CEREMONY_EXPIRED),
    ],
)
def test_a_ceremony_is_finished_once_in_time_by_its_own_session(
    more: dict[str, Any], session: str, at: int, expected: Reason
) -> None:
    with pytest.raises(CeremonyGoneError) as refused:
        check_open(ceremony(**more), kind=CeremonyKind.ASSERTION, session=session, at=at)

    assert reason(refused) is expected


def test_an_answer_to_another_question_is_refused() -> None:
    with pytest.raises(CeremonyRefusedError) as of_registration:
        check_challenge(client(type="webauthn.create"), ceremony())
    with pytest.raises(CeremonyRefusedError) as of_another:
        check_challenge(client(challenge=b"d" * 32), ceremony())

    assert (reason(of_registration), reason(of_another)) == (Reason.WRONG_TYPE, Reason.CHALLENGE_MISMATCH)


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost",
        "http://localhost:8001",
        "https://localhost:8000",
        "http://evil.localhost:8000",
        "http://localhost:8000.evil.example",
        "http://localhost:8000/",
        "HTTP://LOCALHOST:8000",
        "http://127.0.0.1:8000",
        "android:apk-key-hash:" + "B" * 43,
        "ios:bundle-id:example",
        "null",
        "",
    ],
)
def test_trap_02_an_origin_is_on_the_list_letter_by_letter(origin: str) -> None:
    party = replace(PARTY, origins=(ORIGIN, APK))
    check_origin(client(origin=ORIGIN), party)
    check_origin(client(origin=APK), party)

    with pytest.raises(CeremonyRefusedError) as refused:
        check_origin(client(origin=origin), party)

    assert reason(refused) is Reason.ORIGIN_NOT_LISTED


@given(st.text())
def test_trap_02_no_other_text_is_ever_taken_for_a_listed_origin(origin: str) -> None:
    if origin != ORIGIN:
        with pytest.raises(CeremonyRefusedError):
            check_origin(client(origin=origin), PARTY)


@pytest.mark.parametrize(
    ("cross", "top"),
    [(True, None), (True, "https://evil.example"), (False, "https://partner.example"), (False, "https://evil.example")],
)
def test_trap_03_a_page_in_somebody_elses_frame_is_refused(cross: bool, top: str | None) -> None:  # noqa: FBT001
    party = replace(PARTY, embedding=("https://partner.example",))

    with pytest.raises(CeremonyRefusedError) as refused:
        check_embedding(client(cross_origin=cross, top_origin=top), party)

    assert reason(refused) is Reason.EMBEDDED_ELSEWHERE


def test_trap_03_only_a_site_that_the_firm_named_may_frame_our_page() -> None:
    party = replace(PARTY, embedding=("https://partner.example",))
    check_embedding(client(cross_origin=True, top_origin="https://partner.example"), party)
    check_embedding(client(), PARTY)

    with pytest.raises(CeremonyRefusedError):
        check_embedding(client(cross_origin=True, top_origin="https://partner.example"), PARTY)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"rp_id_hash": hashlib.sha256(b"evil.example").digest()}, Reason.WRONG_RP_ID),
        ({"user_present": False}, Reason.USER_NOT_PRESENT),
        ({"user_verified": False}, Reason.USER_NOT_VERIFIED),
    ],
)
def test_trap_09_presence_and_verification_are_checked_here_whatever_the_browser_was_asked(
    more: dict[str, Any], expected: Reason
) -> None:
    check_authenticator_data(data(), rp_id="localhost")

    with pytest.raises(CeremonyRefusedError) as refused:
        check_authenticator_data(data(**more), rp_id="localhost")

    assert reason(refused) is expected


def test_what_is_registered_in_passing_comes_without_presence_and_verification() -> None:
    check_authenticator_data(data(user_present=False, user_verified=False), rp_id="localhost", conditional=True)

    with pytest.raises(CeremonyRefusedError):
        check_authenticator_data(data(rp_id_hash=b""), rp_id="localhost", conditional=True)


@pytest.mark.parametrize(
    ("told", "principal"), [(HANDLE, OWNER), (None, OWNER), (HANDLE, "")], ids=["both", "known before", "found by it"]
)
def test_trap_10_the_user_handle_is_the_owners(told: bytes | None, principal: str) -> None:
    check_owner(told, handle=HANDLE, owner=OWNER, ceremony=ceremony(principal=principal))


@pytest.mark.parametrize(
    ("told", "principal"),
    [(b"x" * 32, OWNER), (b"", OWNER), (None, ""), (b"x" * 32, ""), (HANDLE, "customer:a2"), (None, "customer:a2")],
)
def test_trap_10_another_handle_or_owner_is_refused(told: bytes | None, principal: str) -> None:
    with pytest.raises(CeremonyRefusedError) as refused:
        check_owner(told, handle=HANDLE, owner=OWNER, ceremony=ceremony(principal=principal))

    assert reason(refused) is Reason.OWNER_MISMATCH


def test_trap_15_backed_up_without_being_eligible_is_no_state_of_a_key() -> None:
    with pytest.raises(CeremonyRefusedError) as refused:
        check_backup(data(backed_up=True))

    assert reason(refused) is Reason.BACKUP_FLAGS_INVALID


@pytest.mark.parametrize("eligible", [True, False])
def test_trap_15_eligibility_for_backup_never_changes(eligible: bool) -> None:  # noqa: FBT001
    with pytest.raises(CeremonyRefusedError) as refused:
        check_backup(data(backup_eligible=eligible), stored=stored(backup_eligible=not eligible))

    assert reason(refused) is Reason.BACKUP_ELIGIBILITY_CHANGED


@pytest.mark.parametrize(
    ("before", "now", "signals"),
    [
        (False, False, ()),
        (True, True, ()),
        (False, True, (Signal.BACKUP_GAINED,)),
        (True, False, (Signal.BACKUP_LOST,)),
    ],
)
def test_trap_15_the_state_of_a_backup_may_change_and_people_are_told(
    before: bool,  # noqa: FBT001
    now: bool,  # noqa: FBT001
    signals: tuple[Signal, ...],
) -> None:
    credential = stored(backup_eligible=True, backed_up=before)

    assert check_backup(data(backup_eligible=True, backed_up=now), stored=credential) == signals


def test_a_profile_may_refuse_passkeys_that_leave_their_device() -> None:
    assert check_backup(data(backup_eligible=True), profile=CUSTOMER) == ()
    assert check_backup(data(), profile=CUSTOMER_BOUND) == ()

    with pytest.raises(CeremonyRefusedError) as refused:
        check_backup(data(backup_eligible=True), profile=CUSTOMER_BOUND)

    assert reason(refused) is Reason.BACKUP_NOT_ALLOWED


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_trap_06_a_counter_that_did_not_rise_is_a_signal_and_stops_only_by_profile(told: int, before: int) -> None:
    rose = told > before or told == before == 0

    assert check_counter(told, stored=before, stops=False) == (() if rose else (Signal.COUNTER_REGRESS,))
    if rose:
        assert check_counter(told, stored=before, stops=True) == ()
    else:
        with pytest.raises(CeremonyRefusedError) as refused:
            check_counter(told, stored=before, stops=True)
        assert reason(refused) is Reason.COUNTER_REGRESSED


@pytest.mark.parametrize(
    ("held", "wanted", "expected"),
    [
        ({"state": AuthenticatorState.SUSPENDED}, {}, Reason.AUTHENTICATOR_SUSPENDED),
        ({"state": AuthenticatorState.REVOKED}, {}, Reason.AUTHENTICATOR_ENDED),
        ({"state": AuthenticatorState.REPLACED}, {}, Reason.AUTHENTICATOR_ENDED),
        ({}, {"asked": frozenset({"au_2"})}, Reason.CREDENTIAL_NOT_ASKED),
        ({}, {"acr": Acr.PHRH}, Reason.AUTHENTICATOR_TOO_WEAK),
    ],
)
def test_an_authenticator_that_does_not_count_here_is_refused(
    held: dict[str, Any], wanted: dict[str, Any], expected: Reason
) -> None:
    authenticator = bound(SoftAuthenticator())
    check_authenticator(authenticator, ceremony(asked=frozenset({"au_1"})))

    with pytest.raises(CeremonyRefusedError) as refused:
        check_authenticator(replace(authenticator, **held), ceremony(**wanted))

    assert reason(refused) is expected


def test_a_passkey_made_in_passing_approves_nothing_before_somebody_used_it() -> None:
    made = bound(SoftAuthenticator())
    assert made.credential is not None
    made = replace(made, credential=replace(made.credential, auto_created=True))
    check_authenticator(made, ceremony())
    check_authenticator(replace(made, last_used=AT), ceremony(purpose=Purpose.APPROVE))

    with pytest.raises(CeremonyRefusedError) as refused:
        check_authenticator(made, ceremony(purpose=Purpose.APPROVE))

    assert reason(refused) is Reason.AUTHENTICATOR_UNCONFIRMED


def test_trap_01_the_relying_party_is_a_setting_with_its_own_origins() -> None:
    """``localhost`` is a relying party; an address is not taken for it because it leads to the same machine."""
    party = RelyingParty(rp_id="localhost", name="x", origins=("http://localhost:8000",))

    with pytest.raises(CeremonyRefusedError):
        check_origin(client(origin="http://127.0.0.1:8000"), party)
    with pytest.raises(CeremonyRefusedError):
        check_origin(client(origin="http://app.localhost:8000"), party)
