"""The generated reference is what the code says."""

import pytest
from tools.pages.markdown import WordsError, words
from tools.reference import DIRECTORY, pages, stale


def test_the_checked_in_pages_are_those_that_the_code_gives() -> None:
    assert stale(pages(), DIRECTORY) == [], "run: uv run python -m tools.reference"


def test_a_name_without_words_stops_the_pages() -> None:
    with pytest.raises(WordsError, match=r"write words for \['paused'\]"):
        words("modes", ["live", "shadow", "off", "paused"])


def test_words_without_a_name_stop_the_pages() -> None:
    with pytest.raises(WordsError, match=r"nothing is called \['off'\]"):
        words("modes", ["live", "shadow"])
