import hmac
import json
from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from tests.builders.oauth import b64, changed, claims_in, ec_key, provider, signed, unsigned

from sekisho.authentication.rules.grants.jose import (
    BadSignatureError,
    header_of,
    key_for,
    own,
    payload_of,
    public_key,
    thumbprint,
    verified,
)
from sekisho.authentication.rules.grants.jose import signed as sign

KEY = ec_key()
PUBLIC = public_key(KEY.as_dict(private=False))
CLAIMS = {"iss": "c"}
JWT = {"jwt", ""}


def raw(header: Any, payload: Any = CLAIMS) -> str:
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(payload).encode())}.{b64(b'x' * 64)}"


def test_a_signature_by_the_right_key_counts() -> None:
    assert verified(signed(CLAIMS, KEY, typ="JWT"), PUBLIC, types=JWT) == CLAIMS
    assert verified(signed(CLAIMS, KEY, typ="application/JWT"), PUBLIC, types=JWT) == CLAIMS


@pytest.mark.parametrize(
    ("key", "alg"),
    [(RSAKey.generate_key(2048), "PS256"), (OKPKey.generate_key("Ed25519"), "Ed25519")],
    ids=["PS256", "Ed25519"],
)
def test_the_three_algorithms_of_fapi_are_taken(key: Any, alg: str) -> None:
    assert verified(signed(CLAIMS, key, alg=alg), public_key(key.as_dict(private=False)), types=JWT) == CLAIMS


def test_a_changed_or_foreign_token_does_not_count() -> None:
    for token in (changed(signed(CLAIMS, KEY), iss="d"), signed(CLAIMS, ec_key()), raw({"alg": "ES256"})):
        with pytest.raises(BadSignatureError, match="signature"):
            verified(token, PUBLIC, types=JWT)


def test_no_signature_is_no_signature() -> None:
    for name in ("none", "None", "NONE"):
        with pytest.raises(BadSignatureError, match="alg"):
            verified(raw({"alg": name}), PUBLIC, types=JWT)
    with pytest.raises(BadSignatureError, match="alg"):
        verified(unsigned(CLAIMS), PUBLIC, types=JWT)


def test_a_public_key_is_never_taken_for_a_shared_secret() -> None:
    """HS256 with the public key's own bytes as the secret."""
    head = raw({"alg": "HS256"}).rpartition(".")[0]
    for spelled in (PUBLIC.as_pem(private=False), json.dumps(PUBLIC.as_dict(private=False)).encode()):
        with pytest.raises(BadSignatureError, match="alg"):
            verified(f"{head}.{b64(hmac.digest(spelled, head.encode(), 'sha256'))}", PUBLIC, types=JWT)


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": ec_key().as_dict(private=False)},
        {"jku": "https://evil.example/jwks"},
        {"x5u": "https://evil.example/cert"},
        {"x5c": ["MII"]},
        {"crit": ["b64"], "b64": False},
    ],
)
def test_a_header_that_brings_its_own_key_is_refused(header: dict[str, Any]) -> None:
    """JWK header injection (the like of CVE-2026-27962)."""
    with pytest.raises(BadSignatureError, match="parameter"):
        verified(raw({"alg": "ES256", **header}), PUBLIC, types=JWT)


def test_a_token_of_another_type_is_refused() -> None:
    with pytest.raises(BadSignatureError, match="typ"):
        verified(signed(CLAIMS, KEY, typ="at+jwt"), PUBLIC, types=JWT)


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c.d", "!.b.c", "x" * 20_000, raw("text"), raw({"alg": []})])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(BadSignatureError):
        verified(token, PUBLIC, types=JWT)


def test_claims_have_to_be_an_object() -> None:
    header = b64(b'{"alg":"ES256"}')
    for payload in ("!!", b64(b"[1]"), b64(b"\xff")):
        with pytest.raises(BadSignatureError, match="claims"):
            payload_of(f"{header}.{payload}.x")
    assert payload_of(signed(CLAIMS, KEY)) == CLAIMS
    assert header_of(signed(CLAIMS, KEY)) == {"alg": "ES256"}


def test_a_key_is_found_by_its_name_or_because_it_is_the_only_one() -> None:
    other = ec_key()
    one = {"keys": [{**KEY.as_dict(private=False), "kid": "a"}]}
    two = {"keys": [*one["keys"], {**other.as_dict(private=False), "kid": "b"}]}

    assert thumbprint(key_for(signed(CLAIMS, KEY), one)) == thumbprint(PUBLIC)
    assert thumbprint(key_for(signed(CLAIMS, KEY, kid="b"), two)) == other.thumbprint()
    for token, jwks in ((signed(CLAIMS, KEY), two), (signed(CLAIMS, KEY, kid="c"), two), (signed(CLAIMS, KEY), {})):
        with pytest.raises(BadSignatureError, match="kid"):
            key_for(token, jwks)


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        "key",
        {"kty": "oct", "k": "c2VjcmV0"},
        KEY.as_dict(private=True),
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-999", "x": "AA", "y": "AA"},
        {"kty": "EC"},
        {"kty": "RSA", "n": "s" * 171, "e": "AQAB"},
        {"kty": "OKP", "crv": "Ed25519", "x": 5},
    ],
)
def test_what_is_no_public_key_is_refused(jwk: object) -> None:
    with pytest.raises(BadSignatureError, match="its key"):
        public_key(jwk)


def test_our_own_tokens_are_known_by_our_keys_and_by_their_type() -> None:
    keys = provider().keys
    for key in (keys.es256, keys.rs256):
        token = sign(CLAIMS, key, typ="at+jwt")
        assert own(token, keys.all, types={"at+jwt"}) == CLAIMS == claims_in(token)
        with pytest.raises(BadSignatureError, match="typ"):
            own(token, keys.all, types={"jwt"})
    with pytest.raises(BadSignatureError, match="key of ours"):
        own(signed(CLAIMS, KEY, kid="x", typ="at+jwt"), keys.all, types={"at+jwt"})


def test_a_retired_key_still_proves_what_it_signed() -> None:
    old = ECKey.generate_key("P-256")
    old.ensure_kid()
    ring = provider().keys
    later = type(ring)(es256=ring.es256, rs256=ring.rs256, retired=(old,))

    assert own(sign(CLAIMS, old, typ="JWT"), later.all, types={"jwt"}) == CLAIMS
