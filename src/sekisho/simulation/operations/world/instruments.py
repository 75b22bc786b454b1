"""Some thousand made-up names whose sizes follow the published distributions."""

import numpy as np
from numpy.random import Generator

from sekisho.simulation.queries.packed import capitalisations
from sekisho.simulation.rules.pricing import rounded
from sekisho.simulation.types.words import ETF, FOREIGN, GROWTH, HONG_KONG, NEW_YORK, PRIME, STANDARD, TOKYO
from sekisho.simulation.types.world import Floats, Instruments, Ints

MOST, FEWEST = 3_800, 300
# Issues by segment on 2025-10-14 (growth 602, standard 1,565, prime 1,615); traded funds and foreign names are assumed.
SHARES = {GROWTH: 0.153, STANDARD: 0.397, PRIME: 0.41, ETF: 0.02}
FOREIGN_SHARE = 0.04
# Median and mean of daily traded value in yen. Means: segment turnover FY2022 Q1 over issues; medians: assumption.
TRADED = {
    GROWTH: (40e6, 209e6),
    STANDARD: (10e6, 51e6),
    PRIME: (300e6, 1808e6),
    ETF: (400e6, 4e9),
    FOREIGN: (30e6, 400e6),
}
PRICE = {GROWTH: 700.0, STANDARD: 850.0, PRIME: 1_500.0, ETF: 2_200.0, FOREIGN: 400.0}
SPREAD = {GROWTH: 0.95, STANDARD: 1.0, PRIME: 0.75, ETF: 0.9, FOREIGN: 1.3}
DAILY_SIGMA = {GROWTH: 0.026, STANDARD: 0.018, PRIME: 0.015, ETF: 0.01, FOREIGN: 0.03}
SIZE_TO_TRADE = 0.75
NEVER_REAL = "BEIOQVZ"
"""Letters the Tokyo exchange leaves out of its codes; a code with one of them can never be a company's."""


def build(rng: Generator, accounts: int) -> Instruments:
    """Instruments for a brokerage of that many accounts: fewer for small runs, thin ones among them always."""
    count = min(MOST, max(FEWEST, accounts // 40))
    segment = _segments(count)
    market = np.where(segment == FOREIGN, np.where(np.arange(count) % 2, HONG_KONG, NEW_YORK), TOKYO)
    cap, adv = _sizes(rng, segment)
    price = np.exp(rng.normal(_by(PRICE, segment, np.log), _by(SPREAD, segment)))
    fine = (segment == PRIME) & (cap >= _top(cap, 500 * count // MOST))
    close = rounded(np.clip(price, 20, 60_000), fine)
    return Instruments(
        symbols=_symbols(rng, market),
        market=market,
        segment=segment,
        shares=np.maximum(np.round(cap / close), 1e5),
        adv=np.maximum(np.round(adv), 50_000),
        close=close,
        sigma=_by(DAILY_SIGMA, segment) * np.exp(rng.normal(0, 0.3, count)),
        fine=fine,
        lot=np.where((segment == ETF) | (market == NEW_YORK), 1, 100),
        lift=np.zeros(count),
    )


def _segments(count: int) -> Ints:
    parts = [np.full(round(count * share), segment) for segment, share in (SHARES | {FOREIGN: FOREIGN_SHARE}).items()]
    whole = np.concatenate(parts)[:count]
    return np.concatenate([whole, np.full(count - len(whole), STANDARD)]).astype(np.int64)


def _by(table: dict[int, float], segment: Ints, change: "np.ufunc | None" = None) -> Floats:
    values = np.array([table[place] for place in range(len(table))])
    return (values if change is None else change(values))[segment]


def _sizes(rng: Generator, segment: Ints) -> tuple[Floats, Floats]:
    """Capitalisation and daily traded value; large companies trade more, with much scatter."""
    size = rng.normal(size=len(segment))
    trade = SIZE_TO_TRADE * size + np.sqrt(1 - SIZE_TO_TRADE**2) * rng.normal(size=len(segment))
    cap, adv = np.empty(len(segment)), np.empty(len(segment))
    quantiles = capitalisations()
    for place, (median, mean) in TRADED.items():
        here = segment == place
        adv[here] = median * np.exp(trade[here] * np.sqrt(2 * np.log(mean / median)))
        if place in quantiles:
            chances, values = quantiles[place]
            cap[here] = np.exp(np.interp(_normal(size[here]), chances, np.log(values)))
        else:
            cap[here] = adv[here] * 150
    return cap, adv


def _normal(z: Floats) -> Floats:
    """Distribution function of the normal law, by the logistic approximation of Bowling et al. (2009)."""
    probabilities: Floats = 1 / (1 + np.exp(-(0.07056 * z**3 + 1.5976 * z)))
    return probabilities


def _top(values: Floats, count: int) -> float:
    return float(np.sort(values)[-max(1, count)])


def _symbols(rng: Generator, market: Ints) -> list[str]:
    """Codes in the form of each market that no listed company can have."""
    codes = [f"{first}{letter}{rest:02}" for first in range(1, 10) for letter in NEVER_REAL for rest in range(100)]
    places = rng.permutation(len(codes))[: len(market)]
    spelled = {TOKYO: "{}", HONG_KONG: "H{}", NEW_YORK: "U{}"}
    return [spelled[int(kind)].format(codes[place]) for kind, place in zip(market, places, strict=True)]
