"""What intruders do once inside: sell everything, put the money into one or two thin names, in steps."""

from dataclasses import dataclass, replace

import numpy as np

from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.simulation.operations.attackers.scene import Access, Scene
from sekisho.simulation.operations.days import orders
from sekisho.simulation.operations.days.crowding import Wish, gather
from sekisho.simulation.rules.book import Intent
from sekisho.simulation.rules.hours import closes, opens
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import AT_LIMIT, AT_MARKET, IN_CASH, IN_NISA, MARGIN_OPEN, SELL

LAST_CALL = 5 * MINUTE
"""Nothing is bought later than this before the close."""
HAGGLING, AT_ANY_PRICE = 0.2, 0.2
"""Shares of sells with a limit and of buys without one."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """How an intruder trades.

    ``wait`` is the time (minutes) from login to the first sale and ``span`` that over which all is sold: the published
    prior is 1 to 15 and 30. ``haste`` scales both, to be varied threefold either way. ``redeploy`` is the part of the
    funds that is spent, ``budget`` a ceiling in yen, ``adv_share`` one as a share of the name's usual daily trade.
    ``reach`` is how far above the market the bids lie, ``margin`` how much is bought on credit for each yen owned.
    """

    haste: float = 1.0
    sells: float = 1.0
    redeploy: tuple[float, float] = (0.85, 1.0)
    slices: tuple[int, int] = (2, 6)
    reach: tuple[float, float] = (0.005, 0.05)
    margin: float = 0.0
    budget: float = float("inf")
    adv_share: float = float("inf")
    wait: tuple[float, float] = (1.0, 15.0)
    span: float = 30.0


def plunder(scene: Scene, access: Access, hijack: Hijack, conduct: Conduct, symbols: list[int]) -> None:
    """Sell, then buy."""
    start = access.time + round(scene.rng.uniform(*conduct.wait) * conduct.haste * MINUTE)
    start = max(start, 9 * HOUR + 20 * SECOND)
    cash = float(scene.world.accounts.cash[hijack.account])
    proceeds, sold_by = liquidate(scene, access.visit, hijack, conduct, start)
    funds = proceeds + cash
    budget = min(funds * scene.rng.uniform(*conduct.redeploy) * (1 + conduct.margin), conduct.budget)
    for symbol, share in zip(symbols, shares_of(scene, len(symbols)), strict=True):
        most = conduct.adv_share * float(scene.world.instruments.adv[symbol])
        buy(scene, access.visit, hijack, conduct, (symbol, min(budget * share, most)), sold_by)


def shares_of(scene: Scene, count: int) -> list[float]:
    """Uneven parts of a whole."""
    weights: list[float] = scene.rng.dirichlet(np.full(count, 3.0)).tolist()
    return weights


def liquidate(scene: Scene, visit: int, hijack: Hijack, conduct: Conduct, start: int) -> tuple[float, int]:
    """Sell from the largest holding down, at market mostly; the proceeds (yen) and when the last order went out."""
    accounts = scene.world.accounts
    held, quantity = accounts.held[hijack.account].copy(), accounts.quantity[hijack.account].copy()
    slots = np.argsort(-(quantity * scene.world.instruments.close[held]), kind="stable")[: int((quantity > 0).sum())]
    if conduct.sells < 1.0:
        slots = slots[: max(1, len(slots) // 2)]
    if not len(slots):
        return 0.0, start
    gaps = scene.rng.exponential(conduct.span * conduct.haste / (3 * len(slots)), len(slots)) * MINUTE + 4 * SECOND
    time = start + (np.cumsum(gaps) - gaps[0]).astype(np.int64)
    amount = np.maximum((quantity[slots] * conduct.sells).astype(np.int64), 1)
    sells = orders.columns_of(
        len(slots),
        visit=np.full(len(slots), visit),
        time=time,
        symbol=held[slots],
        side=SELL,
        quantity=amount,
        position=np.where(accounts.sheltered[hijack.account, slots], IN_NISA, IN_CASH),
        kind=np.where(scene.rng.random(len(slots)) < HAGGLING, AT_LIMIT, AT_MARKET),
        incident=hijack.number,
    )
    value = float((scene.market.price(held[slots], time) * amount).sum())
    orders.place(scene.rng, scene.world, scene.diary, scene.market, sells, sure=True)
    hijack.sold += value
    return value, int(time[-1])


def buy(scene: Scene, visit: int, hijack: Hijack, conduct: Conduct, target: tuple[int, float], start: int) -> None:
    """Buy one name for a sum of yen in several steps, each bidding a little above the market."""
    symbol, budget = target
    gathering = gather(scene.gatherings, symbol)
    market = int(scene.world.instruments.market[symbol])
    steps = int(scene.rng.integers(conduct.slices[0], conduct.slices[1] + 1))
    time = max(start + round(scene.rng.uniform(0.3, 2.0) * MINUTE), opens(market) + MINUTE)
    before = -1
    for part in shares_of(scene, steps):
        reach = None if scene.rng.random() < AT_ANY_PRICE else float(scene.rng.uniform(*conduct.reach))
        time = min(time, closes(market) - LAST_CALL)
        place = gathering.next()
        intent = Intent(time=time, place=place, buys=True, budget=budget * part, reach=reach, replaces=before)
        before = place
        position = MARGIN_OPEN if conduct.margin else IN_CASH
        gathering.wishes.append(
            Wish(intent=intent, visit=visit, account=hijack.account, position=position, hijack=hijack)
        )
        time += round(scene.rng.exponential(5.0) * conduct.haste * MINUTE) + 5 * SECOND


def hastened(conduct: Conduct, haste: float) -> Conduct:
    """The same conduct at another pace."""
    return replace(conduct, haste=conduct.haste * haste)
