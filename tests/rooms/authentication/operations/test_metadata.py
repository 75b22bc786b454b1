"""Stored keys are looked at again when the FIDO metadata changes."""

from dataclasses import replace
from typing import Any

import pytest
from tests.builders.authenticator import MODEL, Authority, SoftAuthenticator
from tests.builders.metadata import Alliance, model
from tests.builders.passkeys import AT, Browser, somebody, told

from sekisho.authentication.operations.authenticators import resume_authenticator
from sekisho.authentication.operations.metadata import (
    OldMetadataError,
    apply_news,
    load_metadata,
    recheck_authenticators,
)
from sekisho.authentication.queries.authenticators import authenticator_of
from sekisho.authentication.queries.metadata import latest_number, latest_trust, loaded_metadata
from sekisho.authentication.rules.attestation.blobs import BlobRefusedError
from sekisho.authentication.types.attestation import NO_TRUST, STAFF, AttestationProfile, OnStatusChange, Trust
from sekisho.authentication.types.authenticators import Authenticator, AuthenticatorState
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.metadata import Recheck

ALLIANCE, AUTHORITY = Alliance(), Authority()
REVOKED = (("FIDO_CERTIFIED_L1", "2024-01-01"), ("REVOKED", "2026-10-01"))


def blob(*statuses: tuple[str, str], number: int = 1, **more: Any) -> bytes:
    shown = {"statuses": statuses} if statuses else {}
    return ALLIANCE.blob(model(roots=[AUTHORITY.root], **shown, **more), number=number)


def load(file: bytes) -> Trust:
    return load_metadata(blob=file, root=ALLIANCE.root, by="staff:s1", at=AT)


def key(profile: AttestationProfile = STAFF) -> Authenticator:
    """A staff member's hardware key, proven under the first metadata."""
    trust = latest_trust() if latest_number() else load(blob())
    authenticator = SoftAuthenticator(form="packed", batch=AUTHORITY.batch(), transports=("usb",))
    return Browser(authenticator).register(somebody().ref, profile=profile, finishing={"trust": trust}).authenticator


def recheck(trust: Trust, profile: AttestationProfile = STAFF) -> tuple[Recheck, ...]:
    return recheck_authenticators(trust=trust, at=AT + 1, profiles={profile.code: profile})


def test_a_file_is_loaded_once_and_can_be_read_again(database: str) -> None:
    assert (latest_trust(anchors=(b"own",)), latest_number()) == (Trust(anchors=(b"own",)), 0)

    trust = load(blob(number=3))

    assert latest_trust() == trust
    assert (latest_number(), loaded_metadata()[0].models, loaded_metadata()[0].by) == (3, 1, "staff:s1")
    assert told("authentication:metadata:loaded")[0]["number"] == 3


@pytest.mark.parametrize("number", [2, 3])
def test_an_older_file_or_the_same_is_refused(database: str, number: int) -> None:
    load(blob(number=3))

    with pytest.raises(OldMetadataError) as refused:
        load(blob(number=number))

    assert "最新" in refused.value.text.ja
    assert load(blob(number=4)).number == 4


def test_the_same_file_under_a_newer_number_cannot_be(database: str) -> None:
    """A number that the constraint of the table refuses is refused as old, not as an accident."""
    with pytest.raises(OldMetadataError):
        load(blob(number=0))


def test_a_file_that_somebody_else_signed_is_refused(database: str) -> None:
    with pytest.raises(BlobRefusedError):
        load(Alliance().blob(model()))

    assert latest_number() == 0


def test_good_news_changes_nothing_but_what_is_shown(fresh_database: str) -> None:
    held = key()
    trust = load(blob(("FIDO_CERTIFIED_L1", "2024-01-01"), ("FIDO_CERTIFIED_L2", "2026-01-01"), number=2))

    done = recheck(trust)

    assert [(each.status, each.reason, each.done) for each in done] == [
        ("FIDO_CERTIFIED_L2", "", OnStatusChange.NOTIFY)
    ]
    now = authenticator_of(authenticator=held.id)
    assert now.credential is not None
    assert (now.state, now.factor, now.credential.mds_status) == (
        AuthenticatorState.ACTIVE,
        FactorCode.SECURITY_KEY,
        "FIDO_CERTIFIED_L2",
    )


def test_without_news_nothing_happens(fresh_database: str) -> None:
    key()

    assert recheck(load(blob(number=2))) == ()


def test_a_revoked_model_is_suspended_where_the_profile_says_so(fresh_database: str) -> None:
    held = key()
    trust = load(blob(*REVOKED, number=2))

    assert [each.done for each in recheck(trust)] == [OnStatusChange.SUSPEND]
    assert recheck(trust) == ()

    assert authenticator_of(authenticator=held.id).state is AuthenticatorState.SUSPENDED
    entry = told("authentication:authenticator:suspended")[0]
    assert (entry["reason"], entry["status"], entry["before"], entry["about"]) == (
        "model_status",
        "REVOKED",
        "FIDO_CERTIFIED_L1",
        "a1",
    )


def test_what_somebody_resumes_is_suspended_again_at_the_next_look(fresh_database: str) -> None:
    held = key()
    trust = load(blob(*REVOKED, number=2))
    recheck(trust)
    resume_authenticator(authenticator=held.id, by="staff:s1", reason="a mistake", at=AT)

    assert [each.done for each in recheck(trust)] == [OnStatusChange.SUSPEND]


def test_a_revoked_model_counts_for_less_where_the_profile_says_so(fresh_database: str) -> None:
    profile = replace(STAFF, on_status_change=OnStatusChange.LOWER)
    held = key(profile)
    trust = load(blob(*REVOKED, number=2))

    assert [each.done for each in recheck(trust, profile)] == [OnStatusChange.LOWER]
    assert recheck(trust, profile) == ()

    now = authenticator_of(authenticator=held.id)
    assert (now.state, now.factor, now.aaguid_proven) == (AuthenticatorState.ACTIVE, FactorCode.PASSKEY_BOUND, False)
    assert told("authentication:authenticator:lowered")[0]["authenticator"] == held.id


def test_a_revoked_model_is_told_of_once_where_the_profile_says_so(fresh_database: str) -> None:
    profile = replace(STAFF, on_status_change=OnStatusChange.NOTIFY)
    key(profile)
    trust = load(blob(*REVOKED, number=2))

    assert [(each.done, each.reason) for each in recheck(trust, profile)] == [(OnStatusChange.NOTIFY, "model_status")]
    assert recheck(trust, profile) == ()
    assert len(told("authentication:authenticator:status_changed")) == 1


def test_of_two_looks_at_once_one_acts(fresh_database: str) -> None:
    held = key()
    (news,) = recheck(load(blob(*REVOKED, number=2)))

    assert not apply_news(held, news, before="FIDO_CERTIFIED_L1", at=AT)
    assert len(told("authentication:authenticator:suspended")) == 1


def test_a_key_whose_profile_is_gone_is_told_of(fresh_database: str) -> None:
    key()

    done = recheck_authenticators(trust=load(blob(*REVOKED, number=2)), at=AT, profiles={})

    assert [each.done for each in done] == [OnStatusChange.NOTIFY]


def test_a_stolen_batch_is_found_by_the_certificates_that_were_stored(fresh_database: str) -> None:
    batches = [AUTHORITY.batch(), AUTHORITY.batch()]
    trust, owner = load(blob()), somebody()
    held = [
        Browser(SoftAuthenticator(form="packed", batch=batch))
        .register(owner.ref, profile=STAFF, finishing={"trust": trust})
        .authenticator
        for batch in batches
    ]
    news = (("FIDO_CERTIFIED_L1", "2024-01-01"), ("ATTESTATION_KEY_COMPROMISE", "2026-10-01"))
    stolen = load(blob(*news, number=2, compromised=batches[0].chain[0]))

    recheck(stolen)

    states = [authenticator_of(authenticator=each.id).state for each in held]
    assert states == [AuthenticatorState.SUSPENDED, AuthenticatorState.ACTIVE]


def test_a_model_that_vanished_from_the_metadata_is_suspended_where_it_must_be_known(fresh_database: str) -> None:
    profile = replace(STAFF, mds_required=True)
    held = key(profile)

    done = recheck(NO_TRUST, profile)

    assert [(each.authenticator, each.reason) for each in done] == [(held.id, "model_unknown")]


def test_passkeys_whose_make_was_never_proven_are_left_alone(fresh_database: str) -> None:
    Browser(SoftAuthenticator(aaguid=MODEL)).register(somebody().ref)

    assert recheck(load(blob(*REVOKED))) == ()
