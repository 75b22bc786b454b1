from collections import Counter
from datetime import date

import numpy as np
from tests.builders.simulation import scene, told, world

from sekisho.kernel.moments import HOUR
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.days import settings
from sekisho.simulation.types.world import Ints


def visiting(stage: Scene, count: int = 800, times: int = 20) -> Ints:
    who = np.tile(np.arange(count), times)
    return stage.diary.visits.add(len(who), account=who, at=10 * HOUR, factor=stage.world.accounts.factor[who])


def test_customers_rarely_change_their_settings() -> None:
    run = told(accounts=4_000, days=5, past_days=90)
    changes = [e for e in run.of("profile") if e.at.date() >= date(2025, 3, 17)]
    logins = [e for e in run.of("login") if e.at.date() >= date(2025, 3, 17)]

    assert 0.002 < len(changes) / len(logins) < 0.03


def test_every_setting_is_changed_by_somebody() -> None:
    stage = scene(world())

    settings.change(stage.rng, stage.world, stage.diary, visiting(stage))

    assert len(Counter(stage.diary.sheets["profile"]["field"].tolist())) >= 9


def test_an_upgrade_to_a_passkey_stays_and_steady_accounts_keep_what_they_have() -> None:
    stage = scene(world())
    weak = np.flatnonzero(stage.world.accounts.factor < 5)
    stage.world.steady.add(int(weak[0]))

    for _ in range(20):
        settings.change(stage.rng, stage.world, stage.diary, visiting(stage))

    assert (stage.world.accounts.factor[weak] >= 5).mean() > 0.3
    assert stage.world.accounts.factor[weak[0]] < 5


def test_money_comes_in_and_goes_out_and_cash_follows() -> None:
    stage = scene(world())
    before = stage.world.accounts.cash.copy()

    settings.pay(stage.rng, stage.world, stage.diary, visiting(stage))

    sheet = stage.diary.sheets["cash"]
    assert set(sheet["direction"].tolist()) == {0, 1}
    assert set(sheet["method"].tolist()) == {0, 1, 2}
    moved = np.bincount(sheet["account"], np.where(sheet["direction"] == 0, 1, -1) * sheet["amount"], minlength=800)
    assert (stage.world.accounts.cash - before == moved).all()


def test_nobody_withdraws_more_than_there_is() -> None:
    stage = scene(world())

    for _ in range(10):
        settings.pay(stage.rng, stage.world, stage.diary, visiting(stage))

    assert stage.world.accounts.cash.min() >= 0


def test_questions_are_answered_or_time_out() -> None:
    stage = scene(world())

    settings.answer(stage.rng, stage.diary, visiting(stage))

    sheet = stage.diary.sheets["answer"]
    assert set(sheet["answer"].tolist()) == {0, 2}
    assert ((sheet["factor"] < 0) == (sheet["answer"] == 2)).all()


def test_a_transfer_empties_one_holding() -> None:
    stage = scene(world())

    settings.transfer(stage.rng, stage.world, stage.diary, visiting(stage))

    sheet = stage.diary.sheets["transfer"]
    assert sheet.size > 0
    assert (sheet["quantity"] > 0).all()
