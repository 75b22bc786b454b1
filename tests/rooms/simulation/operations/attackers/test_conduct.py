import numpy as np
import pytest
from tests.builders.simulation import scene, world

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.simulation.operations.attackers.conduct import Conduct, hastened, plunder
from sekisho.simulation.operations.attackers.scene import Access, Scene
from sekisho.simulation.operations.days.crowding import Wish
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import MARGIN_OPEN

TEN = 10 * HOUR
PLAIN = Conduct()


def robbed(
    conduct: Conduct = PLAIN, *, count: int = 1, time: int = TEN, seed: int = 1, cash: int = 0
) -> tuple[Scene, Hijack, list[Wish], float]:
    stage = scene(world(), seed=seed)
    stage.world.accounts.cash[5] = cash
    rows = stage.diary.visits.add(1, account=5, at=time)
    hijack = stage.truth.open(5, "test", "test")
    symbols = stage.world.thin[:count].tolist()
    worth = float(
        (stage.world.accounts.quantity[5] * stage.world.instruments.close[stage.world.accounts.held[5]]).sum()
    )
    plunder(stage, Access(int(rows[0]), time), hijack, conduct, symbols)
    wishes = [wish for symbol in symbols for wish in stage.gatherings[symbol].wishes]
    return stage, hijack, wishes, worth


def test_everything_is_sold_within_about_half_an_hour_and_put_into_one_name() -> None:
    stage, hijack, wishes, worth = robbed()

    sells = stage.diary.sheets["order"]
    assert hijack.sold == pytest.approx(worth, rel=0.01)
    assert MINUTE <= sells["at"].min() - stage.diary.start - TEN <= 15 * MINUTE
    assert sells["at"].max() - sells["at"].min() < 45 * MINUTE
    assert 0.85 <= sum(wish.intent.budget for wish in wishes) / hijack.sold <= 1.0
    assert set(sells["incident"].tolist()) == {hijack.number}


def test_money_may_go_into_two_names() -> None:
    stage, hijack, wishes, _ = robbed(count=2)

    assert len(stage.gatherings) == 2
    assert 0.85 <= sum(wish.intent.budget for wish in wishes) / hijack.sold <= 1.0


def test_cash_is_spent_too() -> None:
    _, hijack, wishes, _ = robbed(cash=10**8)

    assert sum(wish.intent.budget for wish in wishes) > 0.84 * (hijack.sold + 10**8)


def test_an_account_without_holdings_spends_its_cash() -> None:
    stage = scene(world())
    stage.world.accounts.quantity[5], stage.world.accounts.cash[5] = 0, 10**6
    rows = stage.diary.visits.add(1, account=5, at=TEN)
    hijack = stage.truth.open(5, "test", "test")

    plunder(stage, Access(int(rows[0]), TEN), hijack, Conduct(), stage.world.thin[:1].tolist())

    assert hijack.sold == 0
    assert sum(w.intent.budget for w in stage.gatherings[int(stage.world.thin[0])].wishes) > 8e5


def test_ceilings_hold() -> None:
    _, _, by_sum, _ = robbed(Conduct(budget=1_000.0))
    stage, _, by_trade, _ = robbed(Conduct(adv_share=0.01))

    assert sum(wish.intent.budget for wish in by_sum) == pytest.approx(1_000)
    assert sum(w.intent.budget for w in by_trade) <= 0.01 * stage.world.instruments.adv[stage.world.thin[0]] + 1


def test_the_patient_sell_a_part_of_some_holdings() -> None:
    stage, hijack, _, worth = robbed(Conduct(sells=0.2))

    assert 0 < hijack.sold < 0.5 * worth
    assert stage.diary.sheets["order"].size < (stage.world.accounts.quantity[5] > 0).sum() + 1


def test_margin_buys_more_than_is_owned() -> None:
    _, hijack, wishes, _ = robbed(Conduct(margin=1.0))

    assert sum(wish.intent.budget for wish in wishes) > 1.5 * hijack.sold
    assert {wish.position for wish in wishes} == {MARGIN_OPEN}


def test_bids_replace_each_other_and_end_before_the_close() -> None:
    _, _, wishes, _ = robbed(Conduct(slices=(4, 4)), time=15 * HOUR + 20 * MINUTE)

    assert [wish.intent.replaces for wish in wishes] == [-1, 0, 1, 2]
    assert max(wish.intent.time for wish in wishes) <= 15 * HOUR + 25 * MINUTE


def test_haste_scales_the_waiting() -> None:
    assert hastened(Conduct(), 0.5).haste == 0.5
    starts = [
        np.mean([robbed(Conduct(haste=haste), seed=s)[0].diary.sheets["order"]["at"].min() for s in range(6)])
        for haste in (0.3, 3.0)
    ]

    assert starts[0] < starts[1]
