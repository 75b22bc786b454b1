import numpy as np
import pytest
from tests.builders.simulation import world

from sekisho.simulation.operations.campaigns.catalogue import SCRIPTS
from sekisho.simulation.operations.campaigns.raid import HASTE, Raid, plan
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.types.truth import Truth
from sekisho.simulation.types.words import STRONG

DAYS = [2, 3, 6, 7, 8]


def raid(
    name: str,
    *,
    made: World | None = None,
    seed: int = 1,
    victims: int = 5,
    days: list[int] = DAYS,
    truth: Truth | None = None,
) -> Raid:
    return plan(stream(seed, "test"), made or world(accounts=3_000), truth or Truth(), SCRIPTS[name], days, victims)


def test_a_retold_case_puts_its_figures_on_the_name_it_pushes() -> None:
    made = world(accounts=3_000)
    planned = raid("case-a", made=made, victims=10)
    symbol = planned.symbols[0]

    assert (made.instruments.close[symbol], made.instruments.adv[symbol]) == (84, 3e6)
    assert made.instruments.cap[symbol] == pytest.approx(2.2e9, rel=0.01)


def test_victims_of_a_retold_case_own_what_was_bought() -> None:
    made = world(accounts=20_000)
    planned = raid("case-a", made=made, victims=10)
    assets = [made.accounts.assets[target.account] for target in planned.targets]

    assert min(assets) > SCRIPTS["case-a"].shape.spent / 10
    assert {target.account for target in planned.targets} <= made.steady


def test_the_pace_of_crews_differs_up_to_threefold_either_way() -> None:
    paces = [raid("relay", seed=seed).haste for seed in range(40)]

    assert 1 / HASTE <= min(paces) < 0.6
    assert 1.7 < max(paces) <= HASTE


def test_most_victims_have_the_factor_the_way_in_needs() -> None:
    made = world(accounts=3_000)
    factors = [
        made.accounts.factor[target.account] for seed in range(10) for target in raid("relay", seed=seed).targets
    ]

    assert 0.5 < np.mean(np.array(factors) < STRONG) <= 1


def test_pushed_names_are_small_and_mostly_cheap() -> None:
    made = world(accounts=40_000)
    symbols = [symbol for seed in range(60) for symbol in raid("relay", made=made, seed=seed, victims=1).symbols]

    assert made.instruments.thin()[symbols].all()
    cheap = (made.instruments.close > 50) & (made.instruments.close < 250)
    assert cheap[symbols].mean() > 2 * cheap.mean()


def test_one_raid_pushes_one_name_or_two_of_one_market() -> None:
    counts = {len(raid("relay", seed=seed, victims=1).symbols) for seed in range(20)}

    assert counts == {1, 2}


def test_a_raid_on_new_york_begins_at_night_and_one_on_hong_kong_while_it_trades() -> None:
    made = world(accounts=3_000)
    for seed in range(12):
        planned = raid("foreign_small_caps", made=made, seed=seed, victims=1)
        market = made.instruments.market[planned.symbols[0]]
        assert planned.time >= 22 * 60 + 30 if market == 2 else 10 * 60 + 30 < planned.time < 15 * 60


def test_preparations_fall_before_the_strike_when_days_are_left() -> None:
    planned = [raid("contact_change_first", seed=seed) for seed in range(20)]

    assert all(target.early == DAYS[0] for made in planned for target in made.targets)
    assert len({made.day for made in planned}) > 2
    assert all(made.busy_on(DAYS[0]) and made.busy_on(made.day) for made in planned)


def test_on_the_last_day_preparation_and_strike_coincide() -> None:
    planned = raid("contact_change_first", days=[8])

    assert {(target.early, target.strikes) for target in planned.targets} == {(8, (8,))}


def test_the_patient_strike_on_every_day_left() -> None:
    assert {target.strikes for target in raid("slow_and_low").targets} == {tuple(DAYS)}


def test_when_nobody_fits_anybody_free_is_taken() -> None:
    made = world(accounts=100)
    made.accounts.factor[:] = STRONG

    assert len(raid("naive", made=made, victims=3).targets) == 3


def test_when_few_are_wealthy_enough_the_wealthiest_are_taken() -> None:
    made = world(accounts=200)
    made.accounts.assets[:] = np.arange(200)

    planned = raid("case-a", made=made, victims=3)

    assert min(made.accounts.assets[target.account] for target in planned.targets) > 50


def test_a_single_thin_foreign_name_is_pushed_alone() -> None:
    made = world(accounts=3_000)
    foreign = made.instruments.market > 0
    made.instruments.adv[foreign], made.instruments.shares[foreign] = 1e12, 1e12
    only = int(np.flatnonzero(foreign)[0])
    made.instruments.adv[only] = 1e6

    assert {tuple(raid("foreign_small_caps", made=made, seed=seed, victims=1).symbols) for seed in range(8)} == {
        (only,)
    }


def test_companies_gain_where_the_case_says_so() -> None:
    made = world(accounts=20_000)
    planned = raid("case-a", made=made, victims=3)

    assert made.accounts.company[planned.insiders].all()
