"""Every value that can be signed is one that people can read whole (C-03)."""

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.approvals.kinds import (
    CURRENCY,
    WORD,
    BadValueError,
    Choice,
    Day,
    Digest,
    Digits,
    Name,
    Number,
    Several,
    grouped,
)
from sekisho.kernel.texts import Text

CHOICE = Choice({"a": Text("あ", "A"), "b": Text("い", "B")})
KINDS = (Name(), WORD, CURRENCY, Digits(3, 4), Number(), Number(whole=True), Number(zero=True), Day(), CHOICE, Digest())


@pytest.mark.parametrize(
    ("kind", "value", "ja", "en"),
    [
        (Name(), "山田　花子", "山田　花子", "山田　花子"),
        (Name(), "か\u3099", "が", "が"),
        (WORD, "orders:place", "orders:place", "orders:place"),
        (CURRENCY, "JPY", "JPY", "JPY"),
        (Digits(7, 7), "0123456", "012 3456", "012 3456"),
        (Digits(8, 8), "12345678", "1234 5678", "1234 5678"),
        (Number(), "1234567.05", "1,234,567.05", "1,234,567.05"),
        (Number(whole=True, unit=Text("株", " shares")), "1000", "1,000株", "1,000 shares"),
        (Number(zero=True), "0", "0", "0"),
        (Day(), "2026-12-01", "2026年12月1日", "1 December 2026"),
        (CHOICE, "a", "あ", "A"),
        (Several(CHOICE), ["b", "a"], "あ、い", "A, B"),
        (Digest(), "0123abcd" * 8, " ".join(["0123abcd"] * 8), " ".join(["0123abcd"] * 8)),
    ],
)  # fmt: skip
def test_a_value_is_shown_in_plain_words_and_grouped_digits(kind: Any, value: object, ja: str, en: str) -> None:
    read = kind.read(value)

    assert (kind.show(read, "ja"), kind.show(read, "en")) == (ja, en)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Name(), ""),
        (Name(), " 花子"),
        (Name(), "x" * 61),
        (Name(), "二行\nの名"),
        (Name(), "right\u202eto left"),
        (Name(), "zero\u200bwidth"),
        (Name(), "lone\ud800surrogate"),
        (Name(), "private\ue000use"),
        (Name(), 7),
        (WORD, "two words"),
        (WORD, "line\n"),
        (CURRENCY, "jpy"),
        (Digits(3, 3), "12"),
        (Digits(3, 4), "１２３"),
        (Digits(3, 4), "12a"),
        (Number(), "0"),
        (Number(), "0.00"),
        (Number(), "-1"),
        (Number(), "1,000"),
        (Number(), "01"),
        (Number(), "1e3"),
        (Number(), "1."),
        (Number(), 1000),
        (Number(whole=True), "1.5"),
        (Number(whole=True), "0"),
        (Day(), "2026-02-30"),
        (Day(), "20261201"),
        (Day(), "1 December"),
        (CHOICE, "c"),
        (Several(CHOICE), []),
        (Several(CHOICE), "a"),
        (Several(CHOICE), ["a", "a"]),
        (Several(CHOICE), ["a"] * 21),
        (Several(CHOICE), ["c"]),
        (Digest(), "AB" * 32),
    ],
)
def test_what_people_could_misread_is_refused_in_both_languages(kind: Any, value: object) -> None:
    with pytest.raises(BadValueError) as caught:
        kind.read(value)

    assert caught.value.text.ja
    assert caught.value.text.en


@given(st.sampled_from(KINDS), st.text(max_size=70))
def test_what_was_read_once_is_read_again_as_the_same(kind: Any, value: str) -> None:
    try:
        read = kind.read(value)
    except BadValueError:
        return

    assert kind.read(read) == read == normalize("NFC", value)


@given(st.decimals(min_value=0, max_value=10**15, places=2).map(str))
def test_grouping_a_number_changes_nothing_but_commas(number: str) -> None:
    assert grouped(number).replace(",", "") == number
