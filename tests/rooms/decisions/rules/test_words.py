"""The words of text facts, told apart by fact and in both languages."""

import pytest

from sekisho.decisions.rules.schema import KNOWN, WORDS
from sekisho.decisions.rules.words import MEANINGS, meaning
from sekisho.kernel.texts import Text


@pytest.mark.parametrize("fact", sorted(WORDS))
def test_every_word_that_a_fact_can_be_has_a_meaning(fact: str) -> None:
    assert set(WORDS[fact]) == set(MEANINGS[fact])


def test_every_meaning_is_of_a_fact_and_in_both_languages() -> None:
    for fact, words in MEANINGS.items():
        assert fact in KNOWN
        assert all(text.ja and text.en.isascii() and text.en for text in words.values())


def test_the_words_of_one_fact_all_read_differently() -> None:
    for fact, words in MEANINGS.items():
        assert len({text.ja for text in words.values()}) == len({text.en for text in words.values()}) == len(words), (
            fact
        )


def test_the_same_word_means_what_its_fact_says() -> None:
    assert meaning("event_type", "cash") == Text("入出金", "deposit or withdrawal")
    assert meaning("position", "cash") == Text("現物", "cash")
    assert meaning("field", "market") == Text("取引できる市場", "markets")
    assert meaning("order_kind", "market") == Text("成行", "market order")
    assert meaning("field", "phone") == Text("電話番号", "telephone number")
    assert meaning("channel", "phone") == Text("電話", "telephone")


def test_a_word_that_is_not_listed_is_shown_as_it_is() -> None:
    assert meaning("country", "VN") == meaning("segment", "VN") == Text("VN", "VN")
