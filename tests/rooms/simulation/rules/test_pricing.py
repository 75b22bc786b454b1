import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.simulation.rules.pricing import daily_limit, rounded, rounded_one, tick


@pytest.mark.parametrize(
    ("price", "fine", "step"),
    [(84, False, 1), (84, True, 0.1), (1_000, True, 0.1), (1_001, True, 0.5), (4_000, False, 5), (60_000, False, 100)],
)
def test_ticks_follow_the_table_of_the_exchange(price: float, fine: object, step: float) -> None:
    assert tick(np.array([price]), np.array([fine]))[0] == step


@pytest.mark.parametrize(
    ("base", "limit"), [(84, 30), (99, 30), (100, 50), (105, 50), (180, 50), (200, 80), (3_000, 700), (60e6, 7e6)]
)
def test_limits_follow_the_table_of_the_exchange(base: float, limit: float) -> None:
    assert daily_limit(np.array([base]))[0] == limit


@given(st.floats(1, 1e6), st.booleans())
def test_a_rounded_price_lies_on_its_tick_and_near(price: float, fine: object) -> None:
    found = rounded(np.array([price]), np.array([fine]))
    step = tick(np.array([price]), np.array([fine]))[0]

    assert abs(found[0] - price) <= step
    assert abs(found[0] / step - round(found[0] / step)) < 1e-6


@given(st.floats(0.01, 2e7), st.booleans())
def test_a_single_price_is_rounded_as_in_a_list(price: float, fine: object) -> None:
    assert rounded_one(price, fine=bool(fine)) == rounded(np.array([price]), np.array([fine]))[0]


def test_no_price_falls_below_one_tick() -> None:
    assert rounded(np.array([0.01]), np.array([False]))[0] == 1
