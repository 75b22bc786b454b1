"""Changes of settings and authenticators, deposits and withdrawals, answers to questions, transfers."""

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import DAY, MINUTE, SECOND
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.streams import chosen
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.types.words import (
    ADD,
    BOUND,
    BY_TRANSFER,
    CHANGE,
    ENROL,
    FIELD,
    INSTANT,
    LINKED_BANK,
    RECOVER,
    STRONG,
    SYNCED,
)
from sekisho.simulation.types.world import Floats, Ints

# Chances for each visit; assumptions, kept small.
CHANGED = {
    "email": 0.0008, "phone": 0.0007, "address": 0.0009, "notices": 0.003, "limits": 0.0006, "market": 0.0012,
    "margin": 0.0006, "password": 0.002, "bank_account": 0.0006, "api_key": 0.0001, "delegate": 0.00005,
}  # fmt: skip
ADDED = ("market", "margin", "api_key", "delegate")
UPGRADE, LOST_FACTOR = 0.0025, 0.0006
PAID_IN, PAID_OUT = 0.03, 0.012
TRANSFERRED = 0.0002
ASKED = 0.0015
IN_SHARES = (0.25, 0.4, 0.35)
SYNCED_SHARE, SILENT = 0.7, 0.1
POCKET_MONEY = 20_000
SECOND_BANK = 0.02
"""Withdrawals to another bank account of the same customer."""


def change(rng: Generator, world: World, diary: Diary, visits: Ints) -> None:
    """Everything a customer does at the counter of settings."""
    for field, chance in CHANGED.items():
        rows = visits[rng.random(len(visits)) < chance]
        old, new = rng.integers(1, 1 << 62, (2, len(rows)))
        added = field in ADDED
        action = ADD if added else CHANGE
        diary.write(
            "profile",
            _soon(rng, diary, rows),
            visit=rows,
            field=FIELD[field],
            action=action,
            old=0 if added else old,
            new=new,
        )
        if field == "margin":
            world.accounts.margin[diary.visits["account"][rows]] = True
    _factors(rng, world, diary, visits)


def _soon(rng: Generator, diary: Diary, rows: Ints) -> Ints:
    return diary.visits["at"][rows] + (rng.exponential(120, len(rows)) + 20).astype(np.int64) * SECOND


def _factors(rng: Generator, world: World, diary: Diary, visits: Ints) -> None:
    """Some move up to a passkey, some lose their authenticator and recover it."""
    who = diary.visits["account"][visits]
    weak = (world.accounts.factor[who] < STRONG) & ~np.isin(who, sorted(world.steady))
    rows = visits[weak & (rng.random(len(visits)) < UPGRADE)]
    kind = np.where(rng.random(len(rows)) < SYNCED_SHARE, SYNCED, BOUND)
    diary.write("factor", _soon(rng, diary, rows), visit=rows, action=ENROL, factor=kind)
    world.accounts.factor[diary.visits["account"][rows]] = kind
    lost = visits[rng.random(len(visits)) < LOST_FACTOR]
    factor = diary.visits["factor"][lost]
    diary.write("factor", _soon(rng, diary, lost), visit=lost, action=RECOVER, factor=factor)


def pay(rng: Generator, world: World, diary: Diary, visits: Ints) -> None:
    """Money in, and out at most once a day: to the usual bank account but for a few, and never another's."""
    accounts = world.accounts
    rows = visits[rng.random(len(visits)) < PAID_IN]
    who = diary.visits["account"][rows]
    amount = _sum(rng, accounts.assets[who] * 0.06)
    method = np.array([LINKED_BANK, INSTANT, BY_TRANSFER])[chosen(rng, len(rows), IN_SHARES)]
    diary.write(
        "cash", _soon(rng, diary, rows), visit=rows, direction=0, method=method, amount=amount, bank=who, same=True
    )
    np.add.at(accounts.cash, who, amount)
    rows = visits[rng.random(len(visits)) < PAID_OUT]
    rows = rows[accounts.cash[diary.visits["account"][rows]] > POCKET_MONEY]
    who, once = np.unique(diary.visits["account"][rows], return_index=True)
    rows = rows[once]
    amount = np.minimum(_sum(rng, 0.4 * accounts.cash[who].astype(np.float64)), accounts.cash[who])
    diary.write(
        "cash", _soon(rng, diary, rows), visit=rows, direction=1, method=BY_TRANSFER, amount=amount, same=True,
        bank=np.where(rng.random(len(who)) < SECOND_BANK, who + len(accounts), who),
    )  # fmt: skip
    np.subtract.at(accounts.cash, who, amount)


def _sum(rng: Generator, scale: Floats) -> Ints:
    """Round sums of about ``scale`` yen."""
    amount = np.maximum(scale * np.exp(rng.normal(0, 0.9, len(scale))), 10_000)
    sums: Ints = (np.round(amount / 10_000) * 10_000).astype(np.int64)
    return sums


def answer(rng: Generator, diary: Diary, visits: Ints) -> None:
    """Customers who were asked whether it was them: mostly yes, sometimes no answer in time."""
    rows = visits[rng.random(len(visits)) < ASKED]
    silent = rng.random(len(rows)) < SILENT
    time = diary.visits["at"][rows] + np.where(silent, 10 * MINUTE, rng.integers(20, 400, len(rows)) * SECOND)
    factor = np.where(silent, -1, diary.visits["factor"][rows])
    question = rng.integers(1, 1 << 62, len(rows))
    diary.write(
        "answer", np.minimum(time, DAY - 1), visit=rows, question=question, answer=np.where(silent, 2, 0), factor=factor
    )


def transfer(rng: Generator, world: World, diary: Diary, visits: Ints) -> None:
    """A few move a holding to another firm."""
    rows = visits[rng.random(len(visits)) < TRANSFERRED]
    who = diary.visits["account"][rows]
    slot = world.accounts.quantity[who].argmax(axis=1) if len(rows) else np.empty(0, dtype=np.int64)
    quantity = world.accounts.quantity[who, slot]
    has = quantity > 0
    symbol = world.accounts.held[who, slot]
    diary.write(
        "transfer",
        _soon(rng, diary, rows[has]),
        visit=rows[has],
        symbol=symbol[has],
        quantity=quantity[has],
        to=who[has],
    )
    world.accounts.quantity[who[has], slot[has]] = 0
