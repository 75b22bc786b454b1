import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.notices import AT
from sekisho.kernel.texts import Text
from sekisho.notices.rules.patterns import matches
from sekisho.notices.rules.spelling import masked, spell, widest, withheld
from sekisho.notices.types.facts import FACTS
from sekisho.notices.types.notices import FactValue


@pytest.mark.parametrize(
    ("name", "value", "japanese", "english"),
    [
        ("time", AT + 5 * 60_000, "3月17日 9時05分", "17 Mar 09:05 JST"),
        ("day", AT, "2025年3月17日", "17 Mar 2025"),
        ("amount", 1_234_567, "1,234,567円", "1,234,567 yen"),
        ("quantity", 10_000, "10,000", "10,000"),
        ("account", "a-1234567", "4567", "4567"),
        ("factor", Text("パスキー", "Passkey"), "パスキー", "Passkey"),
        ("device", "Pixel 9", "Pixel 9", "Pixel 9"),
        ("device", None, "不明", "unknown"),
        ("device", "", "不明", "unknown"),
        ("device", 7, "不明", "unknown"),
        ("time", "yesterday", "不明", "unknown"),
        ("account", "a", "不明", "unknown"),
        ("device", "http://evil.example", "（表示できません）", "(not shown)"),
        ("device", "電話 03-1234-5678", "（表示できません）", "(not shown)"),
        ("device", "一行\n二行\u202e", "一行 二行", "一行 二行"),
    ],
)
def test_a_value_is_spelt_for_people(name: str, value: FactValue | None, japanese: str, english: str) -> None:
    assert spell(name, value, language="ja") == japanese
    assert spell(name, value, language="en") == english


values = st.one_of(st.text(), st.integers(0, 10**15), st.builds(Text, st.text(), st.text()), st.none())


@settings(deadline=None)
@given(st.sampled_from(sorted(FACTS)), values, st.sampled_from(["ja", "en"]))
def test_whatever_others_write_no_value_holds_what_no_message_may(
    name: str, value: FactValue | None, language: str
) -> None:
    told = spell(name, value if not isinstance(value, int) else value % 4_102_444_800_000, language=language)

    assert list(matches(told)) == []
    assert 0 < len(told) <= FACTS[name].widest
    assert "\n" not in told


@settings(deadline=None)
@given(st.sampled_from(sorted(FACTS)), st.integers(0, 4_102_444_800_000), st.sampled_from(["ja", "en"]))
def test_no_value_is_wider_than_the_place_is_counted_for(name: str, value: int, language: str) -> None:
    assert len(spell(name, value, language=language)) <= len(widest(name, language=language)) == FACTS[name].widest


def test_a_place_is_counted_as_wide_letters_where_it_can_hold_them() -> None:
    assert widest("device", language="en") == "漢" * 24
    assert widest("firm", language="ja")[0] == widest("time", language="ja")[0] == "漢"
    assert widest("firm", language="en")[0] == widest("time", language="en")[0] == "x"
    assert widest("count", language="ja")[0] == "x"


def test_what_is_withheld_fits_its_place() -> None:
    assert withheld("side", language="ja") == "（表示できません"
    assert withheld("device", language="en") == "(not shown)"


@settings(deadline=None)
@given(st.text())
def test_no_more_than_half_of_an_account_and_four_characters_are_shown(account: str) -> None:
    shown = masked(account)

    assert len(shown) == min(4, len(account) // 2)
    assert account.endswith(shown)
