import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.grants.limits import OverLimit, over, within
from sekisho.firms.types.clients import OrderLimits

LIMITS = OrderLimits(per_order_yen=100, per_day_yen=250, symbols=("7203",), markets=("TSE",))


@pytest.mark.parametrize(
    ("order", "beyond"),
    [
        ({}, None),
        ({"yen": 101}, OverLimit.ORDER),
        ({"yen": 0}, OverLimit.NO_ORDERS),
        ({"spent": 150}, None),
        ({"spent": 151}, OverLimit.DAY),
        ({"symbol": "9984"}, OverLimit.SYMBOL),
        ({"market": "NSE"}, OverLimit.MARKET),
    ],
)
def test_an_order_lies_within_every_limit_or_is_beyond_one(order: dict[str, object], beyond: OverLimit | None) -> None:
    assert over(LIMITS, **{"yen": 100, "symbol": "7203", "market": "TSE", "spent": 0, **order}) is beyond  # type: ignore[arg-type]


def test_who_was_allowed_no_orders_places_none() -> None:
    assert over(None, yen=1, symbol="x", market="y", spent=0) is OverLimit.NO_ORDERS


def test_an_empty_list_allows_everything() -> None:
    open_ = OrderLimits(per_order_yen=1, per_day_yen=1)

    assert over(open_, yen=1, symbol="x", market="y", spent=0) is None


@given(st.lists(st.integers(1, 200), max_size=20))
def test_what_was_let_through_never_exceeds_the_day(orders: list[int]) -> None:
    spent = 0
    for yen in orders:
        if over(LIMITS, yen=yen, symbol="7203", market="TSE", spent=spent) is None:
            spent += yen
    assert spent <= LIMITS.per_day_yen


def test_limits_may_be_narrower_and_never_wider() -> None:
    assert within(LIMITS, LIMITS)
    assert within(LIMITS, OrderLimits(per_order_yen=100, per_day_yen=250))
    for wider in (
        OrderLimits(per_order_yen=101, per_day_yen=250, symbols=("7203",), markets=("TSE",)),
        OrderLimits(per_order_yen=100, per_day_yen=251, symbols=("7203",), markets=("TSE",)),
        OrderLimits(per_order_yen=100, per_day_yen=250, markets=("TSE",)),
        OrderLimits(per_order_yen=100, per_day_yen=250, symbols=("7203",), markets=("TSE", "NSE")),
    ):
        assert not within(wider, LIMITS)
