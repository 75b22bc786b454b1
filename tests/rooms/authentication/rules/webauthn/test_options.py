import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import SoftAuthenticator, b64
from tests.builders.ceremonies import CHALLENGE, HANDLE, PARTY, bound

from sekisho.authentication.rules.webauthn.options import (
    creation_options,
    decoys,
    descriptors,
    masked,
    request_options,
)
from sekisho.authentication.types.attestation import CUSTOMER, STAFF, AttestationProfile


def created(**more: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {"profile": CUSTOMER, "exclude": (), **more}
    told = creation_options(party=PARTY, handle=HANDLE, label="••••2345", challenge=CHALLENGE, timeout=300_000, **asked)
    return dict(json.loads(told))


def test_trap_09_verification_is_demanded() -> None:
    assert created()["authenticatorSelection"]["userVerification"] == "required"
    asked = json.loads(request_options(rp_id="localhost", challenge=CHALLENGE, allow=[], timeout=1))
    assert asked["userVerification"] == "required"


def test_a_passkey_is_made_that_needs_no_name_to_log_in() -> None:
    told = created()

    assert told["authenticatorSelection"]["residentKey"] == "required"
    assert told["attestation"] == "none"
    assert [each["alg"] for each in told["pubKeyCredParams"]] == [-8, -7, -257]
    assert (told["rp"], told["user"]["id"]) == ({"id": "localhost", "name": "関所証券"}, b64(HANDLE))


def test_authenticators_that_somebody_has_are_excluded() -> None:
    held = bound(SoftAuthenticator(transports=("usb",))).credential
    assert held is not None

    assert created(exclude=[held])["excludeCredentials"] == [
        {"type": "public-key", "id": b64(held.credential_id), "transports": ["usb"]}
    ]


def test_a_profile_that_demands_attestation_asks_for_it() -> None:
    told = created(profile=STAFF)

    assert told["attestation"] == "direct"
    assert told["hints"] == ["security-key"]


@pytest.mark.parametrize(
    ("hints", "attachment"),
    [
        ((), None),
        (("client-device",), "platform"),
        (("security-key",), "cross-platform"),
        (("hybrid",), "cross-platform"),
        (("security-key", "hybrid"), "cross-platform"),
        (("client-device", "hybrid"), None),
    ],
)
def test_browsers_that_do_not_read_hints_get_the_attachment_where_it_is_one(
    hints: tuple[str, ...], attachment: str | None
) -> None:
    told = created(profile=AttestationProfile(code="x", hints=hints))

    assert told["authenticatorSelection"].get("authenticatorAttachment") == attachment


def test_registering_in_passing_asks_for_no_verification() -> None:
    assert created(conditional=True)["authenticatorSelection"]["userVerification"] == "preferred"


def test_a_request_names_the_credentials_that_may_answer() -> None:
    held = bound(SoftAuthenticator()).credential
    assert held is not None
    allow = descriptors([held])

    told = json.loads(
        request_options(rp_id="localhost", challenge=CHALLENGE, allow=allow, timeout=1, hints=("hybrid",))
    )

    assert told["allowCredentials"] == [
        {"type": "public-key", "id": b64(held.credential_id), "transports": ["hybrid", "internal"]}
    ]
    assert told["hints"] == ["hybrid"]


@given(st.text(), st.text())
def test_decoys_are_the_same_each_time_and_differ_between_names_and_firms(name: str, other: str) -> None:
    told = decoys(name, secret=b"firm")

    assert told == decoys(name, secret=b"firm")
    assert (told == decoys(other, secret=b"firm")) == (name == other)
    assert told != decoys(name, secret=b"another")


@pytest.mark.parametrize(
    ("login", "shown"), [("123-0012345", "••••2345"), ("taro@example.jp", "••••@example.jp"), ("ab", "••••ab")]
)
def test_the_browser_shows_enough_to_tell_accounts_apart(login: str, shown: str) -> None:
    assert masked(login) == shown
