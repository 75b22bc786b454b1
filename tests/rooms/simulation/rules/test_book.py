import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.simulation.rules.book import Book, Intent, Terms, depth_for

NINE = 9 * HOUR


def book(adv: float = 5e6, price: float = 100.0, up: float = 150.0, **values: Any) -> Book:
    return Book(Terms(base=lambda _: price, rounded=round, up=up, down=50, adv=adv), **values)


def buy(place: int = 0, minute: float = 0, **values: Any) -> Intent:
    return Intent(time=NINE + round(minute * MINUTE), place=place, buys=True, **values)


def sell(place: int = 0, minute: float = 0, **values: Any) -> Intent:
    return Intent(time=NINE + round(minute * MINUTE), place=place, buys=False, **values)


def bought(made: Book, place: int) -> int:
    return sum(fill.quantity for fill in made.fills if fill.place == place)


def test_buying_several_days_trade_lifts_the_price_and_selling_lowers_it() -> None:
    up, down = book(), book()

    up.play([buy(budget=20e6)])
    down.play([sell(quantity=200_000)])

    assert up.price(NINE) > 108
    assert down.price(NINE) < 95


def test_pressure_fades_with_time() -> None:
    made = book()
    made.play([buy(budget=20e6)])
    high = made.price(NINE)

    made.rest(15 * HOUR)

    assert made.price(15 * HOUR) < high
    assert made.turns[-1].factor < made.turns[0].factor


def test_a_bid_pays_no_more_than_its_limit_and_the_rest_waits_and_is_filled_as_sellers_return() -> None:
    made = book()
    made.play([buy(budget=20e6, reach=0.02)])
    at_once = bought(made, 0)

    made.rest(15 * HOUR)

    assert all(fill.price <= 102 for fill in made.fills)
    assert 0 < at_once < bought(made, 0)


def test_nothing_trades_above_the_daily_limit() -> None:
    made = book(up=105.0)

    made.play([buy(budget=1e9)])

    assert max(fill.price for fill in made.fills) <= 105


def test_matched_orders_trade_with_each_other_at_one_price_and_moment() -> None:
    made = book()

    made.play([sell(0, 0, quantity=1_000, reach=0.05, rests=True), buy(1, 0.2, quantity=1_000, reach=0.05, twin=0)])

    one, other = made.fills
    assert (one.time, one.price, one.quantity) == (other.time, other.price, other.quantity)
    assert {one.place, other.place} == {0, 1}
    assert one.price == 105


def test_a_resting_offer_is_left_alone_by_bids_below_it() -> None:
    made = book()

    made.play([sell(0, 0, quantity=1_000, reach=0.05, rests=True), buy(1, 1, quantity=1_000, reach=0.0)])

    assert bought(made, 0) == 0


def test_a_seller_with_a_limit_meets_bids_that_pay_it() -> None:
    made = book()

    made.play([buy(0, 0, budget=50e6, reach=0.03), sell(1, 1, quantity=1_000, reach=0.0)])

    assert bought(made, 1) == 1_000


def test_an_offer_at_any_price_meets_the_waiting_bid() -> None:
    made = book()

    made.play([buy(0, 0, budget=50e6, reach=0.03), sell(1, 1, quantity=1_000)])

    assert any(fill.price == 103 and fill.place == 1 for fill in made.fills)


def test_a_seller_stops_at_its_limit() -> None:
    made = book()

    made.play([sell(0, 0, quantity=10_000_000, reach=-0.02)])

    assert all(fill.price >= 98 for fill in made.fills)
    assert bought(made, 0) < 10_000_000


def test_a_later_bid_takes_over_what_an_earlier_one_left_open() -> None:
    made = book()

    made.play([buy(0, 0, budget=20e6, reach=0.01), buy(1, 5, budget=1e6, reach=0.03, replaces=0)])

    assert made.placed[0].left == 0
    assert made.placed[1].replaces == 0
    assert made.placed[1].quantity > 1e6 / 103


def test_a_bid_that_replaces_nothing_open_names_none() -> None:
    made = book(adv=1e12)

    made.play([buy(0, 0, quantity=100, reach=0.02), buy(1, 5, quantity=100, reach=0.02, replaces=0)])

    assert made.placed[1].replaces == -1


def test_covered_sales_never_exceed_what_was_bought_and_held_before() -> None:
    made = book(stock={7: 300})

    made.play([buy(0, 0, quantity=200, owner=7, reach=0.05), sell(1, 1, quantity=10_000, owner=7, covered=True)])

    assert made.placed[1].quantity == 500


def test_covered_purchases_never_exceed_what_was_sold_short() -> None:
    made = book()

    made.play([sell(0, 0, quantity=400, owner=7), buy(1, 1, quantity=10_000, owner=7, covered=True)])

    assert made.placed[1].quantity == 400


def test_an_owner_that_turns_round_withdraws_the_bids_that_wait() -> None:
    made = book()

    made.play(
        [
            buy(0, 0, budget=50e6, reach=0.01, owner=7),
            sell(1, 1, quantity=100, reach=0.05, owner=7, rests=True, withdraws=True),
        ]
    )

    assert made.placed[0].left == 0
    assert made.cancelled == [(NINE + MINUTE, 0)]


def test_no_limit_lies_above_the_ceiling() -> None:
    made = book()

    made.play([buy(0, 0, budget=1e6, reach=0.2, ceiling=110.0)])

    assert made.placed[0].limit == 110


def test_small_sums_buy_single_shares() -> None:
    made = book()

    made.play([buy(0, 0, budget=1_000)])

    assert bought(made, 0) == 9 or bought(made, 0) == 10


@given(st.floats(1.05, 1.5), st.floats(1e6, 1e9), st.floats(1e5, 1e8))
def test_the_depth_of_a_case_leads_its_buying_to_its_rise(rise: float, net: float, adv: float) -> None:
    depth = depth_for(rise, net, adv)

    assert math.exp(depth * math.log1p(net / adv)) == pytest.approx(rise)


@given(st.lists(st.tuples(st.booleans(), st.integers(100, 50_000), st.floats(-0.05, 0.05)), min_size=1, max_size=20))
def test_every_fill_lies_inside_the_daily_limits_and_no_order_is_overfilled(
    steps: list[tuple[bool, int, float]],
) -> None:
    made = book()
    intents = [
        Intent(time=NINE + place * MINUTE, place=place, buys=buys, quantity=quantity, reach=reach)
        for place, (buys, quantity, reach) in enumerate(steps)
    ]

    made.play(intents)
    made.rest(15 * HOUR)

    assert all(50 <= fill.price <= 150 and fill.quantity > 0 for fill in made.fills)
    assert all(bought(made, intent.place) <= made.placed[intent.place].quantity for intent in intents)
