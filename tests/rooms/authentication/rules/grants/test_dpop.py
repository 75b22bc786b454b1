from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import OctKey, RSAKey
from tests.builders.oauth import ISSUER, Program, b64, bare, changed, ec_key, signed, unsigned

from sekisho.authentication.rules.grants.dpop import (
    AHEAD,
    NONCE_LIFE,
    PAST,
    is_thumbprint,
    nonce_at,
    nonces_at,
    possession,
)
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.tokens import Knock

AT = 1_796_000_400_000
TOKEN, OTHER = "token", "other"
URL = ISSUER + "/oidc/token"
PROGRAM = Program("desk")


def proved(
    *proofs: str, at: int = AT, token: str = "", nonces: tuple[str, ...] = (), needed: bool = False, **to: Any
) -> Any:
    knock = Knock(**{"method": "POST", "url": URL, "proofs": proofs, "at": at, **to})
    return possession(knock, token=token, nonces=nonces, nonce_needed=needed)


def refused(*proofs: str, fault: Fault = Fault.INVALID_DPOP_PROOF, **how: Any) -> str:
    with pytest.raises(OAuthError) as told:
        proved(*proofs, **how)
    assert told.value.fault is fault
    return told.value.description


def test_a_fresh_proof_names_the_key_and_is_remembered_for_as_long_as_it_could_be_used() -> None:
    found = proved(PROGRAM.proof(AT, url=URL))

    assert found.key == PROGRAM.thumbprint
    assert is_thumbprint(found.key)
    assert not is_thumbprint("short")
    assert found.until > AT + PAST - 1_000
    assert len(found.mark) == 32


def test_an_rsa_key_will_do_as_well() -> None:
    program = Program("desk", proof_key=RSAKey.generate_key(2048))

    assert proved(program.proof(AT, url=URL)).key == program.thumbprint


def test_the_same_proof_has_the_same_mark_and_another_has_another() -> None:
    first = PROGRAM.proof(AT, url=URL, jti="a")

    assert proved(first).mark == proved(PROGRAM.proof(AT + 5_000, url=URL, jti="a"), at=AT + 5_000).mark
    assert proved(first).mark != proved(PROGRAM.proof(AT, url=URL, jti="b")).mark


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"htm": "GET"}, "htm"),
        ({"htm": None}, "htm"),
        ({"htu": ISSUER + "/oidc/par"}, "htu"),
        ({"htu": "https://evil.example/oidc/token"}, "htu"),
        ({"htu": "http://login.broker.example/oidc/token"}, "htu"),
        ({"htu": "https://login.broker.example:9/oidc/token"}, "htu"),
        ({"htu": "https://login.broker.example:x/oidc/token"}, "htu"),
        ({"htu": "/oidc/token"}, "htu"),
        ({"htu": 5}, "htu"),
        ({"jti": None}, "jti"),
        ({"jti": ""}, "jti"),
        ({"jti": "x" * 257}, "jti"),
        ({"jti": 5}, "jti"),
        ({"iat": None}, "iat"),
        ({"iat": "now"}, "iat"),
        ({"iat": True}, "iat"),
        ({"iat": (AT - PAST) // 1_000 - 1}, "iat"),
        ({"iat": (AT + AHEAD) // 1_000 + 1}, "iat"),
    ],
)
def test_a_proof_for_another_place_or_time_is_none(changes: dict[str, Any], word: str) -> None:
    assert word in refused(PROGRAM.proof(AT, url=URL, **changes))


def test_the_address_may_be_spelled_with_its_port_a_query_or_large_letters() -> None:
    for htu in ("HTTPS://LOGIN.broker.example:443/oidc/token", URL + "?x=1", URL + "#y"):
        assert proved(PROGRAM.proof(AT, url=URL, htu=htu)).key


def test_a_proof_belongs_to_its_access_token() -> None:
    assert proved(PROGRAM.proof(AT, url=URL, token=TOKEN), token=TOKEN).key
    assert "ath" in refused(PROGRAM.proof(AT, url=URL), token=TOKEN)
    assert "ath" in refused(PROGRAM.proof(AT, url=URL, token=OTHER), token=TOKEN)


def test_there_is_exactly_one_proof() -> None:
    proof = PROGRAM.proof(AT, url=URL)

    assert "exactly one" in refused()
    assert "exactly one" in refused(proof, proof)
    with pytest.raises(OAuthError):
        possession(bare(AT), nonces=(), nonce_needed=False)


def test_a_proof_is_signed_with_the_public_key_that_it_shows() -> None:
    key, other = ec_key(), ec_key()
    claims = {"jti": "j", "htm": "POST", "htu": URL, "iat": AT // 1_000}
    public, typ = key.as_dict(private=False), "dpop+jwt"
    secret = OctKey.import_key({"kty": "oct", "k": b64(b"x" * 32)})

    assert proved(signed(claims, key, typ=typ, jwk=public)).key == key.thumbprint()
    for proof in (
        signed(claims, other, typ=typ, jwk=public),
        signed(claims, key, typ="jwt", jwk=public),
        signed(claims, key, typ=typ),
        signed(claims, key, typ=typ, jwk=key.as_dict(private=True)),
        signed(claims, key, typ=typ, jwk=public, kid="x"),
        signed(claims, secret, alg="HS256", typ=typ, jwk={"kty": "oct", "k": b64(b"x" * 32)}),
        unsigned(claims, typ=typ, jwk=public),
        changed(signed(claims, key, typ=typ, jwk=public), jti="k"),
        "no.token",
    ):
        refused(proof)


def test_a_nonce_of_ours_counts_in_its_period_and_the_next() -> None:
    secret = b"n" * 32
    nonce = nonce_at(secret, AT)

    assert nonce in nonces_at(secret, AT)
    assert nonce in nonces_at(secret, AT + NONCE_LIFE)
    assert nonce not in nonces_at(secret, AT + 2 * NONCE_LIFE)
    assert nonce not in nonces_at(b"o" * 32, AT)


def test_where_a_nonce_is_needed_only_ours_will_do() -> None:
    nonces = nonces_at(b"n" * 32, AT)
    use = {"fault": Fault.USE_DPOP_NONCE, "nonces": nonces, "needed": True}

    assert proved(PROGRAM.proof(AT, url=URL, nonce=nonces[1]), nonces=nonces, needed=True).key
    refused(PROGRAM.proof(AT, url=URL), **use)
    refused(PROGRAM.proof(AT, url=URL, nonce="guess"), **use)
    refused(PROGRAM.proof(AT, url=URL, nonce=5), **use)


def test_a_wrong_nonce_is_refused_even_where_none_is_needed() -> None:
    refused(PROGRAM.proof(AT, url=URL, nonce="guess"), fault=Fault.USE_DPOP_NONCE, nonces=nonces_at(b"n" * 32, AT))


@given(st.text(max_size=60))
def test_whatever_is_sent_as_a_proof_is_refused_in_oauths_words(text: str) -> None:
    refused(text)
