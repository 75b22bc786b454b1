import numpy as np
import pytest
from tests.builders.simulation import world

from sekisho.simulation.operations.world.accounts import FACTOR_SHARES
from sekisho.simulation.types.words import PASSWORD, STRONG
from sekisho.simulation.types.world import Accounts


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    return world(accounts=20_000).accounts


def test_assets_follow_the_surveys_of_holders(accounts: Accounts) -> None:
    assert np.mean(accounts.assets) == pytest.approx(9e6, rel=0.35)
    assert np.mean(accounts.assets < 3e6) == pytest.approx(0.51, abs=0.08)
    assert np.mean(accounts.assets < 10e6) == pytest.approx(0.76, abs=0.08)


def test_about_an_eighth_may_trade_on_margin(accounts: Accounts) -> None:
    assert accounts.margin.mean() == pytest.approx(0.13, abs=0.03)


def test_about_a_third_holds_a_passkey_and_few_a_password_alone(accounts: Accounts) -> None:
    assert np.mean(accounts.factor >= STRONG) == pytest.approx(0.35, abs=0.02)
    assert np.mean(accounts.factor == PASSWORD) == pytest.approx(FACTOR_SHARES[PASSWORD], abs=0.02)


def test_households_share_home_and_device(accounts: Accounts) -> None:
    second = accounts.device[:, 1]
    shared = np.flatnonzero((second >= 0) & (second < len(accounts)))

    assert 0.05 < len(shared) / len(accounts) < 0.12
    assert (second[shared] == shared - 1).all()
    assert (accounts.home[shared] == accounts.home[shared - 1]).mean() > 0.8


def test_offices_are_shared_by_many(accounts: Accounts) -> None:
    office = accounts.office[accounts.office > 0]

    assert np.unique(office, return_counts=True)[1].mean() > 50


def test_few_come_daily_and_many_hardly_ever(accounts: Accounts) -> None:
    assert np.mean(accounts.visits_a_day > 0.7) < 0.1
    assert np.mean(accounts.visits_a_day < 0.06) > 0.5


def test_some_accounts_are_young_and_some_belong_to_companies(accounts: Accounts) -> None:
    assert 0.01 < np.mean(accounts.opened > accounts.opened.max() - 60) < 0.06
    assert 0 < accounts.company.mean() < 0.02
