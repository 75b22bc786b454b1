"""Accounts that gain: funded, then buying beforehand, then selling into the pump at the victims' price."""

from dataclasses import dataclass, replace

import numpy as np

from sekisho.kernel.moments import MINUTE, SECOND
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.campaigns.raid import Raid
from sekisho.simulation.operations.days import orders, signing, visits
from sekisho.simulation.operations.days.crowding import Gathering, Wish, gather
from sekisho.simulation.rules.book import Intent
from sekisho.simulation.rules.hours import closes, opens
from sekisho.simulation.types.truth import Gainer
from sekisho.simulation.types.words import BY_TRANSFER, IN_CASH, MARGIN_CLOSE, MARGIN_OPEN

AHEAD = 35
"""Minutes before the first victim's login at which an insider starts."""
SHARE = 3
"""Without a published figure insiders hold a third of what the victims will buy."""
BID, ASK, LAST = 0.05, 0.01, -0.05
PRIOR = 0.5
"""Share of an insider's position that stems from earlier days."""
DEAREST = 1.2
"""No insider pays more than this factor on the price before."""
SHORT_ASK = 0.08
"""A short seller offers this far above the market."""
SHORT_PART = 0.12
"""A short seller turns no more than this share of a day's trade at a time: it has to be bought back."""
UNMATCHED = 4
"""The first quarter of the bids is left alone: the price has to rise first."""
LEFT_OVER = (0.34, 0.34, 1.0)
"""The rest is sold in three steps after the last bid."""
LEAST_SUM = 1_000_000


@dataclass(slots=True)
class Insider:
    """One gaining account at work in one name: its visit, its record, how many shares it means to turn."""

    visit: int
    gainer: Gainer
    gathering: Gathering
    shares: int


def act(scene: Scene, raid: Raid, bought: list[Wish]) -> None:
    """Let the insiders of a raid accumulate (or not, if they sell short) and sell to the victims."""
    gathering = gather(scene.gatherings, raid.symbols[0])
    bids = [wish for wish in bought if any(wish is one for one in gathering.wishes)]
    if not bids or not raid.insiders:
        return
    price = float(scene.market.close[gathering.symbol])
    sold = raid.script.shape.sold if raid.script.shape else 0
    shares = (sold or round(sum(wish.intent.budget for wish in bids) / SHARE / price)) // len(raid.insiders)
    first = opens(int(scene.world.instruments.market[gathering.symbol])) + 2 * MINUTE
    for place, account in enumerate(raid.insiders):
        start = max(first, (raid.time - AHEAD) * MINUTE) + int(scene.rng.integers(MINUTE))
        insider = _arrive(scene, raid, account, gathering, (shares, start))
        mine = bids[place :: len(raid.insiders)]
        if raid.script.short:
            _short(scene, insider, mine)
        else:
            _accumulate(scene, insider, start, min((wish.intent.time for wish in mine), default=start))
            _sell(scene, insider, mine)


def _arrive(scene: Scene, raid: Raid, account: int, gathering: Gathering, plan: tuple[int, int]) -> Insider:
    """A visit with the account's own things, and fresh money by transfer."""
    shares, start = plan
    rows = visits.begin(scene.rng, scene.world, scene.diary, np.array([account]), np.array([start - 2 * MINUTE]))
    signing.sign_in(scene.rng, scene.diary, rows)
    price = float(scene.market.close[gathering.symbol])
    amount = max(LEAST_SUM, round(shares * price * 1.2 / 1e6) * 1_000_000)
    paid = np.array([start - int(scene.rng.integers(20, 100)) * SECOND])
    scene.diary.write("cash", paid, visit=rows, direction=0, method=BY_TRANSFER, amount=amount, bank=account, same=True)
    scene.world.accounts.cash[account] += amount
    scene.busy.add(account)
    gainer = scene.truth.gainer(account, raid.script.name, gathering.symbol, scene.diary.start + start)
    if not raid.script.short:
        _endow(scene, gathering, gainer, _lots(shares * PRIOR))
    return Insider(int(rows[0]), gainer, gathering, shares)


def _endow(scene: Scene, gathering: Gathering, gainer: Gainer, shares: int) -> None:
    """Part of the position was built up before the run or the day, in quantities nobody noticed."""
    price = float(scene.market.close[gathering.symbol])
    orders.move(
        scene.world,
        scene.diary.number - int(scene.rng.integers(2, 20)),
        gainer.account,
        gathering.symbol,
        shares,
        price,
    )
    scene.world.accounts.cash[gainer.account] += round(shares * price)
    gathering.prior[gainer.account] = shares
    gainer.gain -= shares * price


def _lots(shares: float) -> int:
    return max(100, int(shares) // 100 * 100)


def _place(insider: Insider, intent: Intent, position: int = IN_CASH) -> int:
    gathering, gainer = insider.gathering, insider.gainer
    place = gathering.next()
    intent = replace(intent, place=place, owner=gainer.account)
    gathering.wishes.append(
        Wish(intent=intent, visit=insider.visit, account=gainer.account, position=position, gainer=gainer)
    )
    return place


def _accumulate(scene: Scene, insider: Insider, start: int, end: int) -> None:
    """Buy in pieces before the first bid; what is not had by then is bought in a quarter of an hour."""
    wanted = insider.shares - insider.gathering.prior.get(insider.gainer.account, 0)
    pieces = max(3, min(12, wanted // 500))
    before = -1
    ceiling = float(scene.market.price(np.array([insider.gathering.symbol]), np.array([start]))[0]) * DEAREST
    for time in np.sort(scene.rng.uniform(start, max(end, start + 15 * MINUTE), pieces)).astype(np.int64).tolist():
        quantity = _lots(wanted / pieces)
        intent = Intent(
            time=time, place=0, buys=True, quantity=quantity, reach=BID, replaces=before, ceiling=np.floor(ceiling)
        )
        before = _place(insider, intent)


def _sell(scene: Scene, insider: Insider, bids: list[Wish]) -> None:
    """A resting offer some seconds before each later bid, which then names its price: matched orders. Then the rest."""
    matched = bids[len(bids) // UNMATCHED :]
    piece = _lots(insider.shares / max(1, len(matched)))
    for bid in matched:
        _match(scene, insider, bid, piece, (bid.intent.reach or ASK, IN_CASH))
    time = max(wish.intent.time for wish in insider.gathering.wishes)
    end = closes(int(scene.world.instruments.market[insider.gathering.symbol])) - 20 * SECOND
    for place, part in enumerate(LEFT_OVER):
        time = min(time + int(scene.rng.integers(20, 200)) * SECOND, end + place * SECOND)
        rest = Intent(time=time, place=0, buys=False, quantity=_lots(insider.shares * part), reach=LAST, covered=True)
        _place(insider, rest)


def _short(scene: Scene, insider: Insider, bids: list[Wish]) -> None:
    """Offer borrowed shares far above the market to each bid, and buy them back minutes later."""
    price = float(scene.market.close[insider.gathering.symbol])
    adv = float(scene.world.instruments.adv[insider.gathering.symbol])
    for bid in bids:
        piece = _lots(min(bid.intent.budget, SHORT_PART * adv) / price / (1 + SHORT_ASK))
        _match(scene, insider, bid, piece, (SHORT_ASK, MARGIN_OPEN))
        bid.intent = replace(bid.intent, budget=0.0, quantity=piece, replaces=-1)
        for wait in (3, 8, 15):
            time = bid.intent.time + round(wait * float(scene.rng.uniform(0.8, 1.5)) * MINUTE)
            back = Intent(time=time, place=0, buys=True, quantity=piece, reach=BID, covered=True)
            _place(insider, back, MARGIN_CLOSE)


def _match(scene: Scene, insider: Insider, bid: Wish, piece: int, terms: tuple[float, int]) -> None:
    reach, position = terms
    time = bid.intent.time - int(scene.rng.integers(2, 25)) * SECOND
    covered = position == IN_CASH
    offer = Intent(
        time=time, place=0, buys=False, quantity=piece, reach=reach, rests=True, covered=covered, withdraws=covered
    )
    bid.intent = replace(bid.intent, reach=reach, twin=_place(insider, offer, position))
