"""Prices and volumes of one day, before and under the weight of a crowd."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import DAY, MINUTE
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.rules.hours import MINUTES, minute_of, to_minute, to_time
from sekisho.simulation.rules.pricing import daily_limit, rounded
from sekisho.simulation.types.words import TOKYO
from sekisho.simulation.types.world import THIN_TRADE, Floats, Instruments, Ints

KNOTS = 12
FALL = 0.7
"""Share of a crowd's lift that is gone by the next opening."""
GAP = 0.35
"""Share of a day's movement that happens over night."""
# Share of the day's trade done by each knot, heavy at the opening and the close.
TRADED_BY = np.array([0.0, 0.17, 0.27, 0.35, 0.42, 0.48, 0.55, 0.61, 0.68, 0.76, 0.86, 1.0])
UNEVEN = (1.0, 0.5)
"""Scatter (log) of a day's trade of thin names and of others."""
MEMORY = 20
"""Days in the mean of traded value."""
FAR_ABOVE, FAR_BELOW = 10.0, 0.0
"""Foreign names have no daily limit; these factors stand in its place."""


@dataclass(slots=True)
class Pressure:
    """What a crowd added to one name: times (ms of the day), factor on its price, yen traded so far."""

    times: Ints
    factor: Floats
    value: Ints


@dataclass(slots=True)
class MarketDay:
    """Paths of every name through one trading day."""

    instruments: Instruments
    close: Floats
    up: Floats
    down: Floats
    path: Floats
    traded: Floats
    pressures: dict[int, Pressure] = field(default_factory=dict)

    @classmethod
    def draw(cls, rng: Generator, instruments: Instruments) -> "MarketDay":
        """Draw the day's paths: an overnight gap, then eleven half hours."""
        count = len(instruments.close)
        steps = rng.normal(size=(count, KNOTS)) * (instruments.sigma * np.sqrt((1 - GAP) / (KNOTS - 1)))[:, None]
        steps[:, 0] = rng.normal(size=count) * instruments.sigma * np.sqrt(GAP)
        steps[:, 0] -= FALL * instruments.lift
        spread = np.where(instruments.adv < THIN_TRADE, *UNEVEN)
        limit = daily_limit(instruments.close)
        here = instruments.market == TOKYO
        return cls(
            instruments=instruments,
            close=instruments.close.copy(),
            up=np.where(here, instruments.close + limit, instruments.close * FAR_ABOVE),
            down=np.where(here, np.maximum(instruments.close - limit, 1.0), instruments.close * FAR_BELOW),
            path=np.cumsum(steps, axis=1),
            traded=instruments.adv * np.exp(rng.normal(-(spread**2) / 2, spread)),
        )

    @classmethod
    def still(cls, instruments: Instruments) -> "MarketDay":
        """A day on which nothing moves."""
        count = len(instruments.close)
        day = cls.draw(np.random.Generator(np.random.PCG64(0)), instruments)
        day.path, day.traded = np.zeros((count, KNOTS)), instruments.adv.copy()
        return day

    def base(self, symbol: Ints, time: Ints) -> Floats:
        """Unrounded prices without any pressure."""
        minute = to_minute(time, self.instruments.market[symbol])
        place = np.minimum(minute / MINUTES * (KNOTS - 1), KNOTS - 1.000001)
        knot = place.astype(np.int64)
        part = place - knot
        log = self.path[symbol, knot] * (1 - part) + self.path[symbol, knot + 1] * part
        prices: Floats = self.close[symbol] * np.exp(log)
        return prices

    def path_of(self, symbol: int) -> Callable[[int], float]:
        """:meth:`base` of one name as a quick function of the time of day."""
        path, close, market = (
            self.path[symbol].tolist(),
            float(self.close[symbol]),
            int(self.instruments.market[symbol]),
        )

        @cache
        def base(time: int) -> float:
            place = min(minute_of(time, market) / MINUTES * (KNOTS - 1), KNOTS - 1.000001)
            knot = int(place)
            return close * math.exp(path[knot] * (1 - place + knot) + path[knot + 1] * (place - knot))

        return base

    def price(self, symbol: Ints, time: Ints) -> Floats:
        """Prices on their ticks, within the day's limits, pressure included."""
        raw = self.base(symbol, time)
        for name, pressure in self.pressures.items():
            here = np.flatnonzero(symbol == name)
            if len(here):
                place = np.searchsorted(pressure.times, time[here], side="right") - 1
                raw[here] *= np.where(place < 0, 1.0, pressure.factor[np.maximum(place, 0)])
        return rounded(np.clip(raw, self.down[symbol], self.up[symbol]), self.instruments.fine[symbol])

    def volume(self, symbol: Ints, time: Ints) -> Floats:
        """Yen traded so far, pressure included."""
        minute = to_minute(time, self.instruments.market[symbol])
        done: Floats = self.traded[symbol] * np.interp(minute, np.linspace(0, MINUTES, KNOTS), TRADED_BY)
        for name, pressure in self.pressures.items():
            here = np.flatnonzero(symbol == name)
            if len(here):
                place = np.searchsorted(pressure.times, time[here], side="right") - 1
                done[here] += np.where(place < 0, 0, pressure.value[np.maximum(place, 0)])
        return done

    def finish(self) -> None:
        """Carry the day's close and trade over into the instruments."""
        everything = np.arange(len(self.close))
        evening = np.full(len(self.close), DAY - 1)
        value = self.volume(everything, evening)
        self.instruments.lift[:] = 0.0
        for name, pressure in self.pressures.items():
            self.instruments.lift[name] = np.log(pressure.factor[-1])
        self.instruments.close[:] = self.price(everything, evening)
        self.instruments.adv[:] = np.maximum(self.instruments.adv + (value - self.instruments.adv) / MEMORY, 20_000)


def tell_instruments(rng: Generator, diary: Diary, market: MarketDay) -> None:
    """Reference data of every name, some time between six and seven in the morning."""
    instruments = market.instruments
    count = len(market.close)
    time = 360 * MINUTE + rng.integers(0, 60 * MINUTE, count)
    diary.write(
        "instrument",
        time,
        symbol=np.arange(count),
        cap=np.round(instruments.shares * market.close).astype(np.int64),
        adv=instruments.adv.astype(np.int64),
        close=market.close,
        up=market.up,
        down=market.down,
    )


def _lag(rng: Generator, times: Ints) -> Ints:
    """A quote shows an order's weight only after the order."""
    return rng.integers(300, 1_500, len(times))


def tell_quotes(rng: Generator, diary: Diary, market: MarketDay) -> None:
    """Quotes through the day: three of a thin name, a dozen of a busy one; one at each turn of a crowd."""
    lively = np.clip(np.round(1.5 + 2.2 * np.log10(market.instruments.adv / 1e6)), 2, 14).astype(np.int64)
    symbol = np.repeat(np.arange(len(lively)), lively)
    minute = 0.2 + rng.random(len(symbol)) * (MINUTES - 0.4)
    time = to_time(minute, market.instruments.market[symbol])
    turns = [(np.full(len(p.times), name), p.times + _lag(rng, p.times)) for name, p in market.pressures.items()]
    symbol = np.concatenate([symbol, *(turn[0] for turn in turns)])
    time = np.concatenate([time, *(turn[1] for turn in turns)])
    last = market.price(symbol, time)
    value = market.volume(symbol, time)
    volume = (value / market.close[symbol]).astype(np.int64)
    diary.write("quote", time, symbol=symbol, last=last, volume=volume, value=value.astype(np.int64))
