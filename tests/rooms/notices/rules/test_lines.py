from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.notices.rules.lines import key_lines, line_of

TEXT = '''name = "x"

[ja]  # Japanese
title = "t"
text = """
first
name = "not a key"
third"""
short = """one line"""

[en]
title = 't'
'''


def test_every_key_is_found_on_its_line() -> None:
    assert key_lines(TEXT) == {
        "name": 1, "ja": 3, "ja.title": 4, "ja.text": 5, "ja.short": 9, "en": 11, "en.title": 12,
    }  # fmt: skip


def test_words_are_found_behind_their_key() -> None:
    lines = key_lines(TEXT)

    assert line_of(lines, "ja.text", text=TEXT, found="third") == 8
    assert line_of(lines, "ja.text", text=TEXT, found="nowhere") == 5
    assert line_of(lines, "ja.text") == 5


def test_the_nearest_line_stands_for_a_key_that_is_missing() -> None:
    assert line_of(key_lines(TEXT), "en.short") == 11
    assert line_of(key_lines(TEXT), "version") == 1


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_broken_to_look_at(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())
