"""Dealings of one account in one name."""

from builders.surveillance import order
from sekisho.kernel.moments import DAY, HOUR, MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.holders import HOLDERS, ORDERS, Book, Holder, bought, meet, sold
from sekisho.surveillance.types.sighting import Sighting


def fill(minute: float, quantity: int) -> Sighting:
    return order("k", minute, type="execution", verdict=None, quantity=quantity, value=84.0 * quantity)


def test_orders_count_until_fills_are_seen_and_then_only_fills() -> None:
    holder = Holder()
    bought(holder, order("k", 0, quantity=500, value=42_000.0))
    assert (holder.bought, holder.average()) == (500, 84.0)
    bought(holder, fill(1, 300))
    bought(holder, order("k", 2, quantity=900))
    bought(holder, fill(3, 100))
    assert holder.bought == 400


def test_an_order_that_was_held_bought_nothing() -> None:
    holder = Holder()
    bought(holder, order("k", verdict=Verdict.HOLD))
    assert (holder.bought, holder.average()) == (0, None)


def test_what_was_bought_long_ago_is_forgotten_when_it_begins_anew() -> None:
    holder = Holder()
    bought(holder, order("k", 0, quantity=500))
    bought(holder, order("k", 61 * DAY / MINUTE, quantity=70))
    assert holder.bought == 70


def test_missing_quantities_and_values_count_as_nothing() -> None:
    holder = Holder()
    bought(holder, order("k", quantity=None, value=None))
    sold(holder, order("k", side="sell", quantity=None, value=None), HOUR)
    assert (holder.bought, holder.sold, holder.received) == (0, 0, 0.0)


def test_sells_are_summed_for_one_window() -> None:
    book = Book()
    for minute in (0, 50, 70):
        sold(book.holder("k"), order("k", minute, side="sell", value=10.0), HOUR)
    assert book.holder("k").received == 10.0
    assert book.sold_value(0) == 10.0
    assert book.sold_value(order("k", 71).at) == 0.0


def test_a_sell_meets_an_unusual_buy_at_one_price_within_two_minutes() -> None:
    book = Book()
    assert meet(book, order("k", 0, side="sell", limit=95.0, quantity=7), odd=False) == []
    assert meet(book, order("v", 1, limit=95.0, quantity=9), odd=True) == [("k", "v", False)]
    assert meet(book, order("w", 1.9, limit=95.0, quantity=7), odd=True) == [("k", "w", True)]
    assert meet(book, order("m", 2, side="sell", limit=95.0, quantity=3), odd=False) == [
        ("m", "v", False),
        ("m", "w", True),
    ]
    assert meet(book, order("x", 4.5, limit=95.0), odd=True) == []


def test_other_orders_do_not_meet() -> None:
    book = Book()
    meet(book, order("k", 0, side="sell", limit=95.0), odd=False)
    assert meet(book, order("h", 0, limit=95.0), odd=False) == []
    assert meet(book, order("k", 0, limit=95.0), odd=True) == []
    assert meet(book, order("v", 0, limit=96.0), odd=True) == []
    assert meet(book, order("v", 0, limit=None), odd=True) == []


def test_the_bounds_hold() -> None:
    book = Book()
    for place in range(HOLDERS + 100):
        book.holder(f"h{place}")
        meet(book, order(f"h{place}", place / 1_000, limit=1.0), odd=False)
    assert len(book.holders) == HOLDERS
    assert len(book.resting) <= ORDERS + 1
    assert book.size() <= 2 + ORDERS + HOLDERS
