import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import MODEL

from sekisho.authentication.rules.attestation.profiles import BadProfileError, from_plain, read_profiles, to_plain
from sekisho.authentication.types.attestation import (
    ALGORITHMS,
    CUSTOMER,
    ML_DSA,
    PROFILES,
    STAFF,
    AttestationProfile,
    Certification,
    OnStatusChange,
)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_a_profile_that_ships_survives_being_written_down(profile: AttestationProfile) -> None:
    assert from_plain(profile.code, to_plain(profile)) == profile


@given(
    st.builds(
        AttestationProfile,
        code=st.just("x"),
        require_attestation=st.just(True),  # noqa: FBT003
        mds_required=st.booleans(),
        allowed_aaguids=st.frozensets(st.uuids().map(str), max_size=3),
        denied_aaguids=st.frozensets(st.uuids().map(str), max_size=3),
        allow_backup_eligible=st.booleans(),
        min_certification=st.sampled_from(Certification),
        denied_statuses=st.frozensets(st.text(max_size=5), max_size=3),
        algorithms=st.lists(st.sampled_from([*ALGORITHMS, *ML_DSA])).map(tuple),
        on_status_change=st.sampled_from(OnStatusChange),
        hints=st.lists(st.sampled_from(["client-device", "hybrid"])).map(tuple),
    )
)
def test_every_profile_survives_being_written_down(profile: AttestationProfile) -> None:
    assert from_plain("x", to_plain(profile)) == profile


def test_a_firm_changes_a_profile_and_adds_one() -> None:
    read = read_profiles(
        """
        [staff]
        require_attestation = true
        mds_required = true
        allow_backup_eligible = false
        min_certification = "L2"
        on_status_change = "suspend"

        [branch]
        require_attestation = true
        allowed_aaguids = ["01020304-0506-0708-0102-030405060708"]
        """
    )

    assert read["customer"] is CUSTOMER
    assert read["staff"] != STAFF
    assert read["staff"].min_certification is Certification.L2
    assert read["branch"].allowed_aaguids == {MODEL}


@pytest.mark.parametrize(
    "toml",
    [
        "[x",
        "x = 1",
        "[x]\nunknown = 1",
        '[x]\nrequire_attestation = "yes"',
        "[x]\nrequire_attestation = true\nallowed_aaguids = 1",
        '[x]\nrequire_attestation = true\nallowed_aaguids = ["no"]',
        "[x]\ndenied_aaguids = [1]",
        '[x]\nmin_certification = "L9"',
        "[x]\nalgorithms = [-65535]",
        "[x]\nalgorithms = [{}]",
        "[x]\ndenied_statuses = true",
        '[x]\non_status_change = "cheer"',
        '[x]\nhints = ["pigeon"]',
        "[x]\nmds_required = true",
        "[x]\ncounter_stops = true",
    ],
)
def test_a_mistake_in_a_profile_is_named(toml: str) -> None:
    with pytest.raises(BadProfileError) as refused:
        read_profiles(toml)

    assert "「" in refused.value.text.ja
    assert str(refused.value)
