from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from tests.builders.firms import LIMITS, terms
from tests.builders.oauth import Program

from sekisho.firms.rules.terms import differences, findings_of, keys_fit
from sekisho.firms.types.clients import ClientKind, Profile
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.texts import Text

JWKS = Program("c").jwks
MACHINE: dict[str, Any] = {
    "profile": Profile.MACHINE, "redirect_uris": (), "scopes": frozenset({Scope.OPERATIONS_CREATE}),
}  # fmt: skip
NATIVE: dict[str, Any] = {"kind": ClientKind.NATIVE, "jwks": {}, "redirect_uris": ("com.example.app:/cb",)}
THIRD: dict[str, Any] = {
    "third_party": True, "profile": Profile.FAPI2, "expires": 9,
    "scopes": frozenset({Scope.OPENID, Scope.ACCOUNTS_READ}),
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {},
        MACHINE,
        NATIVE,
        THIRD,
        {"profile": Profile.FAPI2, "backchannel_logout_uri": "https://a.example/out"},
        {"scopes": frozenset({Scope.OPENID, Scope.ORDERS_PLACE}), "limits": LIMITS},
        {"post_logout_redirect_uris": ("https://a.example/bye",)},
    ],
)
def test_sound_terms_can_be_registered(changes: dict[str, Any]) -> None:
    assert findings_of(terms(**{"jwks": JWKS, **changes})) == ()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": Text("", "x")}),
        ("jwks", {"jwks": {}}),
        ("jwks", {**NATIVE, "jwks": JWKS}),
        ("kind", {**NATIVE, "profile": Profile.FAPI2}),
        ("redirect_uris", {"redirect_uris": ()}),
        ("redirect_uris", {**MACHINE, "redirect_uris": ("https://a.example/cb",)}),
        ("redirect_uris", {"redirect_uris": ("http://a.example/cb",)}),
        ("redirect_uris", {"redirect_uris": ("com.example.app:/cb",)}),
        ("post_logout_redirect_uris", {"post_logout_redirect_uris": ("http://a.example/bye",)}),
        ("backchannel_logout_uri", {"backchannel_logout_uri": "ftp://a.example"}),
        ("scopes", {"scopes": frozenset({Scope.OPENID, Scope.EVENTS_SEND})}),
        ("scopes", {**MACHINE, "scopes": frozenset({Scope.EVENTS_SEND, Scope.OPENID})}),
        ("scopes", {**MACHINE, "scopes": frozenset()}),
        ("scopes", {"scopes": frozenset({Scope.OFFLINE_ACCESS})}),
        ("profile", {**THIRD, "profile": Profile.OIDC_BASIC}),
        ("scopes", {**THIRD, "scopes": frozenset({Scope.OPENID, Scope.ORDERS_PLACE}), "limits": LIMITS}),
        ("limits", {"scopes": frozenset({Scope.OPENID, Scope.ORDERS_PLACE})}),
        ("limits", {"limits": LIMITS}),
        ("expires", {**THIRD, "expires": None}),
    ],
)
def test_what_is_wrong_with_terms_is_named_by_its_field(field: str, changes: dict[str, Any]) -> None:
    assert field in {finding.field for finding in findings_of(terms(**{"jwks": JWKS, **changes}))}


@pytest.mark.parametrize(("once", "day"), [(0, 10), (11, 10), (-1, -1)])
def test_one_order_is_limited_to_something_within_the_day(once: int, day: int) -> None:
    limits = type(LIMITS)(per_order_yen=once, per_day_yen=day)
    found = findings_of(terms(JWKS, scopes=frozenset({Scope.OPENID, Scope.ORDERS_PLACE}), limits=limits))

    assert [finding.field for finding in found] == ["limits"]


def _public(key: Any, **more: object) -> dict[str, Any]:
    return {"keys": [{**key.as_dict(private=False), "kid": "k", **more}]}


def test_public_keys_of_three_kinds_will_do() -> None:
    assert keys_fit(_public(ECKey.generate_key("P-256")))
    assert keys_fit(_public(OKPKey.generate_key("Ed25519")))
    assert keys_fit(_public(RSAKey.generate_key(2048)))


def test_private_small_nameless_repeated_and_secret_keys_will_not() -> None:
    key = ECKey.generate_key("P-256")
    one = _public(key)["keys"][0]

    assert not keys_fit({"keys": [{**key.as_dict(private=True), "kid": "k"}]})
    assert not keys_fit({"keys": [{**RSAKey.generate_key(2048).as_dict(private=True), "kid": "k"}]})
    assert not keys_fit({"keys": [{"kty": "RSA", "n": "s" * 171, "e": "AQAB", "kid": "k"}]})
    assert not keys_fit({"keys": [{"kty": "RSA", "n": "A" * 172 + "s" * 171, "e": "AQAB", "kid": "k"}]})
    assert not keys_fit(_public(ECKey.generate_key("P-384")))
    assert not keys_fit({"keys": [key.as_dict(private=False)]})
    assert not keys_fit({"keys": [one, one]})
    assert not keys_fit({"keys": [{**OctKey.generate_key(256).as_dict(), "kid": "k"}]})
    assert not keys_fit({"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "k"}]})
    assert not keys_fit({"keys": [{"kty": "??", "kid": "k"}]})
    assert not keys_fit({"keys": [one] * 11})
    assert not keys_fit({"keys": ["key"]})
    assert not keys_fit({"keys": "all"})
    assert not keys_fit("keys")


def test_whoever_approves_sees_in_which_fields_two_versions_differ() -> None:
    assert differences(terms(JWKS), terms(JWKS, expires=9, third_party=True)) == ("third_party", "expires")
