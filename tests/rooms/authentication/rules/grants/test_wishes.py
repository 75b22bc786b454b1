import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.approvals import CONTENTS
from tests.builders.firms import LIMITS, RETURN, terms
from tests.builders.oauth import s256

from sekisho.authentication.rules.grants.wishes import KNOWN, address_of, single, wish_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.grants.faults import Fault, OAuthError, UnsafeRequestError
from sekisho.firms.types.clients import Client, ClientKind, ClientState, Profile
from sekisho.firms.types.scopes import Scope

BASE = {
    "client_id": "desk", "response_type": "code", "redirect_uri": RETURN, "scope": "openid", "state": "s-1",
    "code_challenge": s256(), "code_challenge_method": "S256",
}  # fmt: skip


def client(**changes: Any) -> Client:
    scopes = frozenset({Scope.OPENID, Scope.OFFLINE_ACCESS, Scope.ORDERS_PLACE})
    return Client(
        client_id="desk", terms=terms(**{"scopes": scopes, "limits": LIMITS, **changes}), state=ClientState.ACTIVE,
        registered_by="a", approved_by="b", created=0,
    )  # fmt: skip


def wish(who: Client | None = None, **changes: str) -> Any:
    return wish_of({name: value for name, value in {**BASE, **changes}.items() if value}, who or client())


def refused(fault: Fault, who: Client | None = None, **changes: str) -> str:
    with pytest.raises(OAuthError) as told:
        wish(who, **changes)
    assert told.value.fault is fault
    return told.value.description


def test_a_plain_request_is_read() -> None:
    found = wish(nonce="n", login_hint="hanako", ui_locales="fr en ja", prompt="login consent")

    assert (found.client_id, found.redirect_uri, found.state, found.nonce) == ("desk", RETURN, "s-1", "n")
    assert found.scopes == {Scope.OPENID}
    assert (found.acr_values, found.essential, found.max_age, found.least) == ((), False, None, Acr.NONE)
    assert (found.login_hint, found.language, found.prompt) == ("hanako", "en", {"login", "consent"})
    assert found.details == ()


def test_only_the_code_flow_with_s256_is_there() -> None:
    refused(Fault.INVALID_REQUEST, response_type="")
    for other in ("token", "id_token", "code token", "code id_token", "none"):
        refused(Fault.UNSUPPORTED_RESPONSE_TYPE, response_type=other)
    for mode in ("fragment", "form_post"):
        refused(Fault.INVALID_REQUEST, response_mode=mode)
    assert wish(response_mode="query")


def test_pkce_cannot_be_left_out_or_weakened() -> None:
    """PKCE downgrade: no challenge, no method (which means plain), plain, and a challenge that is none."""
    assert "S256" in refused(Fault.INVALID_REQUEST, code_challenge="", code_challenge_method="")
    assert "S256" in refused(Fault.INVALID_REQUEST, code_challenge_method="")
    assert "S256" in refused(Fault.INVALID_REQUEST, code_challenge_method="plain")
    assert "SHA-256" in refused(Fault.INVALID_REQUEST, code_challenge="plain-text")


def test_request_objects_and_registrations_are_not_read() -> None:
    refused(Fault.REQUEST_NOT_SUPPORTED, request="e30.e30.")
    refused(Fault.INVALID_REQUEST_URI, request_uri="https://evil.example/r")
    refused(Fault.REGISTRATION_NOT_SUPPORTED, registration="{}")


def test_scopes_are_known_registered_and_more_than_staying() -> None:
    assert wish(scope="openid offline_access orders:place").scopes == client().terms.scopes
    assert wish(scope="orders:place").scopes == {Scope.ORDERS_PLACE}
    for text in ("", "money:withdraw", "openid accounts:read", "offline_access"):
        refused(Fault.INVALID_SCOPE, scope=text)


def test_a_machine_has_no_customers() -> None:
    refused(Fault.UNAUTHORIZED_CLIENT, client(profile=Profile.MACHINE))


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "9" * 10, "１"])
def test_max_age_is_a_number_of_seconds(text: str) -> None:
    refused(Fault.INVALID_REQUEST, max_age=text)


def test_zero_seconds_are_a_wish_of_their_own() -> None:
    assert wish(max_age="0").max_age == 0
    assert wish(max_age="300").max_age == 300


@pytest.mark.parametrize("text", ["none login", "create", "None"])
def test_prompts_that_do_not_go_together_are_refused(text: str) -> None:
    refused(Fault.INVALID_REQUEST, prompt=text)


def test_state_and_nonce_come_back_as_they_were_and_so_hold_nothing_odd() -> None:
    for name in ("state", "nonce"):
        assert name in refused(Fault.INVALID_REQUEST, **{name: "a b"})
        assert name in refused(Fault.INVALID_REQUEST, **{name: "あ"})


def test_a_key_can_be_named_beforehand() -> None:
    assert wish(dpop_jkt=s256()).dpop_jkt == s256()
    refused(Fault.INVALID_REQUEST, dpop_jkt="short")


def test_classes_stand_in_order_of_preference_and_strange_ones_are_left_out() -> None:
    assert wish(acr_values="phrh phr urn:other").acr_values == (Acr.PHRH, Acr.PHR)
    assert wish(acr_values="phrh phr").least is Acr.PHR
    assert wish(acr_values="urn:other").acr_values == ()
    assert not wish(acr_values="phr").essential


def claims(acr: Any) -> str:
    return json.dumps({"id_token": {"acr": acr}})


def test_an_essential_class_is_a_demand() -> None:
    for acr in ({"essential": True, "value": "phr"}, {"essential": True, "values": ["phr"]}):
        found = wish(claims=claims(acr), acr_values="phrh")
        assert (found.acr_values, found.essential) == ((Acr.PHR,), True)
    refused(Fault.UNMET_AUTHENTICATION_REQUIREMENTS, claims=claims({"essential": True, "value": "gold"}))
    refused(Fault.UNMET_AUTHENTICATION_REQUIREMENTS, claims=claims({"essential": True, "values": [5, None]}))


def test_a_class_that_is_not_essential_is_left_to_acr_values() -> None:
    for acr in ({"value": "phrh"}, {"essential": True}, {"essential": False, "values": ["phrh"]}, None):
        found = wish(claims=claims(acr), acr_values="phr")
        assert (found.acr_values, found.essential) == ((Acr.PHR,), False)
    assert wish(claims="{}").acr_values == ()


@pytest.mark.parametrize("text", ["{", "[" * 5_000, "[]", "5", '{"id_token": 5}', claims("phr"), claims({"values": 5})])
def test_malformed_claims_are_refused(text: str) -> None:
    refused(Fault.INVALID_REQUEST, claims=text)


def test_operations_to_sign_are_read_with_it() -> None:
    asked = json.dumps([{"type": "sekisho_withdraw", "content": CONTENTS[OperationCode.WITHDRAW]}])

    assert wish(authorization_details=asked).details[0].operation is OperationCode.WITHDRAW


def test_nobody_is_sent_to_an_address_that_is_not_registered() -> None:
    assert address_of(BASE, client()) == RETURN
    for uri in ("", "https://evil.example/", RETURN + "?x=1"):
        with pytest.raises(UnsafeRequestError):
            address_of({**BASE, "redirect_uri": uri}, client())


def test_only_an_installed_program_chooses_its_port() -> None:
    asked = {"redirect_uri": "http://127.0.0.1:5/cb"}
    kept = ("http://127.0.0.1/cb",)

    assert address_of(asked, client(kind=ClientKind.NATIVE, redirect_uris=kept)) == asked["redirect_uri"]
    with pytest.raises(UnsafeRequestError):
        address_of(asked, client(redirect_uris=kept))


def test_every_parameter_is_there_once_short_and_without_nul() -> None:
    pairs = {name: [value] for name, value in BASE.items()}

    assert single({**pairs, "extra": ["1", "2"], "nonce": [""]}) == BASE
    for bad in (["a", "b"], ["a", "a"], [], ["x" * 3_000], ["a\0"]):
        with pytest.raises(OAuthError) as told:
            single({**pairs, "state": bad})
        assert told.value.fault is Fault.INVALID_REQUEST
    assert single({"claims": ["x" * 3_000]})


@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.text(max_size=40)))
def test_whatever_is_asked_is_read_or_refused_in_oauths_words(parameters: dict[str, str]) -> None:
    try:
        found = wish_of({**BASE, **parameters}, client())
    except OAuthError as error:
        told = error.description
    else:
        told = found.code_challenge
    assert told.isascii()
