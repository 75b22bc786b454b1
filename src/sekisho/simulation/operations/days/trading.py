"""What honest customers buy and sell: their own names, popular names, small companies, round trips within the day."""

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.simulation.operations.days import orders
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import MarketDay
from sekisho.simulation.operations.streams import chosen
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.operations.world.portfolios import whole_lots
from sekisho.simulation.types.words import BUY, IN_CASH, IN_NISA, MARGIN_OPEN, SELL
from sekisho.simulation.types.world import Bools, Column, Ints

AGAIN = 0.35
"""Chance of a further order in the same visit."""
SELLING = 0.42
OWN_NAME, SMALL_FOR_FANS = 0.4, 0.75
ROUND_TRIPS = 4.0
DAY_HOURS = (9 * HOUR, 15 * HOUR)


def trade(rng: Generator, world: World, diary: Diary, market: MarketDay, visits: Ints) -> None:
    """Ordinary orders of today's visits."""
    who = diary.visits["account"][visits]
    keen = rng.random(len(visits)) < world.accounts.trades[who]
    rows, who = visits[keen & ~world.accounts.day_trader[who]], who[keen & ~world.accounts.day_trader[who]]
    more = np.minimum(1 + rng.geometric(1 - AGAIN, len(rows)) - 1, 4)
    place = np.repeat(np.arange(len(rows)), more)
    turn = np.concatenate([np.arange(n) for n in more.tolist()]) if len(more) else np.empty(0, dtype=np.int64)
    time = (
        diary.visits["at"][rows][place] + (rng.exponential(150, len(place)) + 15 + 60 * turn).astype(np.int64) * SECOND
    )
    wishes = _wishes(rng, world, market, who[place], time)
    wishes["visit"] = rows[place]
    orders.place(rng, world, diary, market, _some(wishes, wishes["quantity"] > 0))
    _round_trips(rng, world, diary, market, visits)


def _some(columns: dict[str, Column], which: Bools) -> dict[str, Column]:
    return {name: column[which] for name, column in columns.items()}


def _wishes(rng: Generator, world: World, market: MarketDay, who: Ints, time: Ints) -> dict[str, Column]:
    """Side, name, quantity, position and kind for each."""
    count, accounts = len(who), world.accounts
    slot, holds = _slots(rng, accounts.quantity[who])
    side = np.where((rng.random(count) < SELLING) & holds, SELL, BUY)
    symbol = np.where(side == SELL, accounts.held[who, slot], _bought(rng, world, who, slot, holds))
    price = market.price(symbol, time)
    margin = accounts.margin[who] & (side == BUY) & (rng.random(count) < 0.4)  # noqa: PLR2004 - share bought on margin by those who may
    spend = (
        np.minimum(accounts.cash[who], 0.3 * accounts.assets[who]) * rng.beta(1.5, 2.5, count) * np.where(margin, 2, 1)
    )
    wanted = whole_lots(spend / price, world.instruments.lot[symbol])
    owned = accounts.quantity[who, slot]
    parts = np.where(
        rng.random(count) < 0.6, owned, whole_lots(owned * rng.random(count), world.instruments.lot[symbol])
    )  # noqa: PLR2004 - most sell all
    sheltered = (side == SELL) & accounts.sheltered[who, slot]
    return orders.columns_of(
        count,
        time=time,
        symbol=symbol,
        side=side,
        quantity=np.where(
            side == SELL, np.minimum(parts, owned), np.where(wanted * price <= accounts.cash[who] * 2 + 1, wanted, 0)
        ),
        position=np.select([margin, sheltered], [MARGIN_OPEN, IN_NISA], IN_CASH),
        kind=chosen(rng, count, orders.KINDS_SHARES),
    )


def _slots(rng: Generator, quantity: Ints) -> tuple[Ints, Bools]:
    """One filled slot of each row at random, and whether there is one."""
    lots = rng.random(quantity.shape) * (quantity > 0)
    slot = lots.argmax(axis=1) if len(lots) else np.empty(0, dtype=np.int64)
    return slot, lots.max(axis=1, initial=0) > 0


def _bought(rng: Generator, world: World, who: Ints, slot: Ints, holds: Bools) -> Ints:
    """A name to buy: more of what is held, a small company for its friends, or a popular one."""
    count, accounts = len(who), world.accounts
    popular = chosen(rng, count, world.popularity.tolist())
    small = accounts.fan[who] & (rng.random(count) < SMALL_FOR_FANS)
    fresh = np.where(small, rng.choice(world.thin, count), popular)
    return np.where(holds & (rng.random(count) < OWN_NAME), accounts.held[who, slot], fresh)


def _round_trips(rng: Generator, world: World, diary: Diary, market: MarketDay, visits: Ints) -> None:
    """Day traders buy and sell the same shares within the hour, several times."""
    who = diary.visits["account"][visits]
    time = diary.visits["at"][visits]
    rows = visits[world.accounts.day_trader[who] & diary.opens & (time >= DAY_HOURS[0] - HOUR) & (time < DAY_HOURS[1])]
    if not len(rows):
        return
    rows = np.repeat(rows, rng.poisson(ROUND_TRIPS, len(rows)))
    who = diary.visits["account"][rows]
    start = np.maximum(diary.visits["at"][rows], DAY_HOURS[0]) + (rng.random(len(rows)) * 90 * MINUTE).astype(np.int64)
    symbol = chosen(rng, len(rows), world.popularity.tolist())
    budget = np.maximum(world.accounts.cash[who], 300_000) * rng.uniform(0.1, 0.5, len(rows))
    quantity = whole_lots(budget / market.price(symbol, start), world.instruments.lot[symbol])
    margin = np.where(world.accounts.margin[who], MARGIN_OPEN, IN_CASH)
    shared = {"visit": rows, "symbol": symbol, "quantity": quantity}
    kind = chosen(rng, len(rows), orders.KINDS_SHARES)
    buys = orders.columns_of(len(rows), **shared, time=start, side=BUY, position=margin, kind=kind)
    later = start + (rng.exponential(20 * MINUTE, len(rows)) + MINUTE).astype(np.int64)
    closing = np.where(margin == MARGIN_OPEN, MARGIN_OPEN + 1, IN_CASH)
    sells = orders.columns_of(len(rows), **shared, time=later, side=SELL, position=closing, kind=kind)
    both = {name: np.concatenate([buys[name], sells[name]]) for name in buys}
    orders.place(rng, world, diary, market, both)
