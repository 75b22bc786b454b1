"""What another provider says is believed as far as it is signed, meant for us, fresh, and agreed."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from tests.builders.oauth import changed, ec_key, s256, signed, unsigned

from sekisho.authentication.rules.bridge import departure, derived, exchange_form, factor_of, identity, link_of
from sekisho.authentication.rules.grants.assertions import statement
from sekisho.authentication.types.bridge import REFUSALS, BridgeError, BridgeRefusal, Naming, Upstream
from sekisho.authentication.types.factors import FactorCode
from sekisho.kernel.texts import Text

AT = 1_796_000_400_000
NOW = AT // 1_000
THEIRS, OURS = ec_key(), ec_key()
SECRET = b"s" * 32
BACK = "https://login.broker.example/login/with/idp/return"


def upstream(**changes: Any) -> Upstream:
    return Upstream(
        **{
            "name": "idp", "label": Text("他社", "Other"), "issuer": "https://idp.example",
            "authorization_endpoint": "https://idp.example/authorize?tenant=1",
            "token_endpoint": "https://idp.example/token",
            "jwks": {"keys": [{**THEIRS.as_dict(private=False), "kid": THEIRS.kid}]}, "client_id": "sekisho",
            "key": OURS,
            "factors": {"urn:example:card": FactorCode.JPKI_USER}, **changes,
        }
    )  # fmt: skip


def claims(**changes: Any) -> dict[str, Any]:
    wanted = {
        "iss": "https://idp.example", "aud": "sekisho", "sub": "their-name", "nonce": "n-1", "iat": NOW,
        "exp": NOW + 300,
        "auth_time": NOW, "acr": "urn:example:card", **changes,
    }  # fmt: skip
    return {name: value for name, value in wanted.items() if value is not None}


def token(key: Any = THEIRS, *, alg: str = "ES256", **changes: Any) -> str:
    return signed(claims(**changes), key, alg=alg, kid=THEIRS.kid, typ="JWT")


def refused(given: object, **how: Any) -> str:
    with pytest.raises(BridgeError) as told:
        identity(upstream(**how), given, nonce="n-1", at=AT)
    assert told.value.refusal is BridgeRefusal.BAD_TOKEN
    assert told.value.reason == REFUSALS[BridgeRefusal.BAD_TOKEN]
    return str(told.value)


def test_a_sound_id_token_is_believed() -> None:
    assert identity(upstream(), token(), nonce="n-1", at=AT)["sub"] == "their-name"
    assert identity(upstream(), token(aud=["sekisho"], azp="sekisho"), nonce="n-1", at=AT)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"iss": "https://evil.example"}, "iss"),
        ({"aud": "other"}, "aud"),
        ({"aud": ["sekisho", "other"]}, "aud"),
        ({"azp": "other"}, "azp"),
        ({"nonce": "n-2"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"nonce": 5}, "nonce"),
        ({"exp": NOW - 60}, "exp"),
        ({"exp": None}, "exp"),
        ({"exp": "later"}, "exp"),
        ({"exp": True}, "exp"),
        ({"iat": NOW - 700}, "iat"),
        ({"iat": NOW + 60}, "iat"),
        ({"auth_time": NOW - 1_000}, "auth_time"),
        ({"auth_time": None}, "auth_time"),
        ({"sub": ""}, "sub"),
        ({"sub": "x" * 256}, "sub"),
        ({"sub": None}, "sub"),
    ],
)
def test_one_wrong_claim_is_enough(changes: dict[str, Any], word: str) -> None:
    assert word in refused(token(**changes))


def test_a_forged_signature_is_no_signature() -> None:
    rsa = RSAKey.generate_key(2048)
    for given in (
        token(ec_key()),
        token(rsa, alg="RS256"),
        changed(token(), sub="victim"),
        unsigned(claims(), kid=THEIRS.kid),
        signed(claims(), THEIRS, kid="other"),
        signed(claims(), THEIRS, jwk=THEIRS.as_dict(private=False)),
        signed(claims(), THEIRS, kid=THEIRS.kid, typ="at+jwt"),
        None,
        5,
    ):
        refused(given)
    refused(token(), algorithms=("RS256",))


def test_only_classes_that_were_agreed_count() -> None:
    assert factor_of(upstream(), claims()) is FactorCode.JPKI_USER
    for acr in ("urn:example:password", "", None):
        with pytest.raises(BridgeError) as told:
            factor_of(upstream(), claims(acr=acr))
        assert told.value.refusal is BridgeRefusal.TOO_WEAK


def test_the_browser_leaves_with_pkce_state_and_nonce() -> None:
    wish = upstream(acr_values=("urn:example:card",))
    url = departure(wish, secret=SECRET, state="s-1", redirect_uri=BACK, login_hint="hanako")

    assert url.startswith("https://idp.example/authorize?tenant=1&")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert asked["code_challenge"] == s256(derived(SECRET, "verifier", "s-1"))
    assert asked["nonce"] == derived(SECRET, "nonce", "s-1") != derived(SECRET, "nonce", "s-2")
    assert (asked["code_challenge_method"], asked["max_age"], asked["login_hint"]) == ("S256", "300", "hanako")
    bare = departure(upstream(), secret=SECRET, state="s-1", redirect_uri=BACK, login_hint="")
    assert "acr_values" not in bare
    assert "login_hint" not in bare


def test_the_code_is_redeemed_with_our_key_and_verifier() -> None:
    form = exchange_form(upstream(), secret=SECRET, state="s-1", redirect_uri=BACK, code="c", jti="j", at=AT)

    assert form["code_verifier"] == derived(SECRET, "verifier", "s-1")
    jwks = {"keys": [{**OURS.as_dict(private=False), "kid": OURS.kid}]}
    assert statement(
        form["client_assertion"], client_id="sekisho", jwks=jwks, audience="https://idp.example", at=AT
    ).mark


def test_a_linked_name_belongs_to_its_provider() -> None:
    assert (
        link_of(upstream(), "a") != link_of(upstream(issuer="https://other.example"), "a") != link_of(upstream(), "b")
    )
    assert upstream().naming is Naming.LINKED


@pytest.mark.parametrize(
    "changes",
    [
        {"algorithms": ("HS256",)},
        {"algorithms": ()},
        {"algorithms": ("none",)},
        {"factors": {"x": FactorCode.PASSWORD}},
        {"factors": {"x": FactorCode.PASSKEY_BOUND}},
        {"token_endpoint": "http://idp.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_is_asked_safely_or_not_at_all(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="idp"):
        upstream(**changes)
