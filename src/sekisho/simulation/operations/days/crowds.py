"""Honest crowds that look like raids from afar: news about a small company, a new issue, a switch of funds, chasers."""

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.simulation.operations.days import orders, signing, visits
from sekisho.simulation.operations.days.crowding import Gathering, Gatherings, Wish, gather
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import MarketDay
from sekisho.simulation.operations.streams import chosen
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.operations.world.portfolios import whole_lots
from sekisho.simulation.rules.book import Intent
from sekisho.simulation.types.words import AT_MARKET, BUY, ETF, GROWTH, IN_CASH, IN_NISA, SELL, TOKYO
from sekisho.simulation.types.world import Ints

NEWS_DAYS, NEWS_CROWD = 0.5, (0.0004, 0.003)
ISSUE_DAYS, ISSUE_CROWD = 0.15, (0.002, 0.008)
CROWDED_ADV = 100e6
SWITCHING = 0.0012
"""Share of visits in which everything is sold and one other name is bought."""
INTO_FUND = 0.8
CHASERS = 0.3
"""Honest followers for each order of a crowd or a raid that lifts a price."""
LAST_ORDER = 15 * HOUR + 20 * MINUTE
SELLERS, AT_ANY_PRICE = 0.3, 0.3


def gather_news(rng: Generator, world: World, diary: Diary, gatherings: Gatherings) -> None:
    """On some days a small company discloses good news, and some hundred in a hundred thousand customers buy it."""
    if not diary.opens or rng.random() >= NEWS_DAYS:
        return
    symbol = int(rng.choice(world.thin))
    told = int(rng.uniform(9 * HOUR, 13.5 * HOUR))
    count = max(4, round(len(world.accounts) * float(rng.uniform(*NEWS_CROWD))))
    who = _drawn(rng, world, count)
    time = np.sort(np.minimum(told + (rng.exponential(30, count) * MINUTE).astype(np.int64), LAST_ORDER - 10 * MINUTE))
    _disclose(diary, symbol, told)
    rows, there = _come(rng, world, diary, who, time)
    for row, account, at in zip(rows.tolist(), who[there].tolist(), time[there].tolist(), strict=True):
        _join(rng, world, gather(gatherings, symbol), row, account, at)


def _drawn(rng: Generator, world: World, count: int) -> Ints:
    """Customers who follow news: those who come often."""
    weight = world.accounts.visits_a_day * (world.accounts.cash > 0)
    return np.unique(chosen(rng, count, weight))[:count]


def _disclose(diary: Diary, symbol: int, time: int) -> None:
    """The exchange's reference data again, now with the moment of the disclosure."""
    known = diary.sheets["instrument"]
    places = np.flatnonzero(known["symbol"] == symbol)
    row = {name: value for name, value in known.take(places[:1]).items() if name not in {"at", "visit", "incident"}}
    row.pop("account")
    if len(places):
        diary.write("instrument", np.array([time]), **(row | {"disclosed": np.array([diary.start + time])}))


def _come(rng: Generator, world: World, diary: Diary, who: Ints, time: Ints) -> tuple[Ints, Ints]:
    """Visits of the named customers; the rows of those who got in, and their places in ``who``."""
    rows = visits.begin(rng, world, diary, who, time[: len(who)])
    there = signing.sign_in(rng, diary, rows)
    signing.snapshots(rng, world, diary, rows[there])
    signing.sign_out(rng, diary, rows[there])
    return rows[there], np.flatnonzero(there)


def _join(rng: Generator, world: World, gathering: Gathering, visit: int, account: int, at: int) -> None:
    """Buy a small part of one's cash."""
    budget = float(world.accounts.cash[account]) * float(rng.beta(1.3, 4.0))
    time = min(at + int(rng.integers(25, 500)) * SECOND, LAST_ORDER)
    reach = None if rng.random() < AT_ANY_PRICE else float(rng.uniform(-0.005, 0.015))
    intent = Intent(time=time, place=gathering.next(), buys=True, budget=budget, reach=reach)
    gathering.wishes.append(Wish(intent=intent, visit=visit, account=account, position=IN_CASH))


def chase(rng: Generator, world: World, diary: Diary, gatherings: Gatherings, present: Ints) -> None:
    """Honest customers who see a price move: some buy it, some holders sell into it."""
    at = diary.visits["at"][present]
    for gathering in gatherings.values():
        bids = [wish.intent.time for wish in gathering.wishes if wish.intent.buys]
        if not bids or world.instruments.market[gathering.symbol] != TOKYO:
            continue
        near = present[(at > min(bids)) & (at < max(bids) + HOUR)]
        count = min(len(near), int(rng.poisson(CHASERS * len(bids))))
        for row in rng.choice(near, size=count, replace=False).tolist():
            _join(rng, world, gathering, row, int(diary.visits["account"][row]), int(diary.visits["at"][row]))
        _sell_out(rng, world, diary, gathering, near)


def _sell_out(rng: Generator, world: World, diary: Diary, gathering: Gathering, near: Ints) -> None:
    """Holders who happen to be there take the profit."""
    accounts = world.accounts
    who = diary.visits["account"][near]
    holds = (accounts.held[who] == gathering.symbol) & (accounts.quantity[who] > 0)
    for row in near[holds.any(axis=1) & (rng.random(len(near)) < SELLERS)].tolist():
        account = int(diary.visits["account"][row])
        slot = int(np.flatnonzero((accounts.held[account] == gathering.symbol) & (accounts.quantity[account] > 0))[0])
        time = min(int(diary.visits["at"][row]) + int(rng.integers(30, 400)) * SECOND, LAST_ORDER)
        quantity = int(accounts.quantity[account, slot])
        intent = Intent(time=time, place=gathering.next(), buys=False, quantity=quantity, reach=None)
        gathering.wishes.append(Wish(intent=intent, visit=row, account=account, position=IN_CASH))


def issue(rng: Generator, world: World, diary: Diary, market: MarketDay) -> None:
    """On some mornings a new issue opens: many sign in within half an hour and buy the same name."""
    if not diary.opens or rng.random() >= ISSUE_DAYS:
        return
    instruments = world.instruments
    pool = np.flatnonzero((instruments.segment == GROWTH) & (instruments.adv > CROWDED_ADV))
    symbol = int(rng.choice(pool if len(pool) else np.flatnonzero(instruments.segment == GROWTH)))
    market.traded[symbol] *= 8
    who = _drawn(rng, world, max(5, round(len(world.accounts) * float(rng.uniform(*ISSUE_CROWD)))))
    time = np.sort(rng.normal(9 * HOUR, 12 * MINUTE, len(who)).astype(np.int64))
    rows, there = _come(rng, world, diary, who, time)
    at = time[there] + rng.integers(20, 600, len(there)) * SECOND
    budget = world.accounts.cash[who[there]] * rng.beta(1.5, 4.0, len(there))
    quantity = whole_lots(budget / instruments.close[symbol], np.full(len(there), instruments.lot[symbol]))
    wishes = orders.columns_of(
        len(rows), visit=rows, time=at, symbol=symbol, side=BUY, quantity=quantity,
        kind=chosen(rng, len(rows), orders.KINDS_SHARES),
    )  # fmt: skip
    orders.place(rng, world, diary, market, wishes)


def switch(rng: Generator, world: World, diary: Diary, market: MarketDay, present: Ints) -> Ints:
    """Some sell everything and buy one other name; the visits left to trade in the ordinary way."""
    switching = rng.random(len(present)) < SWITCHING
    for row in present[switching & (diary.visits["at"][present] < LAST_ORDER)].tolist():
        _switch(rng, world, diary, market, row)
    return present[~switching]


def _switch(rng: Generator, world: World, diary: Diary, market: MarketDay, row: int) -> None:
    accounts, instruments = world.accounts, world.instruments
    account = int(diary.visits["account"][row])
    slots = np.flatnonzero(accounts.quantity[account] > 0)
    if not len(slots):
        return
    time = int(diary.visits["at"][row]) + np.cumsum(rng.integers(20, 180, len(slots))) * SECOND
    held, quantity = accounts.held[account, slots].copy(), accounts.quantity[account, slots].copy()
    sheltered = np.where(accounts.sheltered[account, slots], IN_NISA, IN_CASH)
    sells = orders.columns_of(
        len(slots), visit=np.full(len(slots), row), time=time, symbol=held, side=SELL, quantity=quantity,
        position=sheltered, kind=AT_MARKET,
    )  # fmt: skip
    funds = np.flatnonzero(instruments.segment == ETF)
    target = int(rng.choice(funds)) if rng.random() < INTO_FUND else int(chosen(rng, 1, world.popularity)[0])
    value = float((market.price(held, time) * quantity).sum()) * float(rng.uniform(0.85, 1.0))
    shares = whole_lots(np.array([value / instruments.close[target]]), instruments.lot[target : target + 1])
    buys = orders.columns_of(
        1, visit=row, time=int(time[-1]) + int(rng.integers(60, 600)) * SECOND, symbol=target, side=BUY, quantity=shares
    )
    orders.place(rng, world, diary, market, sells, sure=True)
    orders.place(rng, world, diary, market, buys)
