"""Signing in and out: wrong passwords, codes, forgotten passwords, snapshots of holdings, goodbyes."""

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import MINUTE, SECOND
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.types.words import (
    ABANDONED,
    API,
    CHALLENGED,
    CHANGE,
    FAILURE,
    FIELD,
    NO_FAULT,
    NO_PASSKEY,
    PASSWORD,
    STRONG,
    SUCCESS,
    WRONG_CODE,
    WRONG_PASSWORD,
)
from sekisho.simulation.types.world import Bools, Ints

BY_THE_CLOCK = 0.3
"""Farewells that are a time limit."""
MISTYPED, FORGOTTEN, CODE_WRONG, ASKED, GIVEN_UP, LEFT = 0.035, 0.004, 0.02, 0.10, 0.006, 0.4
SNAPSHOT = 0.75
"""Chance that a first visit of the day brings a snapshot of the holdings."""


def sign_in(rng: Generator, diary: Diary, visits: Ints, *, leaving: float = GIVEN_UP) -> Bools:
    """Tell the attempts and the success of each visit; whether the customer got in.

    ``leaving`` is the chance that a customer gives up half way.
    """
    rows = diary.visits.take(visits)
    time, factor = rows["at"], rows["factor"]
    typed = (factor < STRONG) & (rows["channel"] != API)
    _mistakes(rng, diary, visits, typed & (rng.random(len(visits)) < MISTYPED))
    _forgotten(rng, diary, visits, typed & (rng.random(len(visits)) < FORGOTTEN))
    _codes(rng, diary, visits, typed & (factor != PASSWORD))
    fumbled = np.flatnonzero((factor >= STRONG) & (rng.random(len(visits)) < MISTYPED))
    _attempt(diary, visits[fumbled], time[fumbled] - rng.integers(5, 40, len(fumbled)) * SECOND, FAILURE, NO_PASSKEY)
    given_up = (rng.random(len(visits)) < leaving) & (rows["channel"] != API)
    _attempt(diary, visits[given_up], time[given_up], ABANDONED, NO_FAULT)
    _attempt(diary, visits[~given_up], time[~given_up], SUCCESS, NO_FAULT)
    there: Bools = ~given_up
    return there


def _attempt(diary: Diary, visits: Ints, time: Ints, outcome: int, failure: int) -> None:
    factor = diary.visits["factor"][visits]
    diary.write("login", np.maximum(time, 0), visit=visits, outcome=outcome, failure=failure, factor=factor)


def _mistakes(rng: Generator, diary: Diary, visits: Ints, wrong: Bools) -> None:
    """One or two wrong passwords just before."""
    for again in (1.0, 0.3):
        wrong = wrong & (rng.random(len(visits)) < again)
        at = diary.visits["at"][visits[wrong]] - rng.integers(8, 90, int(wrong.sum())) * SECOND
        _attempt(diary, visits[wrong], at, FAILURE, WRONG_PASSWORD)


def _forgotten(rng: Generator, diary: Diary, visits: Ints, lost: Bools) -> None:
    """Three to five failures, then in by a link, then a new password."""
    mine = visits[lost]
    at = diary.visits["at"][mine]
    tries = rng.integers(3, 6, len(mine))
    again = np.repeat(np.arange(len(mine)), tries)
    _attempt(diary, mine[again], at[again] - rng.integers(120, 500, len(again)) * SECOND, FAILURE, WRONG_PASSWORD)
    seed = rng.integers(1, 1 << 62, (2, len(mine)))
    diary.write(
        "profile",
        at + rng.integers(10, 90, len(mine)) * SECOND,
        visit=mine,
        field=FIELD["password"],
        action=CHANGE,
        old=seed[0],
        new=seed[1],
    )


def _codes(rng: Generator, diary: Diary, visits: Ints, coded: Bools) -> None:
    """Some are asked for the code in a second step, some type it wrongly first."""
    asked = coded & (rng.random(len(visits)) < ASKED)
    at = diary.visits["at"][visits]
    _attempt(diary, visits[asked], at[asked] - rng.integers(10, 60, int(asked.sum())) * SECOND, CHALLENGED, NO_FAULT)
    wrong = coded & (rng.random(len(visits)) < CODE_WRONG)
    _attempt(diary, visits[wrong], at[wrong] - rng.integers(5, 30, int(wrong.sum())) * SECOND, FAILURE, WRONG_CODE)


def snapshots(rng: Generator, world: World, diary: Diary, visits: Ints) -> None:
    """Holdings shown after the day's first visit of an account."""
    rows = visits[rng.random(len(visits)) < SNAPSHOT]
    who, first = np.unique(diary.visits["account"][rows], return_index=True)
    show(world, diary, who, diary.visits["at"][rows[first]] + rng.integers(200, 2_500, len(who)))


def show(world: World, diary: Diary, who: Ints, time: Ints, *, incident: int = -1) -> None:
    """Write what the accounts hold at this moment, at the latest closing prices."""
    accounts = world.accounts
    held, quantity = accounts.held[who], accounts.quantity[who]
    diary.write(
        "holdings",
        time,
        account=who,
        incident=incident,
        held=held,
        quantity=quantity,
        sheltered=accounts.sheltered[who],
        acquired=accounts.acquired[who],
        value=np.round(quantity * world.instruments.close[held]).astype(np.int64),
        cash=accounts.cash[who],
        power=accounts.cash[who] * np.where(accounts.margin[who], 3, 1),
    )


def sign_out(rng: Generator, diary: Diary, visits: Ints) -> None:
    """Some say goodbye, some run into the time limit; most just close the window."""
    gone = visits[rng.random(len(visits)) < LEFT]
    timeout = rng.random(len(gone)) < BY_THE_CLOCK
    minutes = np.where(timeout, 30.0, 4 + rng.exponential(6, len(gone)))
    diary.write(
        "logout", diary.visits["at"][gone] + (minutes * MINUTE).astype(np.int64), visit=gone, reason=1 + timeout
    )
