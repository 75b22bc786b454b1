"""How far from chance."""

from math import exp, factorial, log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.surveillance.rules.chance import score_of, surprise, together


def test_nothing_seen_is_no_surprise() -> None:
    assert surprise(0, 0.1) == 0.0


@pytest.mark.parametrize(("count", "expected"), [(1, 0.5), (3, 0.06), (10, 4.0)])
def test_the_tail_is_the_one_of_the_poisson_distribution(count: int, expected: float) -> None:
    below = sum(exp(-expected) * expected**k / factorial(k) for k in range(count))
    assert surprise(count, expected) == pytest.approx(-log10(1.0 - below), rel=1e-6)


def test_a_tail_far_below_what_a_float_can_hold_is_still_told_apart() -> None:
    assert surprise(200, 0.01) > surprise(190, 0.01) > 400.0


@given(st.integers(1, 100), st.floats(0.001, 50.0))
def test_more_seen_is_more_surprising_and_more_expected_is_less(count: int, expected: float) -> None:
    usual = surprise(count, expected)
    assert surprise(count + 1, expected) >= usual - 1e-9
    assert usual >= surprise(count, expected * 1.5) - 1e-9
    assert usual >= 0.0


@given(st.floats(0.0, 1e3))
def test_a_score_lies_between_nothing_and_one(surprised: float) -> None:
    assert 0.0 <= score_of(surprised) <= 1.0


@given(st.lists(st.floats(-1.0, 2.0), max_size=6), st.floats(0.0, 1.0))
def test_one_more_sign_never_weakens_the_others(strengths: list[float], more: float) -> None:
    assert 0.0 <= together(*strengths) <= together(*strengths, more) + 1e-12 <= 1.0 + 1e-12
