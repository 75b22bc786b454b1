import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.factors import GOOD

from sekisho.authentication.rules.passwords import common, least, spelled, weaknesses
from sekisho.authentication.types.passwords import Weakness


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("password12345678", Weakness.COMMON),
        ("Passw0rd!Passw0rd!x", Weakness.COMMON),
        ("P@$$w0rd2026!Tokyo", Weakness.COMMON),
        ("ｐａｓｓｗｏｒｄ１２３４５６７８", Weakness.COMMON),
        ("qwertyuiopasdfghjkl", Weakness.COMMON),
        ("sekisho-hanako1985", Weakness.EXPECTED),
        ("yamazakura.7731.!", Weakness.EXPECTED),
        ("aaaaaaaaaaaaaaaaaa", Weakness.MONOTONE),
        ("ababababababababab", Weakness.MONOTONE),
        ("abcdefghijklmnop", Weakness.MONOTONE),
        ("zyxwvutsrqponmlkj", Weakness.MONOTONE),
        ("kaeru7!kaeru7!", Weakness.MONOTONE),
    ],
)
def test_what_others_would_guess_is_refused(password: str, weakness: Weakness) -> None:
    assert weakness in weaknesses(password, alone=True, words=("yamazakura-7731", "関所証券", "Sekisho Securities"))


@pytest.mark.parametrize(
    "password", [GOOD, "ひらがなのなかにかくれたかえる", "my dragon eats violet umbrellas at noon", "v9#Lq2!xT7m_Rw4"]
)
def test_length_counts_and_kinds_of_characters_do_not(password: str) -> None:
    assert weaknesses(password, alone=True, words=("a-1",)) == ()


@given(length=st.integers(0, 300), alone=st.booleans())
def test_length_has_a_floor_and_a_roof(length: int, alone: bool) -> None:  # noqa: FBT001
    password = (GOOD * 12)[:length]
    found = weaknesses(password, alone=alone, words=())

    assert (Weakness.SHORT in found) == (length < least(alone=alone))
    assert (Weakness.LONG in found) == (length > 256)


def test_eight_characters_do_where_something_else_is_asked_for() -> None:
    assert weaknesses("k7#vQ2!m", alone=False, words=()) == ()
    assert weaknesses("k7#vQ2!m", alone=True, words=()) == (Weakness.SHORT,)


def test_one_password_has_one_spelling_on_every_keyboard() -> None:
    assert spelled("ｋａｅｒｕ１") == spelled("kaeru1")


def test_the_shipped_list_holds_small_words_only() -> None:
    assert len(common()) > 500
    assert all(word == word.strip().casefold() and len(word) >= 2 for word in common())


@given(text=st.text(max_size=80), words=st.lists(st.text(max_size=12), max_size=4))
def test_more_to_guess_from_never_makes_a_password_better(text: str, words: list[str]) -> None:
    assert len(weaknesses(text, alone=True, words=words)) >= len(weaknesses(text, alone=True, words=()))
