"""Evidence as people read it."""

import re
from pathlib import Path

import pytest

import sekisho.surveillance.rules.account as in_rules
from sekisho.surveillance.types.evidence import SIGNALS, WORDS, spell


@pytest.mark.parametrize(
    ("name", "value", "ja", "en"),
    [
        ("buyers", 1_234, "1,234", "1,234"),
        ("unusual_buyers", 0.06, "0.06", "0.06"),
        ("value", 5_040_000.0, "5,040,000円", "¥5,040,000"),
        ("price", 84.5, "84.5円", "¥84.5"),
        ("price_move", -0.031, "-3.1%", "-3.1 %"),
        ("value_to_adv", 49.2, "49.2倍", "49.2 times"),
        ("order_to_habit", 20.0, "20倍", "20 times"),
        ("minutes", 14.0, "14分", "14 min"),
        ("minutes", 150.0, "2.5時間", "2.5 h"),
        ("minutes", 4_320.0, "3日", "3 days"),
        ("account_age_days", 40.0, "40日", "40 days"),
        ("session_risk", 0.7, "0.7", "0.7"),
        ("steady", True, "はい", "yes"),
        ("new_name", False, "いいえ", "no"),
        ("answered", "hold", "保留", "held"),
        ("stopped_name", "7992", "7992", "7992"),
        ("names_bought", ("1301", "7992"), "1301、7992", "1301, 7992"),
    ],
)
def test_values_are_spelled_with_their_unit(name: str, value: object, ja: str, en: str) -> None:
    assert (spell(name, value, "ja"), spell(name, value, "en")) == (ja, en)  # type: ignore[arg-type]


def test_an_unknown_signal_is_an_error() -> None:
    with pytest.raises(KeyError):
        spell("nonsense", 1, "ja")


def test_every_signal_and_word_has_both_languages() -> None:
    for text in [*(signal.text for signal in SIGNALS.values()), *WORDS.values()]:
        assert text.ja
        assert text.en
        assert text.en.isascii()


def test_every_signal_is_used_and_every_signal_used_is_known() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(in_rules.__file__).parent.glob("*.py"))
    used = set(re.findall(r'^ +"([a-z_]+)": \(', sources, re.MULTILINE))
    assert used == set(SIGNALS)
