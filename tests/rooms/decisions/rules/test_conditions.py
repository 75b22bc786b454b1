"""Conditions are held against the event types of their rule, with the line in the file."""

from dataclasses import replace

from builders.decisions import condition, rule
from sekisho.decisions.rules.conditions import conditions_of, read_condition


def test_a_mistake_in_the_condition_is_told_with_the_line_of_the_file() -> None:
    read = rule(when="side = 'buy'\nAND order_to_add > 3")

    found, (finding,) = read_condition(read)

    assert found is None
    assert finding.place.line == read.lines["when"] + 2
    assert "order_to_adv" in finding.text.en


def test_a_fact_never_present_for_any_of_the_events_is_an_error_and_for_some_a_warning() -> None:
    _, (never,) = read_condition(rule(events=["login"], when="outcome = 'success'\nAND side = 'buy'"))
    _, (sometimes,) = read_condition(rule(events=["order", "login"], when="new_device\nAND side = 'buy'"))

    assert (never.severity, never.code) == ("error", "condition:fact:never")
    assert (sometimes.severity, sometimes.code) == ("warning", "condition:fact:sometimes")
    assert never.place.line == sometimes.place.line == rule().lines["when"] + 2


def test_a_condition_that_cannot_be_read_is_left_out() -> None:
    good = rule()

    assert [each.rule for each in conditions_of([replace(good, when="nonsense >"), good])] == [good]


def test_rules_that_read_a_freeze_or_a_brake_are_fixed() -> None:
    assert condition(when="frozen").fixed
    assert condition(when="side = 'buy' AND brake = 'all'").fixed
    assert not condition().fixed
