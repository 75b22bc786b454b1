"""Every refusal has its sentence in both languages."""

import pickle
import re

import pytest

from sekisho.activity.types.rejection import REASONS, BadEvent, Code, SpoiltLine
from sekisho.kernel.texts import Text

_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence_in_both_languages(code: str) -> None:
    fault = BadEvent(code, field="body.x", detail=Text("あ", "b"))

    assert _JAPANESE.search(fault.reason.ja)
    assert fault.reason.en.isascii()
    assert "{" not in fault.reason.en.replace("{ and }", "")


def test_the_sentence_names_field_and_detail() -> None:
    fault = BadEvent(Code.RANGE, field="body.quantity", detail=">= 0")

    assert str(fault) == "body.quantity is out of range (allowed: >= 0)."
    assert fault.reason.ja == "body.quantity の値が範囲外です（>= 0）。"


def test_a_detail_with_braces_stands_as_it_is() -> None:
    assert "{field}" in str(BadEvent(Code.CHOICE, field="x", detail="{field}"))


def test_the_list_of_sentences_holds_every_code_and_no_other() -> None:
    assert set(REASONS) == set(Code)


def test_a_spoilt_line_is_bytes_with_the_reason_beside_it() -> None:
    line = SpoiltLine.of(b"abc", rejection=BadEvent(Code.EMPTY), size=9, sha256="00")

    assert line == b"abc"
    assert (line.rejection.code, line.size, line.sha256) == (Code.EMPTY, 9, "00")


def test_a_rejection_survives_the_way_to_another_process() -> None:
    sent = BadEvent(Code.RANGE, field="body.cash", detail=Text("0以上", ">= 0"))

    received = pickle.loads(pickle.dumps(sent))  # noqa: S301 - what was just written

    assert (received.code, received.field, received.reason) == (sent.code, sent.field, sent.reason)
