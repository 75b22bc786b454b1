"""What intruders do once inside: sell everything, put the money into one or two thin names, in steps."""

from dataclasses import dataclass, replace

import numpy as np

from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.simulation.operations.attackers.scene import Access, Scene
from sekisho.simulation.operations.days import orders
from sekisho.simulation.operations.days.crowding import Wish, gather
from sekisho.simulation.rules.book import Intent
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import AT_LIMIT, AT_MARKET, IN_CASH, IN_NISA, MARGIN_OPEN, SELL, TOKYO

CLOSE = 15 * HOUR + 24 * MINUTE


@dataclass(frozen=True, slots=True)
class Conduct:
    """How an intruder trades. Minutes are the published prior (first sell 1 to 15 after login, all sold within 30);
    ``haste`` scales them, to be varied threefold either way.
    """

    haste: float = 1.0
    sells: float = 1.0
    redeploy: tuple[float, float] = (0.85, 1.0)
    slices: tuple[int, int] = (2, 6)
    reach: tuple[float, float] = (0.0, 0.03)
    margin: float = 0.0
    budget: float = 0.0
    wait: tuple[float, float] = (1.0, 15.0)
    span: float = 30.0


def plunder(scene: Scene, access: Access, hijack: Hijack, conduct: Conduct, symbols: list[int]) -> None:
    """Sell, then buy."""
    start = access.time + round(scene.rng.uniform(*conduct.wait) * conduct.haste * MINUTE)
    start = max(start, 9 * HOUR + 20 * SECOND)
    proceeds, sold_by = liquidate(scene, access.visit, hijack, conduct, start)
    funds = proceeds + float(scene.world.accounts.cash[hijack.account])
    budget = funds * scene.rng.uniform(*conduct.redeploy) * (1 + conduct.margin)
    if conduct.budget:
        budget = min(budget, conduct.budget)
    for symbol, share in zip(symbols, _shares(scene, len(symbols)), strict=True):
        buy(scene, access.visit, hijack, conduct, (symbol, budget * share), sold_by)


def _shares(scene: Scene, count: int) -> list[float]:
    weights = scene.rng.dirichlet(np.full(count, 3.0))
    return [float(weight) for weight in weights]


def liquidate(scene: Scene, visit: int, hijack: Hijack, conduct: Conduct, start: int) -> tuple[float, int]:
    """Sell a share of every holding, at market mostly; the proceeds (yen) and when the last order went out."""
    accounts = scene.world.accounts
    held, quantity = accounts.held[hijack.account], accounts.quantity[hijack.account]
    slots = np.flatnonzero(quantity > 0)
    slots = slots[np.argsort(-(quantity * scene.world.instruments.close[held])[slots])]
    if conduct.sells < 1.0:
        slots = slots[: max(1, len(slots) // 2)]
    if not len(slots):
        return 0.0, start
    gaps = scene.rng.exponential(conduct.span * conduct.haste / (3 * len(slots)), len(slots)) * MINUTE + 4 * SECOND
    time = start + np.cumsum(gaps).astype(np.int64) - int(gaps[0])
    amount = np.maximum((quantity[slots] * conduct.sells).astype(np.int64), 1)
    sells = orders.columns_of(
        len(slots),
        visit=np.full(len(slots), visit),
        time=time,
        symbol=held[slots],
        side=SELL,
        quantity=amount,
        position=np.where(accounts.sheltered[hijack.account, slots], IN_NISA, IN_CASH),
        kind=np.where(scene.rng.random(len(slots)) < 0.8, AT_MARKET, AT_LIMIT),  # noqa: PLR2004 - most do not haggle
        incident=hijack.number,
    )
    value = float((scene.market.price(held[slots], time) * amount).sum())
    orders.place(scene.rng, scene.world, scene.diary, scene.market, sells, sure=True)
    hijack.sold += value
    return value, int(time[-1])


def buy(
    scene: Scene, visit: int, hijack: Hijack, conduct: Conduct, target: tuple[int, float], start: int
) -> list[Wish]:
    """Buy one name for a sum of yen in several steps, each bidding a little above the market."""
    symbol, budget = target
    gathering = gather(scene.gatherings, symbol)
    steps = int(scene.rng.integers(conduct.slices[0], conduct.slices[1] + 1))
    time = start + round(scene.rng.uniform(0.3, 2.0) * MINUTE)
    wishes = []
    for part in _shares(scene, steps):
        reach = None if scene.rng.random() < 0.15 else float(scene.rng.uniform(*conduct.reach))  # noqa: PLR2004 - some at market
        intent = Intent(time=time, place=gathering.next(), buys=True, budget=budget * part, reach=reach)
        position = MARGIN_OPEN if conduct.margin else IN_CASH
        wish = Wish(intent=intent, visit=visit, account=hijack.account, position=position, hijack=hijack)
        gathering.wishes.append(wish)
        wishes.append(wish)
        time += round(scene.rng.exponential(5.0) * conduct.haste * MINUTE) + 5 * SECOND
        if scene.world.instruments.market[symbol] == TOKYO:
            time = min(time, CLOSE)
    return wishes


def hastened(conduct: Conduct, haste: float) -> Conduct:
    """The same conduct at another pace."""
    return replace(conduct, haste=conduct.haste * haste)
