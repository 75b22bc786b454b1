from datetime import date

import numpy as np
import pytest
from tests.builders.simulation import told, world

from sekisho.kernel.moments import DAY, HOUR
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import FALL, MarketDay, Pressure, tell_quotes
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.rules.pricing import daily_limit, tick
from sekisho.simulation.types.world import Ints


@pytest.fixture
def market() -> MarketDay:
    return MarketDay.draw(stream(1, "market"), world().instruments)


def everything(market: MarketDay) -> Ints:
    return np.arange(len(market.close))


def at(market: MarketDay, hour: float) -> Ints:
    return np.full(len(market.close), round(hour * HOUR))


def test_prices_stay_on_ticks_inside_the_daily_limits(market: MarketDay) -> None:
    price = market.price(everything(market), at(market, 14.9))
    step = tick(price, market.instruments.fine)
    tokyo = market.instruments.market == 0

    assert np.allclose(price / step, np.round(price / step))
    assert (np.abs(price - market.close)[tokyo] <= daily_limit(market.close)[tokyo]).all()


def test_prices_move_by_about_the_daily_sigma(market: MarketDay) -> None:
    move = np.log(market.base(everything(market), at(market, 23.95)) / market.close)

    assert 0.5 < np.std(move / market.instruments.sigma) < 1.5


@pytest.mark.parametrize("hour", [8, 9.5, 12, 14, 16, 23])
def test_the_quick_path_of_one_name_is_the_path_of_all(market: MarketDay, hour: float) -> None:
    time = round(hour * HOUR)
    for symbol in (0, len(market.close) - 1, len(market.close) - 2):
        assert market.path_of(symbol)(time) == pytest.approx(market.base(np.array([symbol]), np.array([time]))[0])


def test_volume_grows_through_the_day_to_about_the_usual_trade(market: MarketDay) -> None:
    morning, evening = (market.volume(everything(market), at(market, hour)) for hour in (10, 15.6))
    tokyo = market.instruments.market == 0

    assert (morning <= evening).all()
    assert 0.5 < np.median((evening / market.instruments.adv)[tokyo]) < 1.2


def test_a_crowd_moves_price_and_volume_from_its_moment_on() -> None:
    instruments = world().instruments
    market = MarketDay.still(instruments)
    name, times = np.array([3]), np.array([10 * HOUR])
    market.pressures[3] = Pressure(times, np.array([1.2]), np.array([10**9]))

    assert market.price(name, np.array([9 * HOUR]))[0] == market.close[3]
    assert market.volume(np.array([4]), np.array([11 * HOUR]))[0] < 10**9 + market.traded[4]
    assert market.price(name, np.array([11 * HOUR]))[0] == pytest.approx(market.close[3] * 1.2, rel=0.05)
    before, after = market.volume(name, np.array([10 * HOUR - 1])), market.volume(name, np.array([10 * HOUR]))
    assert after[0] - before[0] >= 10**9


def test_a_pumped_name_falls_back_by_the_next_opening() -> None:
    instruments = world().instruments
    market = MarketDay.still(instruments)
    before = instruments.close[3]
    market.pressures[3] = Pressure(np.array([10 * HOUR]), np.array([1.2]), np.array([1]))
    market.finish()
    assert instruments.close[3] == pytest.approx(before * 1.2, rel=0.05)

    opening = [MarketDay.draw(stream(seed, "market"), instruments).path[3, 0] for seed in range(200)]

    assert np.mean(opening) == pytest.approx(-FALL * np.log(1.2), abs=0.01)


def test_a_days_trade_enters_the_mean_of_twenty_days() -> None:
    instruments = world().instruments
    market = MarketDay.still(instruments)
    before = instruments.adv.copy()
    market.traded *= 21
    market.finish()

    assert instruments.adv[0] == pytest.approx(before[0] * 2, rel=0.05)


def test_every_instrument_is_told_each_trading_morning() -> None:
    run = told(days=5, accounts=500)
    mornings = [e.at for e in run.of("instrument") if e.at.date() >= date(2025, 3, 17)]

    assert {moment.date().day for moment in mornings} == {17, 18, 19, 21}
    assert len([m for m in mornings if m.hour == 6]) == 4 * 300


def test_busy_names_are_quoted_more_often_than_thin_ones() -> None:
    instruments = world().instruments
    instruments.adv[0], instruments.adv[1] = 1e5, 1e11
    diary = Diary(day=date(2025, 3, 17), opens=True)
    tell_quotes(stream(1, "quotes"), diary, MarketDay.still(instruments))
    quoted = np.bincount(diary.sheets["quote"]["symbol"])

    assert quoted[0] == 2
    assert quoted[1] == 12


def test_quotes_show_an_order_only_after_it() -> None:
    run = told("case-b")
    symbol = run.incidents()[0]["symbols"][0]
    orders = {e.at for e in run.bad_of("order") if e.body.symbol == symbol}

    assert not orders & {e.at for e in run.of("quote") if e.body.symbol == symbol}


def test_nothing_happens_after_midnight_of_its_day() -> None:
    assert Diary(day=date(2025, 3, 17), opens=True).start % DAY == 15 * HOUR
