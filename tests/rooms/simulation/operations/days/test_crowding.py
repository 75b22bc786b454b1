from typing import Any

import numpy as np
import pytest
from tests.builders.simulation import scene, world

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.days import crowding
from sekisho.simulation.operations.days.crowding import Gathering, Wish, gather
from sekisho.simulation.rules.book import Intent
from sekisho.simulation.types.words import NEW_YORK


@pytest.fixture
def stage() -> Scene:
    return scene(world())


def wish(stage: Scene, symbol: int, time: int, **values: Any) -> Gathering:
    gathering = gather(stage.gatherings, symbol)
    rows = stage.diary.visits.add(1, account=5, at=time)
    intent = Intent(**({"time": time, "place": gathering.next(), "buys": True, "budget": 3e6} | values))
    gathering.wishes.append(Wish(intent=intent, visit=int(rows[0]), account=5))
    return gathering


def settle(stage: Scene) -> None:
    crowding.settle(stage.world, stage.diary, stage.market, stage.gatherings)


def test_a_wish_becomes_an_order_and_executions_and_the_market_feels_it(stage: Scene) -> None:
    symbol = int(stage.world.thin[0])
    stage.world.instruments.adv[symbol] = 1e6
    wish(stage, symbol, 10 * HOUR)

    settle(stage)

    assert stage.diary.sheets["order"].size == 1
    assert stage.diary.sheets["execution"].size >= 1
    assert stage.market.pressures[symbol].factor.max() > 1


def test_wishes_in_the_lunch_break_come_after_it(stage: Scene) -> None:
    wish(stage, int(stage.world.thin[0]), 12 * HOUR)

    settle(stage)

    assert stage.diary.sheets["order"]["at"][0] - stage.diary.start > 12 * HOUR + 30 * MINUTE


def test_wishes_while_the_market_is_closed_come_to_nothing(stage: Scene) -> None:
    symbol = int(stage.world.thin[0])
    wish(stage, symbol, 20 * HOUR)

    settle(stage)

    assert stage.diary.sheets["order"].size == 0
    assert symbol not in stage.market.pressures


def test_too_small_a_sum_for_one_share_places_no_order(stage: Scene) -> None:
    wish(stage, int(stage.world.thin[0]), 10 * HOUR, budget=0.1)

    settle(stage)

    assert stage.diary.sheets["order"].size == 0


def test_new_york_is_settled_before_midnight(stage: Scene) -> None:
    symbol = int(np.flatnonzero(stage.world.instruments.market == NEW_YORK)[0])
    wish(stage, symbol, 23 * HOUR)

    settle(stage)

    assert stage.market.pressures[symbol].times.max() < 24 * HOUR


def test_a_replacing_order_names_the_one_before(stage: Scene) -> None:
    symbol = int(stage.world.thin[0])
    stage.world.instruments.adv[symbol] = 1e5
    wish(stage, symbol, 10 * HOUR, budget=5e8, reach=0.01)
    wish(stage, symbol, 10 * HOUR + MINUTE, reach=0.02, replaces=0)

    settle(stage)

    sheet = stage.diary.sheets["order"]
    assert sheet["replaces"].tolist() == [-1, sheet["number"][0]]


def test_withdrawn_bids_are_cancelled_by_their_visit(stage: Scene) -> None:
    symbol = int(stage.world.thin[0])
    stage.world.instruments.adv[symbol] = 1e5
    wish(stage, symbol, 10 * HOUR, budget=5e8, reach=0.01, owner=5)
    wish(stage, symbol, 11 * HOUR, buys=False, budget=0.0, quantity=100, reach=0.0, owner=5, withdraws=True)

    settle(stage)

    cancelled = stage.diary.sheets["cancel"]
    assert cancelled["number"].tolist() == [stage.diary.sheets["order"]["number"][0]]
    assert cancelled["visit"][0] >= 0
