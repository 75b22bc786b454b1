import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.web.rules.languages import LANGUAGES, chosen_language


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "language"),
    [
        ("", "", "", "ja"),
        ("en", "ja", "ja", "en"),
        ("", "en", "ja", "en"),
        ("xx", "", "en-GB,en;q=0.9", "en"),
        ("", "", "fr-FR, en;q=0.5, ja;q=0.8", "ja"),
        ("", "", "fr-FR, de", "ja"),
        ("", "", "en;q=0, ja;q=0.1", "ja"),
        ("", "", "en;q=nonsense", "ja"),
        ("", "", "en;level=1", "en"),
    ],
)
def test_a_page_speaks_japanese_unless_somebody_asked_for_english(
    asked: str, kept: str, accepted: str, language: str
) -> None:
    assert chosen_language(asked=asked, kept=kept, accepted=accepted) == language


@given(st.text(max_size=600))
def test_whatever_a_browser_accepts_one_of_our_languages_comes_out(accepted: str) -> None:
    assert chosen_language(asked="", kept="", accepted=accepted) in LANGUAGES
