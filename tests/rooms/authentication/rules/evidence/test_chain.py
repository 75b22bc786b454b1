"""Each link stands on the one before it (E-13)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from tests.builders.approvals import public_jwks, signing_key

from sekisho.authentication.rules.evidence.chain import BadSignatureError, body_digest, link_digest, signed, verified
from sekisho.authentication.rules.evidence.manifest import keys_from

KEY = signing_key()
KEYS = keys_from(public_jwks(KEY))
DIGESTS = st.binary(min_size=32, max_size=32)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1), DIGESTS, DIGESTS)
def test_a_link_covers_its_day_its_number_the_link_before_it_and_what_it_says(
    day: int, number: int, previous: bytes, body: bytes
) -> None:
    spelt = b"\x10" + day.to_bytes(4, "big") + number.to_bytes(8, "big") + previous + body

    assert link_digest(day=day, number=number, previous=previous, body_digest=body) == hashlib.sha256(spelt).digest()


def test_a_body_is_covered_by_its_sha_256() -> None:
    assert body_digest(b"{}") == hashlib.sha256(b"{}").digest()


def test_what_was_signed_is_read_back() -> None:
    assert verified(signed({"b": 1, "a": "あ"}, KEY, kind="x"), KEYS, kind="x") == {"a": "あ", "b": 1}


@pytest.mark.parametrize(
    "compact",
    [
        signed({"a": 1}, KEY, kind="y"),
        signed({"a": 1}, signing_key(), kind="x"),
        jws.serialize_compact({"alg": "ES256", "kid": KEY.kid, "typ": "x"}, b'{"a": 1}', KEY),
        jws.serialize_compact({"alg": "ES256", "kid": KEY.kid, "typ": "x"}, b"[]", KEY),
        signed({"a": 1}, KEY, kind="x") + "=",
        signed({"a": 1}, KEY, kind="x") + ".",
        "",
    ],
)
def test_anything_else_is_no_signature_of_ours(compact: str) -> None:
    with pytest.raises(BadSignatureError):
        verified(compact, KEYS, kind="x")
