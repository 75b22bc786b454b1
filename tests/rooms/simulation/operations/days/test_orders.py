from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.builders.simulation import scene, told, world

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.days import orders
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.types.tables import Table
from sekisho.simulation.types.words import AT_LIMIT, AT_MARKET, BUY, SELL
from sekisho.simulation.types.world import Column, Ints

SATURDAY = date(2025, 3, 22)


@pytest.fixture
def made() -> World:
    return world()


def wish(stage: Scene, hour: float, **values: Any) -> dict[str, Column]:
    """One order to buy 200 shares of a Tokyo name by account 5."""
    rows = stage.diary.visits.add(1, account=5, at=round(hour * HOUR))
    symbol = int(np.flatnonzero(stage.world.instruments.market == 0)[0])
    given = {"visit": rows, "symbol": symbol, "side": BUY, "quantity": 200, "kind": AT_MARKET} | values
    return orders.columns_of(1, time=round(hour * HOUR), **given)


def place(stage: Scene, wishes: dict[str, Column], *, sure: bool = True) -> Ints:
    return orders.place(stage.rng, stage.world, stage.diary, stage.market, wishes, sure=sure)


def executed(stage: Scene) -> Table:
    return stage.diary.sheets["execution"]


def test_an_order_in_the_session_is_filled_soon_and_moves_shares_against_cash(made: World) -> None:
    stage = scene(made)
    made.accounts.cash[5] = 10**9
    wishes = wish(stage, 10)

    place(stage, wishes)

    assert executed(stage)["quantity"].sum() == 200
    assert executed(stage)["at"][0] - stage.diary.start < 10 * HOUR + 5_000
    assert made.accounts.cash[5] < 10**9
    slot = np.flatnonzero((made.accounts.held[5] == wishes["symbol"][0]) & (made.accounts.quantity[5] > 0))
    assert len(slot) == 1


def test_an_order_before_the_opening_is_filled_at_the_opening(made: World) -> None:
    stage = scene(made)

    place(stage, wish(stage, 7))

    assert 0 <= executed(stage)["at"][0] - stage.diary.start - 9 * HOUR < MINUTE


@pytest.mark.parametrize(("hour", "day"), [(20, None), (10, SATURDAY)])
def test_an_order_after_the_close_waits_for_the_next_opening(made: World, hour: float, day: date | None) -> None:
    stage = scene(made, **({"day": day} if day else {}))

    place(stage, wish(stage, hour))
    assert executed(stage).size == 0

    orders.open_waiting(stage.rng, made, stage.diary, stage.market)
    assert executed(stage)["quantity"].sum() == 200
    assert made.waiting == []


def test_a_limit_order_bids_at_or_below_the_market(made: World) -> None:
    stage = scene(made)

    place(stage, wish(stage, 10, kind=AT_LIMIT))

    sheet = stage.diary.sheets["order"]
    assert 0 < sheet["limit"][0] <= stage.market.price(sheet["symbol"], np.array([10 * HOUR]))[0]


def test_some_unfilled_orders_are_withdrawn_by_the_customer() -> None:
    run = told(accounts=4_000, days=5, past_days=90)
    order = {event.body.order: event.at for event in run.of("order")}
    withdrawn = run.of("cancel")

    assert withdrawn
    assert all(event.at > order[event.body.order] for event in withdrawn)


def test_some_unfilled_orders_are_replaced_by_a_later_one_of_the_same_name() -> None:
    run = told(accounts=4_000, days=5, past_days=90)
    order = {event.body.order: event for event in run.of("order")}
    later = [event for event in run.of("order") if event.body.replaces]

    assert later
    for event in later:
        before = order[event.body.replaces]
        assert event.at > before.at
        assert (event.account, event.body.symbol, event.body.side) == (
            before.account,
            before.body.symbol,
            before.body.side,
        )


def test_every_execution_belongs_to_an_earlier_order_and_none_is_overfilled() -> None:
    run = told("mixed", "case-a", accounts=2_000, days=3)
    ordered = {event.body.order: event for event in run.of("order")}
    filled = defaultdict(int)
    for event in run.of("execution"):
        assert event.at >= ordered[event.body.order].at
        assert event.account == ordered[event.body.order].account
        filled[event.body.order] += event.body.quantity

    assert all(quantity <= ordered[number].body.quantity for number, quantity in filled.items())


def test_selling_more_than_is_held_leaves_nothing_below_zero(made: World) -> None:
    stage = scene(made)
    symbol = int(made.accounts.held[5, 0])

    held, cash = int(made.accounts.quantity[5, 0]), int(made.accounts.cash[5])

    orders.move(made, stage.diary.number, 5, symbol, -(10**9), 10.0)

    assert made.accounts.quantity[5].min() >= 0
    assert made.accounts.cash[5] == cash + held * 10


def test_a_sale_of_what_is_not_held_changes_no_shares(made: World) -> None:
    stage = scene(made)
    absent = int(np.setdiff1d(np.arange(300), made.accounts.held[5])[0])
    before = made.accounts.quantity[5].copy()

    orders.move(made, stage.diary.number, 5, absent, -100, 10.0)

    assert (made.accounts.quantity[5] == before).all()


def test_large_orders_may_be_filled_in_parts(made: World) -> None:
    stage = scene(made)
    rows = stage.diary.visits.add(300, account=np.arange(300), at=10 * HOUR)
    wishes = orders.columns_of(300, visit=rows, time=10 * HOUR, symbol=0, side=SELL, quantity=500, kind=AT_MARKET)

    place(stage, wishes)

    sheet = executed(stage)
    assert sheet.size > 300
    assert (np.bincount(sheet["number"] - sheet["number"].min(), sheet["quantity"]) == 500).all()
