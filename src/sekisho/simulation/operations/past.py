"""The past of every account, thinned out.

A first login with an enrolment, a few more spread over weeks, one snapshot, some orders in names that are held.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import HOUR, SECOND
from sekisho.simulation.operations.days import market as markets
from sekisho.simulation.operations.days import orders, signing, visits
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.streams import chosen, stream
from sekisho.simulation.operations.world.building import World, day_number
from sekisho.simulation.queries.packed import trades_on
from sekisho.simulation.types.words import BUY, ENROL, PASSWORD, STRONG
from sekisho.simulation.types.world import Bools, Ints

DAY = -1
"""The number under which blocks of the past are told."""
FEWEST, MOST = 2, 8
THINNING = 0.35
"""Share of the logins of the past that are told, beyond the fewest."""
SECOND_DEVICE = 0.45
"""The second device comes up more often than it does in life, since so few logins are told."""
FETCHES = 2
"""Visits of a ledger service that are told for each account it serves."""


@dataclass(slots=True)
class Visiting:
    """Past visits in order of days: whose, how many days before the start, whether an account's first or last."""

    who: Ints
    day: Ints
    first: Bools
    last: Bools


def tell(world: World) -> Iterator[Diary]:
    """One diary for each day of the past, oldest first."""
    plan = world.plan
    if plan.past_days == 0:
        return
    rng = stream(plan.seed, "past")
    coming, fetched = _visiting(rng, world), _fetching(rng, world)
    for back in range(plan.past_days, 0, -1):
        day = plan.start - timedelta(days=back)
        diary = Diary(day=day, opens=trades_on(day))
        rng = stream(plan.seed, "past", day_number(day))
        low, high = np.searchsorted(-coming.day, [-back, -back + 1])
        _day(rng, world, diary, coming, np.arange(low, high))
        rows, _ = visits.fetch(rng, world, diary, fetched[fetched[:, 1] == back, 0])
        signing.sign_in(rng, diary, rows)
        if back == plan.past_days:
            markets.tell_instruments(rng, diary, markets.MarketDay.still(world.instruments))
        yield diary


def _visiting(rng: Generator, world: World) -> Visiting:
    accounts, plan = world.accounts, world.plan
    span = np.minimum(day_number(plan.start) - accounts.opened, plan.past_days)
    logins = np.rint(FEWEST + THINNING * span * accounts.visits_a_day).astype(np.int64)
    count = np.where(span > 0, np.clip(logins, FEWEST, MOST), 0)
    who = np.repeat(np.arange(len(accounts)), count)
    day = 1 + (rng.random(len(who)) * span[who]).astype(np.int64)
    order = np.lexsort((-day, who))
    who, day = who[order], day[order]
    change = np.concatenate([[True], who[1:] != who[:-1]]) if len(who) else np.empty(0, dtype=np.bool_)
    last = np.concatenate([change[1:], [True]]) if len(who) else change
    order = np.argsort(-day, kind="stable")
    return Visiting(who[order], day[order], change[order], last[order])


def _fetching(rng: Generator, world: World) -> Ints:
    """Account and day before the start of each told visit of a ledger service."""
    who = np.repeat(np.flatnonzero(world.accounts.aggregator), FETCHES)
    span = np.minimum(day_number(world.plan.start) - world.accounts.opened[who], world.plan.past_days)
    day = 1 + (rng.random(len(who)) * np.maximum(span, 1)).astype(np.int64)
    return np.column_stack([who, day])


def _day(rng: Generator, world: World, diary: Diary, coming: Visiting, part: Ints) -> None:
    who, first, last = coming.who[part], coming.first[part], coming.last[part]
    time = visits.times(rng, world.accounts.hour[who])
    order = np.argsort(time, kind="stable")
    who, time, first, last = who[order], time[order], first[order], last[order]
    rows = visits.begin(rng, world, diary, who, time, second=SECOND_DEVICE)
    strong = diary.visits["factor"][rows] >= STRONG
    enrolling = rows[first]
    kind = diary.visits["factor"][enrolling]
    diary.visits.write("factor", rows[first & strong], PASSWORD)
    signing.sign_in(rng, diary, rows, leaving=0.0)
    diary.write(
        "factor",
        time[first] + rng.integers(40, 400, int(first.sum())) * SECOND,
        visit=enrolling,
        action=ENROL,
        factor=kind,
    )
    signing.show(world, diary, who[last], time[last] + rng.integers(200, 2_500, int(last.sum())))
    if diary.opens:
        _orders(rng, world, diary, rows)


def _orders(rng: Generator, world: World, diary: Diary, rows: Ints) -> None:
    """Purchases of names that are held today, filled at once; the portfolios already contain them."""
    who, at = diary.visits["account"][rows], diary.visits["at"][rows]
    willing = (rng.random(len(rows)) < world.accounts.trades[who]) & (at > 9 * HOUR) & (at < 15 * HOUR)
    rows, who, at = rows[willing], who[willing], at[willing]
    slot = world.accounts.quantity[who].argmax(axis=1) if len(who) else np.empty(0, dtype=np.int64)
    symbol = world.accounts.held[who, slot]
    quantity = np.maximum(world.accounts.quantity[who, slot] // 2, 1)
    time = at + rng.integers(30, 400, len(rows)) * SECOND
    wishes = orders.columns_of(
        len(rows),
        visit=rows,
        time=time,
        symbol=symbol,
        side=BUY,
        quantity=quantity,
        kind=chosen(rng, len(rows), orders.KINDS_SHARES),
    )
    orders.remember(rng, world, diary, markets.MarketDay.still(world.instruments), wishes)
