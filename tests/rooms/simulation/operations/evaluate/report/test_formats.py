"""Figures as people read them."""

import pytest

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.report.formats import (
    minutes,
    number,
    percent,
    spread,
    spread_text,
    three_decimals,
    yen,
)
from sekisho.simulation.types.figures import Interval

NOTHING = Interval(None, None, None)


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0.0%"), (1, "100.0%"), (0.1234, "12.3%"), (0.00012, "0.012%"), (None, "–")]
)
def test_shares_are_percentages(share: float | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1234567, "1,234,567"), (123.4, "123"), (0.01234, "0.0123"), (None, "–")]
)
def test_numbers_keep_three_digits(value: float | None, text: str) -> None:
    assert number(value) == text


def test_areas_have_three_decimals() -> None:
    assert (three_decimals(0.98765), three_decimals(None)) == ("0.988", "–")


def test_money_is_told_in_millions() -> None:
    assert yen(12_345_678) == Text("12.3百万円", "¥12.3 million")
    assert yen(None) == Text("–", "–")


@pytest.mark.parametrize(("value", "text"), [(0.5, "0.5 min"), (90, "1.5 h"), (2880, "2.0 days"), (None, "–")])
def test_time_is_told_in_the_unit_that_suits_it(value: float | None, text: str) -> None:
    assert minutes(value).en == text


def test_an_interval_stands_in_brackets() -> None:
    assert spread(Interval(0.5, 0.4, 0.6), percent) == "50.0% (40.0–60.0%)"
    assert spread(Interval(0.5, None, None), percent) == "50.0%"
    assert spread(NOTHING, percent) == "–"


def test_a_bound_alone_is_told_as_such() -> None:
    assert spread(Interval(None, 0.25, 1.0), percent) == "≥ 25.0%"


def test_times_have_their_interval_in_both_languages() -> None:
    assert spread_text(Interval(1, 0.5, 2), minutes) == Text("1.0分 (0.5分–2.0分)", "1.0 min (0.5 min–2.0 min)")
