import re

from sekisho.firms.types.kinds import KINDS


def test_every_kind_has_three_words_and_a_sentence_in_both_languages() -> None:
    assert all(re.fullmatch(r"firms:[a-z]+:[a-z]+", kind) and text.ja and text.en for kind, text in KINDS.items())
