"""One raid: a crew, some victims, one or two names pushed within hours."""

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from sekisho.simulation.operations.attackers.catalogue import VARIANTS
from sekisho.simulation.operations.attackers.variant import Crew
from sekisho.simulation.operations.campaigns.script import Script
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.types.truth import Truth
from sekisho.simulation.types.words import HONG_KONG, STANDARD, TOKYO
from sekisho.simulation.types.world import Floats, Ints

HASTE = 3.0
"""How far, either way, a crew's pace may differ from the prior."""
RICHER = 0.5
"""Victims are drawn by assets to this power: intruders look before they choose."""


@dataclass(slots=True)
class Raid:
    """What is fixed when a raid is planned; ``time`` in minutes of the day, ``plans`` pairs victims and ways in."""

    script: Script
    day: int
    time: int
    haste: float
    symbols: list[int]
    plans: list[tuple[int, str]]
    insiders: list[int]
    crew: Crew | None = None
    done: list[int] = field(default_factory=list)


def plan(rng: Generator, world: World, truth: Truth, script: Script, day: int, victims: int) -> Raid:
    """Choose names, victims and insiders of one raid."""
    names = list(script.variants)
    weights = np.array([script.variants[name] for name in names])
    ways = [str(name) for name in rng.choice(names, size=victims, p=weights / weights.sum())]
    raid = Raid(
        script=script,
        day=day,
        time=int(rng.integers(script.start[0], script.start[1] + 1)),
        haste=float(np.exp(rng.uniform(-np.log(HASTE), np.log(HASTE)))) * script.haste,
        symbols=_symbols(rng, world, script, foreign=all(VARIANTS[way].foreign for way in ways)),
        plans=[],
        insiders=[],
    )
    if script.shares:
        raid.haste = script.haste
    for way in ways:
        victim = _victim(rng, world, truth, VARIANTS[way].victims)
        raid.plans.append((victim, way))
    raid.insiders = [_insider(rng, world, truth, script) for _ in range(script.insiders)]
    return raid


def _symbols(rng: Generator, world: World, script: Script, *, foreign: bool) -> list[int]:
    """One thin name, sometimes two; a script's figures are put on the name it pushes."""
    instruments = world.instruments
    if script.price:
        standard = np.flatnonzero((instruments.segment == STANDARD) & (instruments.market == TOKYO) & ~instruments.fine)
        symbol = int(rng.choice(standard))
        instruments.close[symbol], instruments.adv[symbol] = script.price, script.adv
        instruments.shares[symbol] = round(script.cap / script.price)
        return [symbol]
    pool = np.flatnonzero(
        instruments.thin() & ((instruments.market >= HONG_KONG) if foreign else (instruments.market == TOKYO))
    )
    weight = _appeal(instruments.cap[pool], instruments.close[pool], instruments.adv[pool])
    count = 1 if script.shares or rng.random() < 0.75 else 2  # noqa: PLR2004 - most raids push a single name
    return [int(symbol) for symbol in rng.choice(pool, size=count, replace=False, p=weight / weight.sum())]


def _appeal(cap: Floats, price: Floats, adv: Floats) -> Floats:
    """Intruders like capitalisation under 10 bn yen, prices of 50 to 200 yen and little trade."""
    appeal: Floats = np.exp(-cap / 6e9) * np.where((price > 50) & (price < 250), 4.0, 1.0) / (1 + adv / 2e7)  # noqa: PLR2004 - published profile
    return appeal + 1e-9


def _victim(rng: Generator, world: World, truth: Truth, factors: tuple[int, ...]) -> int:
    """An account with one of the factors, by wealth."""
    accounts = world.accounts
    fit = np.isin(accounts.factor, factors) & (accounts.quantity.sum(axis=1) > 0) & ~accounts.company
    fit[list(truth.taken)] = False
    pool: Ints = np.flatnonzero(fit)
    if not len(pool):
        pool = np.setdiff1d(np.arange(len(accounts)), np.array(sorted(truth.taken), dtype=np.int64))
    weight = accounts.assets[pool] ** RICHER
    victim = int(rng.choice(pool, p=weight / weight.sum()))
    truth.taken.add(victim)
    return victim


def _insider(rng: Generator, world: World, truth: Truth, script: Script) -> int:
    """An account that gains: a company's or, failing that, a young one's."""
    accounts = world.accounts
    free = np.ones(len(accounts), dtype=np.bool_)
    free[list(truth.taken)] = False
    youngest = accounts.opened + np.where(accounts.company == script.company, 0, -5_000)
    pool = np.flatnonzero(free)
    best = pool[np.argsort(-youngest[pool], kind="stable")][: max(3, len(pool) // 200)]
    insider = int(rng.choice(best))
    truth.taken.add(insider)
    return insider
