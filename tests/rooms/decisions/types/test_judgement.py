"""What the judge hands back."""

from sekisho.decisions.types.judgement import Alarm


def test_an_alarm_says_in_both_languages_which_rule_reached_which_limit() -> None:
    text = Alarm(rule="thin-buy@1", at=0, phase="morning", limit=30).text

    assert text.en == "Rule thin-buy@1 reached its limit of 30 a minute and now asks for a step-up instead."
    assert "thin-buy@1" in text.ja
    assert "30件" in text.ja
