"""One raid: a crew, some victims, one or two names pushed within hours."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sekisho.simulation.operations.attackers.catalogue import VARIANTS
from sekisho.simulation.operations.attackers.scene import Crew
from sekisho.simulation.operations.campaigns.script import Script, Shape
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.rules.hours import closes, opens
from sekisho.simulation.types.truth import Hijack, Truth
from sekisho.simulation.types.words import HONG_KONG, STANDARD, TOKYO
from sekisho.simulation.types.world import Floats, Ints

HASTE = 3.0
"""How far, either way, a crew's pace may differ from the prior."""
RICHER = 0.5
"""Victims are drawn by assets to this power: intruders look before they choose."""
TRIED_ON_ALL = 0.08
"""Tries on accounts whatever their factor; where it resists phishing they fail."""
ONE_NAME = 0.75
FEW, MUCH = 20, 2.0
LIKED_PRICES = (50.0, 250.0)
HOURS_LEFT = 2.5 * 3_600_000
NEW_YORK_START = (22 * 60 + 35, 23 * 60 + 10)


@dataclass(slots=True)
class Target:
    """One planned victim. ``early`` is the day of preparation, ``strikes`` the days of entering (places in the run)."""

    account: int
    way: str
    early: int | None
    strikes: tuple[int, ...]
    hijack: Hijack | None = None


@dataclass(slots=True)
class Raid:
    """What is fixed when a raid is planned.

    ``day`` is the strike's place in the run, ``time`` the first login in minutes of the day.
    """

    script: Script
    day: int
    time: int
    haste: float
    symbols: list[int]
    targets: list[Target]
    insiders: list[int]
    crew: Crew | None = None

    def busy_on(self, day: int) -> bool:
        """Whether anything of the raid happens on ``day``."""
        return any(day == target.early or day in target.strikes for target in self.targets)


def plan(rng: Generator, world: World, truth: Truth, script: Script, days: list[int], victims: int) -> Raid:
    """Choose names, victims and insiders of one raid; ``days`` are the trading days it may use, in order."""
    names = list(script.ways)
    weights = np.array([script.ways[name] for name in names])
    ways = [str(name) for name in rng.choice(names, size=victims, p=weights / weights.sum())]
    symbols = _symbols(rng, world, truth, script, foreign=any(VARIANTS[way].foreign for way in ways))
    lead = _lead(rng, script, ways, len(days) - 1)
    insiders = max(script.insiders, *(VARIANTS[way].insiders for way in ways))
    haste = script.haste or float(np.exp(rng.uniform(-np.log(HASTE), np.log(HASTE))))
    return Raid(
        script=script,
        day=days[lead],
        time=_time(rng, script, int(world.instruments.market[symbols[0]])),
        haste=haste,
        symbols=symbols,
        targets=[_target(rng, world, truth, (script, way), (days, lead)) for way in ways],
        insiders=[_insider(rng, world, truth, script) for _ in range(insiders)],
    )


def _lead(rng: Generator, script: Script, ways: list[str], most: int) -> int:
    """Trading days between the preparations and the strike; the published cases are told on one day."""
    leads = [VARIANTS[way].lead for way in ways if VARIANTS[way].before]
    if script.shape or not leads:
        return 0
    return min(int(rng.integers(leads[0][0], leads[0][1] + 1)), most)


def _time(rng: Generator, script: Script, market: int) -> int:
    """Minute of the day of the first login: early enough for the market the raid aims at."""
    first, last = script.start
    if market >= HONG_KONG:
        first, last = max(first, opens(market) // 60_000 + 5), int((closes(market) - HOURS_LEFT) // 60_000)
    if first > last:
        first, last = NEW_YORK_START
    return int(rng.integers(first, last + 1))


def _target(
    rng: Generator, world: World, truth: Truth, plan_: tuple[Script, str], when: tuple[list[int], int]
) -> Target:
    """A victim and the days of the steps: preparations on the first day, the strike and its repeats later."""
    script, way = plan_
    days, lead = when
    variant = VARIANTS[way]
    account = _victim(rng, world, truth, variant.victims, script)
    early = days[0] if variant.before else None
    return Target(account, way, early, tuple(days[lead : lead + 1 + variant.repeats]))


def _symbols(rng: Generator, world: World, truth: Truth, script: Script, *, foreign: bool) -> list[int]:
    """One thin name, sometimes two; a script's figures are put on the name it pushes."""
    instruments = world.instruments
    if script.shape:
        return [_shaped(rng, world, truth, script.shape)]
    there = instruments.market >= HONG_KONG if foreign else instruments.market == TOKYO
    pool = np.flatnonzero(instruments.thin() & there)
    weight = _appeal(instruments.cap[pool], instruments.close[pool], instruments.adv[pool])
    first = int(rng.choice(pool, p=weight / weight.sum()))
    if rng.random() < ONE_NAME:
        return [first]
    alike = (instruments.market[pool] == instruments.market[first]) & (pool != first)
    return [first, int(rng.choice(pool[alike]))] if alike.any() else [first]


def _shaped(rng: Generator, world: World, truth: Truth, shape: Shape) -> int:
    instruments = world.instruments
    standard = (instruments.segment == STANDARD) & (instruments.market == TOKYO) & ~instruments.fine
    symbol = int(rng.choice(np.setdiff1d(np.flatnonzero(standard), sorted(truth.pushed))))
    truth.pushed.add(symbol)
    instruments.close[symbol], instruments.adv[symbol] = shape.price, shape.adv
    instruments.shares[symbol] = round(shape.cap / shape.price)
    return symbol


def _appeal(cap: Floats, price: Floats, adv: Floats) -> Floats:
    """Intruders like capitalisation under 10 bn yen, prices of 50 to 200 yen and little trade."""
    liked = np.where((price > LIKED_PRICES[0]) & (price < LIKED_PRICES[1]), 4.0, 1.0)
    appeal: Floats = np.exp(-cap / 6e9) * liked / (1 + adv / 2e7)
    return appeal + 1e-9


def _free(world: World, truth: Truth) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    free = np.ones(len(world.accounts), dtype=np.bool_)
    free[list(truth.taken)] = False
    return free


def _victim(rng: Generator, world: World, truth: Truth, factors: tuple[int, ...], script: Script) -> int:
    """An account with one of the factors, by wealth; a published case needs victims who own what was bought."""
    accounts = world.accounts
    fit = _free(world, truth) & (accounts.quantity.sum(axis=1) > 0) & ~accounts.company
    if script.shape or rng.random() >= TRIED_ON_ALL:
        fit &= np.isin(accounts.factor, factors)
    pool: Ints = np.flatnonzero(fit)
    if not len(pool):
        pool = np.flatnonzero(_free(world, truth))
    if script.shape:
        victim = int(rng.choice(_able(accounts.assets, pool, script.shape.spent / script.victims[0])))
        world.steady.add(victim)
        return _taken(truth, victim)
    weight = accounts.assets[pool] ** RICHER
    return _taken(truth, int(rng.choice(pool, p=weight / weight.sum())))


def _taken(truth: Truth, account: int) -> int:
    truth.taken.add(account)
    return account


def _able(assets: Floats, pool: Ints, need: float) -> Ints:
    """Accounts worth about ``need`` yen or a little more; the richest if there are hardly any."""
    able = pool[(assets[pool] > need) & (assets[pool] < MUCH * need)]
    return able if len(able) >= FEW else pool[np.argsort(-assets[pool], kind="stable")[:FEW]]


def _insider(rng: Generator, world: World, truth: Truth, script: Script) -> int:
    """An account that gains: a young one, a company's if the script says so."""
    accounts = world.accounts
    young = accounts.opened - np.where(accounts.company == script.company, 0, 100_000)
    pool = np.flatnonzero(_free(world, truth))
    best = pool[np.argsort(-young[pool], kind="stable")][: max(3, len(pool) // 500)]
    return _taken(truth, int(rng.choice(best)))
