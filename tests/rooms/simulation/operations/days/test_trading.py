from collections import Counter
from datetime import date

import pytest
from tests.builders.simulation import Told, told

from sekisho.activity.types.events import Order
from sekisho.simulation.operations.days.trading import year_end


def run() -> Told:
    return told(accounts=4_000, days=5, past_days=90)


def orders() -> list[Order]:
    return [event for event in run().of("order") if event.at.date() >= date(2025, 3, 17)]


def test_customers_buy_and_sell_by_every_kind_and_position() -> None:
    assert {e.body.side for e in orders()} == {"buy", "sell"}
    assert {e.body.kind for e in orders()} == {"market", "limit", "stop"}
    assert {e.body.position for e in orders()} == {"cash", "nisa", "margin_open", "margin_close"}


def test_some_honest_orders_are_in_thin_names() -> None:
    thin = {e.body.symbol for e in run().of("instrument") if e.body.market_cap < 10e9 or e.body.adv < 50e6}

    assert 0.03 < sum(e.body.symbol in thin for e in orders()) / len(orders()) < 0.4


def test_day_traders_place_many_orders_a_day() -> None:
    a_day = Counter((e.account, e.at.date()) for e in orders())

    assert max(a_day.values()) >= 8


def test_most_customers_place_no_order_in_a_week() -> None:
    assert len({e.account for e in orders()}) < 0.35 * 4_000


@pytest.mark.parametrize(("day", "late"), [("2025-12-09", False), ("2025-12-10", True), ("2025-11-30", False)])
def test_the_selling_weeks_begin_in_december(day: str, late: object) -> None:
    assert year_end(date.fromisoformat(day)) is late


def test_more_tax_sheltered_names_are_sold_before_the_year_ends() -> None:
    december = told(accounts=4_000, days=5, past_days=90, start=date(2025, 12, 15))

    def share(made: Told, first: date) -> int:
        return sum(e.body.position == "nisa" for e in made.of("order") if e.at.date() >= first)

    assert share(december, date(2025, 12, 15)) > 1.2 * share(run(), date(2025, 3, 17))
