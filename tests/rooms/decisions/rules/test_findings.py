"""Findings are made from the table and from nowhere else."""

import re
import string

import pytest

from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.messages import MESSAGES
from sekisho.decisions.types.finding import Place

PLACE = Place("rules/x.toml", 3)


@pytest.mark.parametrize("code", MESSAGES)
def test_each_message_has_a_code_of_three_parts_and_both_languages(code: str) -> None:
    _, japanese, english = MESSAGES[code]

    assert re.fullmatch(r"[a-z_]+(:[a-z_]+){2}", code)
    assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese)
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]", english)


@pytest.mark.parametrize("code", MESSAGES)
def test_each_message_is_filled_from_slots(code: str) -> None:
    _, japanese, english = MESSAGES[code]
    slots = {name for text in (japanese, english) for _, name, _, _ in string.Formatter().parse(text) if name}

    made = finding(code, PLACE, **dict.fromkeys(slots, "値"))

    assert ("値" in made.text.ja) == bool(slots)


def test_slots_of_a_language_go_to_that_language() -> None:
    made = finding("key:value:wrong", PLACE, key="id", expected_ja="文字列", expected_en="a text")

    assert made.text.ja == "id は 文字列 で書いてください。"
    assert made.text.en == "id must be a text"
