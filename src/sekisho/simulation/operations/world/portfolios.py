"""What customers hold on the first day."""

import numpy as np
from numpy.random import Generator

from sekisho.simulation.operations.streams import chosen
from sekisho.simulation.types.words import ETF
from sekisho.simulation.types.world import SLOTS, Accounts, Floats, Instruments, Ints

NAMES_MEAN = 3.4
"""Names an ordinary account holds besides the first; an assumption."""
NISA_SHARE, IN_NISA = 0.45, 0.6
"""Accounts with tax-sheltered positions (assumption), and their share of such positions."""
SMALL_FOR_FANS = 0.7
PATIENCE = 20


def popularity(instruments: Instruments) -> Floats:
    """How likely customers are to own a name: with the square root of its trade, traded funds more."""
    weight = np.sqrt(instruments.adv) * np.where(instruments.segment == ETF, 3.0, 1.0)
    shares: Floats = weight / weight.sum()
    return shares


def fill(rng: Generator, accounts: Accounts, instruments: Instruments, today: int) -> None:
    """Give every account cash and positions worth its assets."""
    count = len(accounts)
    cash_share = rng.beta(1.2, 3.0, count)
    accounts.cash[:] = accounts.assets * cash_share
    names = 1 + np.minimum(rng.poisson(np.where(accounts.concentrated, 0.3, NAMES_MEAN)), SLOTS - 1)
    weight = rng.gamma(0.8, 1.0, (count, SLOTS)) + 0.05
    weight[np.arange(SLOTS) >= names[:, None]] = 0
    weight /= weight.sum(axis=1, keepdims=True)
    accounts.held[:] = _names(rng, accounts, instruments)
    value = weight * (accounts.assets * (1 - cash_share))[:, None]
    accounts.quantity[:] = whole_lots(value / instruments.close[accounts.held], instruments.lot[accounts.held])
    accounts.quantity[weight == 0] = 0
    accounts.sheltered[:] = (rng.random((count, SLOTS)) < IN_NISA) & (rng.random(count) < NISA_SHARE)[:, None]
    age = np.minimum(today - accounts.opened[:, None], rng.integers(3, 2_500, (count, SLOTS)))
    accounts.acquired[:] = today - np.maximum(age, 0)


def whole_lots(shares: Floats, lot: Ints) -> Ints:
    """Shares in whole lots; below one lot single shares, at least one."""
    lots = (shares // lot).astype(np.int64) * lot
    return np.where(lots > 0, lots, np.maximum(shares.astype(np.int64), 1))


def _names(rng: Generator, accounts: Accounts, instruments: Instruments) -> Ints:
    """Held names, each once in an account; friends of small companies hold mostly those."""
    count = len(accounts)
    held = chosen(rng, count * SLOTS, popularity(instruments)).reshape(count, SLOTS)
    thin = np.flatnonzero(instruments.thin() & (instruments.market == 0))
    fans = np.flatnonzero(accounts.fan)
    held[fans] = np.where(
        rng.random((len(fans), SLOTS)) < SMALL_FOR_FANS, rng.choice(thin, (len(fans), SLOTS)), held[fans]
    )
    return distinct(rng, held, popularity(instruments))


def distinct(rng: Generator, held: Ints, weights: Floats) -> Ints:
    """Draw rows with repeats anew, by ``weights``, until none is left or patience is at its end."""
    for _ in range(PATIENCE):
        order = np.sort(held, axis=1)
        rows = np.flatnonzero((order[:, 1:] == order[:, :-1]).any(axis=1))
        if not len(rows):
            break
        held[rows] = chosen(rng, len(rows) * SLOTS, weights).reshape(len(rows), SLOTS)
    return held
