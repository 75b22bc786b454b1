"""What honest customers buy and sell: their own names, popular names, small companies, round trips within the day."""

from datetime import date

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.simulation.operations.days import orders
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import MarketDay
from sekisho.simulation.operations.streams import chosen
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.operations.world.portfolios import whole_lots
from sekisho.simulation.types.words import BUY, IN_CASH, IN_NISA, MARGIN_CLOSE, MARGIN_OPEN, SELL
from sekisho.simulation.types.world import Bools, Column, Ints

AGAIN, MOST_ORDERS = 0.35, 4
"""Chance of a further order in the same visit, and how many there are at most."""
SELLING, SELLING_ALL = 0.42, 0.6
OWN_NAME, SMALL_FOR_FANS = 0.4, 0.75
ON_MARGIN = 0.4
"""Purchases on margin by those who may."""
LARGEST_PART = 0.3
"""Of the assets, for one purchase."""
ROUND_TRIPS, LEAST_FUNDS = 4.0, 300_000
DAY_HOURS = (9 * HOUR, 15 * HOUR)
YEAR_END = (12, 10)
LIVELIER, MORE_SELLING = 1.5, 1.35
"""From the tenth of December tax-sheltered and losing positions are sold before the year ends; an assumption."""


def trade(rng: Generator, world: World, diary: Diary, market: MarketDay, visits: Ints) -> None:
    """Ordinary orders of today's visits."""
    who = diary.visits["account"][visits]
    late = year_end(diary.day)
    keen = rng.random(len(visits)) < world.accounts.trades[who] * (LIVELIER if late else 1.0)
    rows = visits[keen & ~world.accounts.day_trader[who]]
    place = np.repeat(np.arange(len(rows)), np.minimum(rng.geometric(1 - AGAIN, len(rows)), MOST_ORDERS))
    turn = np.arange(len(place)) - np.searchsorted(place, place)
    time = (
        diary.visits["at"][rows][place] + (rng.exponential(150, len(place)) + 15 + 60 * turn).astype(np.int64) * SECOND
    )
    selling = SELLING * (MORE_SELLING if late else 1.0)
    wishes = _wishes(rng, world, market, (diary.visits["account"][rows][place], time), selling)
    wishes["visit"] = rows[place]
    orders.place(rng, world, diary, market, orders.some(wishes, wishes["quantity"] > 0))
    _round_trips(rng, world, diary, market, visits)


def year_end(day: date) -> bool:
    """Whether the day lies in the selling weeks before the end of the tax year."""
    return (day.month, day.day) >= YEAR_END


def _wishes(
    rng: Generator, world: World, market: MarketDay, who_when: tuple[Ints, Ints], selling: float
) -> dict[str, Column]:
    """Side, name, quantity, position and kind for each."""
    who, time = who_when
    count, accounts = len(who), world.accounts
    slot, holds = _slots(rng, accounts.quantity[who])
    side = np.where((rng.random(count) < selling) & holds, SELL, BUY)
    symbol = np.where(side == SELL, accounts.held[who, slot], _bought(rng, world, who, (slot, holds)))
    price, lot = market.price(symbol, time), world.instruments.lot[symbol]
    margin = accounts.margin[who] & (side == BUY) & (rng.random(count) < ON_MARGIN)
    owned = accounts.quantity[who, slot]
    part = np.where(rng.random(count) < SELLING_ALL, owned, whole_lots(owned * rng.random(count), lot))
    spend = np.minimum(accounts.cash[who], LARGEST_PART * accounts.assets[who]) * rng.beta(1.5, 2.5, count)
    wanted = whole_lots(spend * np.where(margin, 2, 1) / price, lot)
    affordable = np.where(wanted * price <= accounts.cash[who] * 2 + 1, wanted, 0)
    sheltered = (side == SELL) & accounts.sheltered[who, slot]
    return orders.columns_of(
        count,
        time=time,
        symbol=symbol,
        side=side,
        quantity=np.where(side == SELL, np.minimum(part, owned), affordable),
        position=np.select([margin, sheltered], [MARGIN_OPEN, IN_NISA], IN_CASH),
        kind=chosen(rng, count, orders.KINDS_SHARES),
    )


def _slots(rng: Generator, quantity: Ints) -> tuple[Ints, Bools]:
    """One filled slot of each row at random, and whether there is one."""
    lots = rng.random(quantity.shape) * (quantity > 0)
    return lots.argmax(axis=1), lots.max(axis=1) > 0


def _bought(rng: Generator, world: World, who: Ints, held: tuple[Ints, Bools]) -> Ints:
    """A name to buy: more of what is held, a small company for its friends, or a popular one."""
    count, accounts = len(who), world.accounts
    slot, holds = held
    popular = chosen(rng, count, world.popularity)
    small = accounts.fan[who] & (rng.random(count) < SMALL_FOR_FANS)
    fresh = np.where(small, rng.choice(world.thin, count), popular)
    return np.where(holds & (rng.random(count) < OWN_NAME), accounts.held[who, slot], fresh)


def _round_trips(rng: Generator, world: World, diary: Diary, market: MarketDay, visits: Ints) -> None:
    """Day traders buy and sell the same shares within the hour, several times."""
    who = diary.visits["account"][visits]
    time = diary.visits["at"][visits]
    early = (time >= DAY_HOURS[0] - HOUR) & (time < DAY_HOURS[1])
    rows = visits[world.accounts.day_trader[who] & early & diary.opens]
    rows = np.repeat(rows, rng.poisson(ROUND_TRIPS, len(rows)))
    count, who = len(rows), diary.visits["account"][rows]
    start = np.maximum(diary.visits["at"][rows], DAY_HOURS[0]) + (rng.random(count) * 90 * MINUTE).astype(np.int64)
    symbol = chosen(rng, count, world.popularity)
    funds = np.minimum(np.maximum(world.accounts.cash[who], LEAST_FUNDS), world.accounts.assets[who])
    budget = funds * rng.uniform(0.1, 0.5, count)
    quantity = whole_lots(budget / market.price(symbol, start), world.instruments.lot[symbol])
    margin = world.accounts.margin[who]
    shared = {"visit": rows, "symbol": symbol, "quantity": quantity, "kind": chosen(rng, count, orders.KINDS_SHARES)}
    later = start + (rng.exponential(20 * MINUTE, count) + MINUTE).astype(np.int64)
    opening, closing = np.where(margin, MARGIN_OPEN, IN_CASH), np.where(margin, MARGIN_CLOSE, IN_CASH)
    buys = orders.columns_of(count, **shared, time=start, side=BUY, position=opening)
    sells = orders.columns_of(count, **shared, time=later, side=SELL, position=closing)
    both = {name: np.concatenate([buys[name], sells[name]]) for name in buys}
    orders.place(rng, world, diary, market, both)
