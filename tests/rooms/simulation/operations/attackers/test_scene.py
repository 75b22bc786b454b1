import numpy as np
from tests.builders.simulation import scene, world

from sekisho.simulation.operations.attackers import scene as scenes
from sekisho.simulation.operations.world.devices import DESKS
from sekisho.simulation.queries.packed import blocks
from sekisho.simulation.types.words import FIELD, WEB

TEN = 10 * 3_600_000


def test_a_fresh_machine_was_never_seen_and_shows_an_honest_browser() -> None:
    stage = scene(world())

    thing = scenes.fresh(stage, DESKS, channel=WEB)

    assert thing.cookie not in stage.world.devices.cookie
    assert thing.agent in stage.world.devices.agent or thing.agent >= 0


def test_a_likeness_shows_the_victims_browser_under_another_cookie() -> None:
    stage = scene(world())
    device = stage.world.accounts.device[5, 0]

    thing = scenes.likeness(stage, 5)

    assert thing.agent == stage.world.devices.agent[device]
    assert thing.cookie != stage.world.devices.cookie[device]


def test_a_neighbour_is_in_the_block_of_the_home_or_at_the_carrier() -> None:
    stage = scene(world())
    found = blocks()["residential"]
    four = int(np.flatnonzero(stage.world.accounts.block >= 0)[0])
    six = int(np.flatnonzero(stage.world.accounts.block < 0)[0])
    block = stage.world.accounts.block[four]

    assert scenes.neighbour(stage, four) >> (32 - found.bits[block]) == found.start[block] >> (32 - found.bits[block])
    assert scenes.neighbour(stage, six) < 2**32


def test_a_login_that_works_shows_the_holdings_as_often_as_to_honest_customers() -> None:
    shown = 0
    for seed in range(40):
        stage = scene(world(accounts=60), seed=seed)
        hijack = stage.truth.open(5, "test", "test")
        thing = scenes.fresh(stage, DESKS, channel=WEB)
        row = scenes.open_visit(stage, 5, TEN, thing, scenes.line(stage, "rented"), 0)
        scenes.get_in(stage, row, hijack, TEN)
        shown += stage.diary.sheets["holdings"].size
        assert hijack.entered

    assert 20 < shown < 39


def test_nobody_is_at_hand_when_nobody_came() -> None:
    assert scenes.at_hand(scene(world()), 0, TEN) is None


def test_who_is_at_hand_came_in_time_and_is_nobodys_victim_yet() -> None:
    stage = scene(world())
    stage.present = stage.diary.visits.add(3, account=[5, 6, 7], at=[TEN, TEN, 2 * TEN])
    stage.truth.taken.add(5)

    assert scenes.at_hand(stage, TEN - 1, TEN) == 6


def test_a_change_of_settings_is_bad() -> None:
    stage = scene(world())
    hijack = stage.truth.open(5, "test", "test")
    row = scenes.open_visit(stage, 5, TEN, scenes.fresh(stage, DESKS, channel=WEB), 1, 0)

    scenes.change(stage, row, hijack, TEN, FIELD["email"])

    assert stage.diary.sheets["profile"]["incident"].tolist() == [hijack.number]
