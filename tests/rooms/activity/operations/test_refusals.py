"""What is said about refused lines."""

import msgspec
import pytest

from sekisho.activity.operations.refusals import explain, likely_encoding
from sekisho.activity.types.rejection import Code

_TEXT = "口座番号とパスワード"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b"\xef\xbb\xbf{}", "UTF-8 BOM"),
        (_TEXT.encode("utf-16"), "UTF-16"),
        ("{}".encode("utf-32"), "UTF-32"),
        (b"\xfe\xff\x00{", "UTF-16"),
        ('{"id":1}'.encode("utf-16-le"), "probably UTF-16"),
        (b"\0", "probably UTF-16"),
        (_TEXT.encode("iso2022_jp"), "probably ISO-2022-JP"),
        (_TEXT.encode("cp932"), "probably CP932 (Shift_JIS)"),
        ("ﾊﾟｽﾜｰﾄﾞ".encode("cp932"), "probably CP932 (Shift_JIS)"),
        (_TEXT.encode("euc_jp"), "probably EUC-JP"),
        (b"caf\xe9 \xfc", "of unknown encoding"),
    ],
)
def test_the_likely_encoding_is_named(line: bytes, name: str) -> None:
    named = likely_encoding(line)

    assert named is not None
    assert named.en == name
    assert named.ja


@pytest.mark.parametrize("line", [b"{}", _TEXT.encode(), "😀".encode()])
def test_plain_utf_8_is_left_unnamed(line: bytes) -> None:
    assert likely_encoding(line) is None


@pytest.mark.parametrize(
    ("said", "code", "field", "detail"),
    [
        ("Expected `int | null`, got `str` - at `$.body.x`", Code.TYPE, "body.x", "an integer or null"),
        ("Expected `array` of length >= 2 - at `$.x[...]`", Code.LENGTH, "x[]", ">= 2"),
        ("Number out of range - at `$.body.x`", Code.RANGE, "body.x", "64 bit"),
        ("Expected `int` < 5 - at `$.x`", Code.RANGE, "x", "< 5"),
        ("Object missing required field `x`", Code.MISSING, "x", ""),
    ],
)
def test_a_sentence_of_the_parser_becomes_code_field_and_detail(said: str, code: Code, field: str, detail: str) -> None:
    fault = explain(b"{}", msgspec.ValidationError(said))

    assert (fault.code, fault.field, fault.detail.en) == (code, field, detail)


def test_the_place_of_broken_json_is_told() -> None:
    fault = explain(b"{?", msgspec.DecodeError("JSON is malformed: invalid character (byte 1)"))

    assert (fault.detail.ja, fault.detail.en) == ("1バイト目付近", "near byte 1")


def test_an_unknown_place_is_told_as_such() -> None:
    assert explain(b"{?", msgspec.DecodeError("JSON is malformed")).detail.en == "place unknown"


def test_a_long_offending_word_is_cut() -> None:
    fault = explain(b"{}", msgspec.ValidationError(f"Invalid enum value '{'x' * 500}' - at `$.channel`"))

    assert fault.detail.en == repr("x" * 64)
