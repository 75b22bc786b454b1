"""One whole day of the brokerage."""

from collections.abc import Callable
from datetime import date

import numpy as np

from sekisho.kernel.moments import DAY
from sekisho.simulation.operations.days import crowding, crowds, orders, settings, signing, trading, visits
from sekisho.simulation.operations.days import market as markets
from sekisho.simulation.operations.days.crowding import Gatherings
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.queries.packed import trades_on
from sekisho.simulation.types.world import Ints

Intrude = Callable[[Diary, markets.MarketDay, Gatherings, Ints], set[int]]
"""Lets attackers act on a day; returns the accounts whose owners do not trade on it."""


def live(world: World, day: date, intrude: Intrude) -> Diary:
    """Let one day pass; everything that happened is in the diary."""
    diary = Diary(day=day, opens=trades_on(day))
    market = markets.MarketDay.draw(_stream(world, "market", diary), world.instruments)
    if diary.opens:
        markets.tell_instruments(_stream(world, "reference", diary), diary, market)
    visits.travel_and_renew(_stream(world, "lines", diary), world, diary)
    present = _arrive(world, diary)
    gatherings: Gatherings = {}
    crowds.gather_news(_stream(world, "news", diary), world, diary, gatherings)
    busy = intrude(diary, market, gatherings, present)
    if diary.opens:
        crowds.chase(_stream(world, "chasers", diary), world, diary, gatherings, present)
    crowding.settle(world, diary, market, gatherings)
    _act(world, diary, market, present[~np.isin(diary.visits["account"][present], sorted(busy))])
    _notice(world, diary)
    if diary.opens:
        markets.tell_quotes(_stream(world, "quotes", diary), diary, market)
        market.finish()
    return diary


def _stream(world: World, subsystem: str, diary: Diary) -> np.random.Generator:
    return stream(world.plan.seed, subsystem, diary.number)


def _arrive(world: World, diary: Diary) -> Ints:
    """Visits of customers who got in; ledger services come and go by themselves."""
    rng = _stream(world, "visits", diary)
    who, time = visits.draw(rng, world, diary)
    rows = visits.begin(rng, world, diary, who, time)
    fetched, _ = visits.ledgers(rng, world, diary)
    signing.sign_in(_stream(world, "ledgers", diary), diary, fetched)
    rng = _stream(world, "signing", diary)
    present = rows[signing.sign_in(rng, diary, rows)]
    signing.snapshots(rng, world, diary, present)
    signing.sign_out(rng, diary, present)
    return present


def _act(world: World, diary: Diary, market: markets.MarketDay, present: Ints) -> None:
    """Settings, money and orders of those present."""
    rng = _stream(world, "settings", diary)
    settings.change(rng, world, diary, present)
    settings.pay(rng, world, diary, present)
    settings.answer(rng, diary, present)
    settings.transfer(rng, world, diary, present)
    rng = _stream(world, "trading", diary)
    if diary.opens:
        orders.open_waiting(rng, world, diary, market)
        crowds.issue(rng, world, diary, market)
        present = crowds.switch(rng, world, diary, market, present)
    trading.trade(rng, world, diary, market, present)


def _notice(world: World, diary: Diary) -> None:
    """Reports that fall on this day."""
    due = [notice for notice in world.notices if notice.at < diary.start + DAY]
    for notice in due:
        time = np.array([max(0, notice.at - diary.start)])
        diary.write("report", time, account=notice.account, says=notice.says, symbol=-1)
    world.notices = [notice for notice in world.notices if notice.at >= diary.start + DAY]
