"""Accounts that gain: funded, then buying beforehand, then selling into the pump at the victims' price."""

from dataclasses import replace

import numpy as np

from sekisho.kernel.moments import MINUTE, SECOND
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.campaigns.raid import Raid
from sekisho.simulation.operations.days import signing, visits
from sekisho.simulation.operations.days.crowding import Gathering, Wish, gather
from sekisho.simulation.rules.book import Intent
from sekisho.simulation.types.truth import Gainer
from sekisho.simulation.types.words import BY_TRANSFER

FIRST_BUY = 35
"""Minutes before the first victim's login at which an insider starts."""
SHARE = 3
"""Without a published figure insiders hold a third of what the victims will buy."""
BID, ASK, LAST = 0.015, 0.01, -0.03


def act(scene: Scene, raid: Raid, bought: list[Wish]) -> None:
    """Each insider accumulates before and sells in pieces into the victims' bids."""
    gathering = gather(scene.gatherings, raid.symbols[0])
    bids = [wish for wish in bought if any(wish is one for one in gathering.wishes)]
    if not bids:
        return
    price = float(scene.market.close[gathering.symbol])
    shares = raid.script.insider_shares or round(sum(wish.intent.budget for wish in bids) / SHARE / price)
    for place, insider in enumerate(raid.insiders):
        _act(scene, raid, insider, gathering, (shares // len(raid.insiders), bids[place :: len(raid.insiders)]))


def _act(scene: Scene, raid: Raid, insider: int, gathering: Gathering, part: tuple[int, list[Wish]]) -> None:
    shares, bids = part
    start = max(9 * 60 + 2, raid.time - FIRST_BUY) * MINUTE
    visit = _arrive(scene, insider, start - 2 * MINUTE)
    gainer = scene.truth.gainer(insider, raid.script.name, gathering.symbol, scene.diary.start + start)
    _fund(scene, insider, visit, shares * float(scene.market.close[gathering.symbol]) * 1.2, start - 60 * SECOND)
    end = max(min((wish.intent.time for wish in bids), default=start), start + 15 * MINUTE)
    pieces = max(3, min(12, shares // 500))
    for time in np.sort(scene.rng.uniform(start, end, pieces)).astype(np.int64).tolist():
        _place(
            gathering, gainer, visit, Intent(time=time, place=0, buys=True, quantity=_lots(shares / pieces), reach=BID)
        )
    _sell(scene, gathering, gainer, visit, part)


def _lots(shares: float) -> int:
    return max(100, int(shares) // 100 * 100)


def _arrive(scene: Scene, insider: int, time: int) -> int:
    """A visit with the insider's own things."""
    rows = visits.begin(scene.rng, scene.world, scene.diary, np.array([insider]), np.array([time]))
    signing.sign_in(scene.rng, scene.world, scene.diary, rows)
    return int(rows[0])


def _fund(scene: Scene, insider: int, visit: int, need: float, time: int) -> None:
    """Money arrives by transfer the same morning."""
    amount = max(1_000_000, round(need / 1e6) * 1_000_000)
    scene.diary.write(
        "cash", np.array([time]), visit=np.array([visit]), direction=0, method=BY_TRANSFER, amount=amount, bank=insider,
        same=True,
    )  # fmt: skip
    scene.world.accounts.cash[insider] += amount


def _place(gathering: Gathering, gainer: Gainer, visit: int, intent: Intent) -> int:
    place = gathering.next()
    wish = Wish(intent=replace(intent, place=place), visit=visit, account=gainer.account, gainer=gainer)
    gathering.wishes.append(wish)
    return place


def _sell(scene: Scene, gathering: Gathering, gainer: Gainer, visit: int, part: tuple[int, list[Wish]]) -> None:
    """A resting offer some seconds before each later bid, which then names its price: matched orders; the rest at last."""
    shares, bids = part
    matched = bids[len(bids) // 4 :]
    piece = _lots(shares * 0.85 / max(1, len(matched)))
    for bid in matched:
        time = bid.intent.time - int(scene.rng.integers(2, 25)) * SECOND
        reach = bid.intent.reach or ASK
        place = _place(
            gathering, gainer, visit, Intent(time=time, place=0, buys=False, quantity=piece, reach=reach, rests=True)
        )
        bid.intent = replace(bid.intent, reach=reach, twin=place)
    last = max(wish.intent.time for wish in gathering.wishes)
    rest = Intent(time=last + 3 * MINUTE, place=0, buys=False, quantity=_lots(shares * 0.15), reach=LAST)
    _place(gathering, gainer, visit, rest)
