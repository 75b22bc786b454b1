import numpy as np
from numpy.testing import assert_array_equal
from tests.builders.simulation import world

from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.portfolios import distinct, whole_lots


def test_shares_come_in_lots_or_singly_below_one_lot() -> None:
    assert_array_equal(whole_lots(np.array([250.0, 99.0, 0.2]), np.array([100, 100, 100])), [200, 99, 1])


def test_portfolios_are_worth_about_the_assets() -> None:
    made = world(accounts=5_000)
    accounts = made.accounts
    worth = (accounts.quantity * made.instruments.close[accounts.held]).sum(axis=1) + accounts.cash

    assert 0.7 < np.median(worth / accounts.assets) < 1.3


def test_no_name_is_held_twice() -> None:
    accounts = world(accounts=5_000).accounts
    ordered = np.sort(np.where(accounts.quantity > 0, accounts.held, -np.arange(8) - 1), axis=1)

    assert not (ordered[:, 1:] == ordered[:, :-1]).any()


def test_too_few_names_to_be_distinct_leave_repeats_without_hanging() -> None:
    held = np.zeros((2, 8), dtype=np.int64)

    assert distinct(stream(1, "test"), held, np.array([1.0, 1.0])).shape == (2, 8)


def test_friends_of_small_companies_hold_them() -> None:
    made = world(accounts=5_000)
    thin = made.instruments.thin()[made.accounts.held]

    assert thin[made.accounts.fan].mean() > thin[~made.accounts.fan].mean() + 0.3


def test_nothing_was_acquired_before_the_account_was_opened() -> None:
    accounts = world(accounts=5_000).accounts

    assert (accounts.acquired >= accounts.opened[:, None]).all()
