"""Canonical JSON: the same bytes as an independent implementation, and no others (C-03)."""

import json
from types import MappingProxyType
from unicodedata import normalize

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.kernel.jcs import DEEPEST, LARGEST, Json, NotCanonicalError, decode, encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: normalize("NFC", text))
WHOLE = st.integers(-LARGEST, LARGEST)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


@given(VALUES)
@example({"\U0001f600": 1, "\uffee": 2, "\u20ac": 3, "1": 4, "\r": 5, "\u0080": 6})  # RFC 8785, 3.2.3
@example({"\uffee": "after a surrogate pair", "\U00010000": "before it"})
@example({"quoted": '"\\/\b\f\n\r\t\u001f\u007f\u2028'})
def test_the_bytes_are_those_of_an_independent_implementation(value: Json) -> None:
    assert encode(value) == rfc8785.dumps(value)


@given(VALUES)
def test_what_was_encoded_is_read_back(value: Json) -> None:
    assert decode(encode(value)) == value


@given(VALUES)
def test_other_spellings_of_the_same_value_are_not_read(value: Json) -> None:
    spelt = json.dumps(value, ensure_ascii=True, indent=1).encode()
    canonical = encode(value)

    if spelt != canonical:
        with pytest.raises(NotCanonicalError):
            decode(spelt)


@given(VALUES)
def test_the_order_in_which_keys_were_written_does_not_matter(value: Json) -> None:
    assert encode(_turned(value)) == encode(value)


def _turned(value: Json) -> object:
    if isinstance(value, dict):
        return MappingProxyType({key: _turned(item) for key, item in reversed(value.items())})
    return tuple(map(_turned, value)) if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("value", "path", "what"),
    [
        ({"amount": 1.5}, "$.amount", "float is not allowed"),
        ({"amount": [LARGEST + 1]}, "$.amount[0]", "a number beyond 2^53 - 1; write it as a text"),
        ({"payee": "か\u3099"}, "$.payee", "not in Unicode's form NFC"),
        ({"か\u3099": 1}, "$", "not in Unicode's form NFC"),
        ({"payee": "\ud83d"}, "$.payee", "a lone surrogate"),
        ({1: "one"}, "$", "a key that is no text"),
        ({"digest": b"bytes"}, "$.digest", "bytes is not allowed"),
    ],
)
def test_what_programs_could_read_differently_is_refused_with_its_place(value: object, path: str, what: str) -> None:
    with pytest.raises(NotCanonicalError) as caught:
        encode(value)

    assert (caught.value.path, caught.value.what) == (path, what)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":01}',
        b'{"a":-0}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b"[" * 100_000,
        b'{"a":' + b"9" * 5_000 + b"}",
    ],
)
def test_bytes_that_are_not_canonical_are_not_read(data: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(data)


def test_values_that_lie_too_deep_in_each_other_are_refused() -> None:
    value: object = "core"
    for _ in range(DEEPEST):
        value = [value]
    encode(value)

    with pytest.raises(NotCanonicalError, match="too deep"):
        encode([value])
