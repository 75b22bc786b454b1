from collections.abc import Callable

import numpy as np
import pytest
from tests.builders.simulation import scene, world

from sekisho.kernel.moments import HOUR
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.days import crowds
from sekisho.simulation.operations.days.crowding import Gathering, Wish, gather
from sekisho.simulation.operations.days.market import tell_instruments
from sekisho.simulation.rules.book import Intent
from sekisho.simulation.types.words import BUY, ETF
from sekisho.simulation.types.world import Ints


@pytest.fixture
def stage() -> Scene:
    made = scene(world(accounts=4_000))
    tell_instruments(made.rng, made.diary, made.market)
    return made


def until(act: Callable[[], object], sheet: Callable[[], object], tries: int = 60) -> None:
    """Repeat what happens only on some days until it has happened."""
    for _ in range(tries):
        act()
        if sheet():
            return
    raise AssertionError


def present(stage: Scene, count: int = 400, hour: int = 10) -> Ints:
    who = np.arange(count)
    stage.world.accounts.cash[who] = 10**7
    return stage.diary.visits.add(count, account=who, at=hour * HOUR)


def test_news_of_a_thin_name_is_disclosed_and_bought_by_many(stage: Scene) -> None:
    until(lambda: crowds.gather_news(stage.rng, stage.world, stage.diary, stage.gatherings), lambda: stage.gatherings)

    ((symbol, gathering),) = stage.gatherings.items()
    assert symbol in stage.world.thin
    assert len(gathering.wishes) >= 3
    assert all(wish.hijack is None and wish.intent.buys for wish in gathering.wishes)
    disclosed = stage.diary.sheets["instrument"]
    assert disclosed["symbol"][disclosed["disclosed"] > 0].tolist() == [symbol]


def test_no_news_while_the_exchange_is_closed(stage: Scene) -> None:
    stage.diary.opens = False

    for _ in range(20):
        crowds.gather_news(stage.rng, stage.world, stage.diary, stage.gatherings)
        crowds.issue(stage.rng, stage.world, stage.diary, stage.market)

    assert not stage.gatherings
    assert stage.diary.sheets["order"].size == 0


def test_a_disclosure_of_a_name_nobody_told_of_adds_nothing() -> None:
    stage = scene(world())

    until(lambda: crowds.gather_news(stage.rng, stage.world, stage.diary, stage.gatherings), lambda: stage.gatherings)

    assert stage.diary.sheets["instrument"].size == 0


def test_a_new_issue_is_bought_by_many_around_the_opening(stage: Scene) -> None:
    sheet = stage.diary.sheets["order"]
    until(lambda: crowds.issue(stage.rng, stage.world, stage.diary, stage.market), lambda: sheet.size)

    assert len(set(sheet["symbol"].tolist())) == 1
    assert np.abs(sheet["at"] - stage.diary.start - 9 * HOUR).max() < 1.5 * HOUR
    assert sheet.size >= 5


def test_a_new_issue_needs_no_busy_name() -> None:
    stage = scene(world())
    stage.world.instruments.adv[:] = 1e6
    sheet = stage.diary.sheets["order"]

    until(lambda: crowds.issue(stage.rng, stage.world, stage.diary, stage.market), lambda: sheet.size)

    assert sheet.size


def test_a_switch_sells_everything_and_buys_one_name_and_ends_the_days_trading(stage: Scene) -> None:
    rows = present(stage, 4_000)

    left = crowds.switch(stage.rng, stage.world, stage.diary, stage.market, rows)

    sheet = stage.diary.sheets["order"]
    switched = set(stage.diary.visits["account"][np.setdiff1d(rows, left)].tolist())
    assert 0 < len(switched) < 30
    bought = sheet["side"] == BUY
    assert (stage.world.instruments.segment[sheet["symbol"][bought]] == ETF).mean() > 0.3
    for account in switched & set(sheet["account"].tolist()):
        assert (sheet["side"][sheet["account"] == account] == BUY).sum() == 1


def test_who_holds_nothing_has_nothing_to_switch(stage: Scene) -> None:
    stage.world.accounts.quantity[:] = 0

    crowds.switch(stage.rng, stage.world, stage.diary, stage.market, present(stage, 4_000))

    assert stage.diary.sheets["order"].size == 0


def bid(stage: Scene, symbol: int, hour: int, place: int = 0) -> Gathering:
    gathering = gather(stage.gatherings, symbol)
    for minute in range(40):
        intent = Intent(time=hour * HOUR + minute * 60_000, place=gathering.next(), buys=True, quantity=100)
        gathering.wishes.append(Wish(intent=intent, visit=0, account=place))
    return gathering


def test_a_moving_price_is_chased_by_some_and_sold_by_holders(stage: Scene) -> None:
    symbol = int(stage.world.thin[0])
    rows = present(stage, 400)
    stage.world.accounts.held[:50, 0], stage.world.accounts.quantity[:50, 0] = symbol, 500
    gathering = bid(stage, symbol, 9)

    crowds.chase(stage.rng, stage.world, stage.diary, stage.gatherings, rows)

    others = gathering.wishes[40:]
    assert any(wish.intent.buys for wish in others)
    assert any(not wish.intent.buys for wish in others)
    assert all(wish.hijack is None for wish in others)


def test_nobody_chases_foreign_names_or_offers_alone(stage: Scene) -> None:
    foreign = int(np.flatnonzero(stage.world.instruments.market > 0)[0])
    bid(stage, foreign, 11)
    offers = gather(stage.gatherings, int(stage.world.thin[0]))
    offers.wishes.append(Wish(intent=Intent(time=10 * HOUR, place=0, buys=False, quantity=100), visit=0, account=1))

    crowds.chase(stage.rng, stage.world, stage.diary, stage.gatherings, present(stage))

    assert len(stage.gatherings[foreign].wishes) == 40
    assert len(offers.wishes) == 1
