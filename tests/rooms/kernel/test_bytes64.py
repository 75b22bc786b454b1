"""Bytes have one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.bytes64 import b64, from_b64


@given(st.binary())
def test_bytes_are_read_back(data: bytes) -> None:
    assert from_b64(b64(data)) == data


@pytest.mark.parametrize("text", ["A", "AB", "AA==", "A A", "A+/A", "あ", "AA\n", "A" * 5])
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - several libraries' words
        from_b64(text)
