"""A rule's file becomes a rule, or findings that name file and line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import rule, rule_text
from sekisho.decisions.rules.rule_file import read_rule
from sekisho.decisions.types.rule import Budget, Mode
from sekisho.kernel.moments import from_rfc3339
from sekisho.kernel.verdicts import Verdict

BAD = [
    ({"id": "Thin Buy"}, "key:value:wrong"),
    ({"id": "other"}, "file:name:differs"),
    ({"version": 0}, "key:value:wrong"),
    ({"events": ["quote"]}, "key:value:wrong"),
    ({"events": []}, "key:value:wrong"),
    ({"channels": ["pigeon"]}, "key:value:wrong"),
    ({"verdict": "allow"}, "rule:verdict:allows"),
    ({"verdict": "perhaps"}, "key:value:wrong"),
    ({"verdict": ""}, "key:name:missing"),
    ({"mode": "maybe"}, "key:value:wrong"),
    ({"mode": ""}, "key:name:missing"),
    ({"more": "end = 2024-12-31"}, "rule:dates:order"),
    ({"more": "priority = 3"}, "key:name:unknown"),
    ({"budget": "[budget]\nper_hour = 3\n"}, "key:name:unknown"),
    ({"budget": "[budget]\nper_minute = 3\n[budget.by_phase]\nnoon = 1\n"}, "key:name:unknown"),
    ({"reason_ja": ""}, "text:language:missing"),
    ({"author": ""}, "key:name:missing"),
]


@pytest.mark.parametrize(("changes", "code"), BAD)
def test_a_mistake_is_named(changes: dict[str, object], code: str) -> None:
    reading = read_rule(rule_text(**changes), source="rules/thin-buy.toml")

    assert code in {each.code for each in reading.findings}


def test_a_code_has_three_parts() -> None:
    text = rule_text().replace("order:instrument:thin", "order:thin")

    (found,) = read_rule(text, source="thin-buy.toml").findings

    assert (found.code, found.place.line) == ("rule:code:malformed", 3)


def test_everything_missing_is_told_at_once() -> None:
    missing = {each.text.en for each in read_rule("", source="x.toml").findings}

    assert {"id is missing", "when is missing", "release is missing", "title is missing"} <= missing


def test_a_file_that_is_no_toml_gives_no_rule() -> None:
    reading = read_rule("id = ", source="x.toml")

    assert reading.rule is None
    assert [each.code for each in reading.findings] == ["file:toml:unreadable"]


@pytest.mark.parametrize("value", ["inf", "nan", "12:30:00"])
def test_values_without_a_canonical_spelling_are_refused(value: str) -> None:
    reading = read_rule(rule_text(more=f"odd = {value}"), source="thin-buy.toml")

    assert "file:toml:unreadable" in {each.code for each in reading.findings}


def test_a_whole_rule_is_read() -> None:
    read = rule(more="end = 2026-01-01", budget="[budget]\nper_minute = 3\n[budget.by_phase]\npreopen = 9\n")

    assert (read.name, read.verdict, read.mode) == ("thin-buy@1", Verdict.HOLD, Mode.LIVE)
    assert read.start == from_rfc3339("2025-01-01T00:00:00+09:00")
    assert read.end == from_rfc3339("2026-01-01T00:00:00+09:00")
    assert read.budget == Budget(per_minute=3, by_phase={"preopen": 9})
    assert [example.fires for example in read.examples] == [True, False]
    assert [obligation.do for obligation in read.obligations] == ["challenge"]


def test_the_first_line_of_the_condition_is_known_for_both_spellings() -> None:
    long = rule()
    short = read_rule(rule_text().replace("'''\n", '"', 1).replace("\n'''", '"', 1), source="thin-buy.toml").rule

    assert long.lines["when.text"] == long.lines["when"] + 1
    assert short is not None
    assert short.lines["when.text"] == short.lines["when"]


def test_spaces_comments_and_the_order_of_keys_do_not_change_the_digest_but_words_do() -> None:
    text = rule_text()
    moved = text.replace("version = 1\n", "").replace('mode = "live"', 'mode   = "live"  # bites\nversion = 1')
    other = read_rule(moved, source="thin-buy.toml").rule

    assert other is not None
    assert other.digest == rule().digest
    assert rule(values=["order_to_adv", "adv"]).digest != rule().digest


@given(st.text(max_size=80))
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    assert read_rule(text, source="x.toml").findings
