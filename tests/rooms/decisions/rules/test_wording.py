"""Facts in sentences, each in its unit and in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import Value
from sekisho.decisions.rules.schema import KNOWN
from sekisho.decisions.rules.wording import fill, moved, slots, spell
from sekisho.kernel.texts import Text

SPELT: list[tuple[str, Value, str, str]] = [
    ("order_value", 1234567, "1,234,567円", "¥1,234,567"),
    ("market_cap", 226190460, "2.26億円", "¥226,190,460"),
    ("market_cap", 123456789012, "1,235億円", "¥123 billion"),
    ("liquidation_1h", 0.953, "95.3%", "95.3%"),
    ("liquidation_1h", 1, "100%", "100%"),
    ("hour_share", 0.05, "5%", "5%"),
    ("order_to_adv", 3.14159, "3.14倍", "3.14 times"),
    ("order_to_adv", 250.4, "250倍", "250 times"),
    ("minutes_since_login", 1, "1分", "1 minute"),
    ("minutes_since_login", 12.7, "12分", "12 minutes"),
    ("minutes_since_login", 0.25, "15秒", "15 seconds"),
    ("minutes_since_login", 185, "3時間", "3 hours"),
    ("minutes_since_login", 10080, "7日", "7 days"),
    ("days_since_login", 1, "24時間", "24 hours"),
    ("device_age_days", 0, "0秒", "0 seconds"),
    ("device_age_days", 0.0887, "2時間", "2 hours"),
    ("device_age_days", 2.25, "2日", "2 days"),
    ("destination_age_hours", 0.5, "30分", "30 minutes"),
    ("destination_age_hours", 2.5, "2時間", "2 hours"),
    ("hour", 3, "3時", "3:00"),
    ("failures_10m", 4, "4", "4"),
    ("network_accounts_1h", 1234.4, "1,234", "1,234"),
    ("logins_before", 17.999, "18", "18"),
    ("hour_share", 0.003, "0.3%", "0.3%"),
    ("hour_share", 0.000456, "0.0456%", "0.0456%"),
    ("hour_share", 0.000001, "0.001%未満", "under 0.001%"),
    ("hour_share", 0, "0%", "0%"),
    ("order_to_adv", 0.0002, "0.001倍未満", "under 0.001 times"),
    ("order_to_adv", 0.004, "0.004倍", "0.004 times"),
    ("score", 0.00001, "0.001未満", "under 0.001"),
    ("destination_age_hours", 1 / 60, "1分", "1 minute"),
    ("destination_age_hours", 0.7 + 0.1, "48分", "48 minutes"),
    ("minutes_since_login", 1 / 60, "1秒", "1 second"),
    ("account_age_days", 700, "700日", "700 days"),
    ("account_age_days", 1500, "4年", "4 years"),
    ("event_type", "cash", "入出金", "deposit or withdrawal"),
    ("position", "cash", "現物", "cash"),
    ("session_risk", 0.8731, "0.873", "0.873"),
    ("score", 0.25, "0.25", "0.25"),
    ("side", "buy", "買い", "buy"),
    ("country", "VN", "VN", "VN"),
    ("new_device", True, "はい", "yes"),
    ("new_device", False, "いいえ", "no"),
    ("adv", None, "不明", "unknown"),
]


@pytest.mark.parametrize(("name", "value", "japanese", "english"), SPELT)
def test_a_fact_is_spelt_in_its_unit(name: str, value: Value, japanese: str, english: str) -> None:
    assert spell(name, value) == Text(japanese, english)


@given(st.sampled_from(sorted(KNOWN)), st.floats(-1e12, 1e12))
def test_every_number_of_every_fact_can_be_spelt(name: str, value: float) -> None:
    if KNOWN[name].kind == Kind.NUMBER:
        assert all(spell(name, value).read(language) for language in ("ja", "en"))


def test_a_sentence_is_filled_in_both_languages() -> None:
    template = Text("{order_value}の{side}", "{side} of {order_value}")

    assert fill(template, {"order_value": 1000, "side": "sell"}) == Text("1,000円の売り", "sell of ¥1,000")


def test_what_moved_a_score_is_named_by_the_catalogue_without_what_stands_in_brackets_a_10() -> None:
    said = moved(
        ["new_device", "new_network", "hour", "side"],
        {"new_device": True, "new_network": False, "hour": 3, "side": "buy"},
    )

    assert said.ja == "点数に大きく寄与した事実: 新しい端末＝はい、新しい回線＝いいえ、時刻＝3時、売買の別＝買い。"
    assert said.en == (
        "Facts that moved the score most: device not yet settled on this account = yes, "
        "network not yet settled on this account = no, hour of day in Japan = 3:00, buy or sell = buy."
    )


def test_slots_are_names_only() -> None:
    assert slots("{adv} and {hour}, {{not this}}") == {"adv", "hour"}
    for text in ("{adv!r}", "{adv:3}", "{0}", "{}", "{adv.real}", "{adv", "adv}"):
        with pytest.raises(ValueError, match=r".+"):
            slots(text)
