"""Who buys which name: a sliding window of buyers per name, the unusual ones in detail, the others counted."""

from msgspec import Struct

from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.state import touch
from sekisho.surveillance.types.sighting import Sighting

NAMES = 1_024
CALM = 256
ODD = 64
TRADING_MINUTES = 330
"""Minutes the exchange trades in a day (09:00-11:30, 12:30-15:30 JST)."""
_MINUTES = 60_000


class Buyer(Struct, gc=False):
    """An unusual buyer of a name: the latest order, and the value of those in the window."""

    at: int
    since: int
    event: str
    value: float
    risk: float
    limit: float | None = None
    device: str | None = None
    network: str | None = None
    held: bool = False
    sold_out: bool = False


class Name(Struct):
    """Buyers of one name. ``calm`` holds time of the latest order and value for each usual buyer."""

    newest: int = 0
    adv: float | None = None
    move: float | None = None
    odd: dict[str, Buyer] = {}
    calm: dict[str, tuple[int, float]] = {}

    def size(self) -> int:
        """How many values are held."""
        return 1 + len(self.odd) + len(self.calm)

    def buyers(self) -> int:
        """Distinct accounts in the window."""
        return len(self.odd) + len(self.calm)

    def odd_value(self) -> float:
        """Yen ordered by unusual buyers."""
        return sum(buyer.value for buyer in self.odd.values())

    def value(self) -> float:
        """Yen ordered by everybody."""
        return self.odd_value() + sum(value for _, value in self.calm.values())

    def forget(self, before: int) -> None:
        """Drop buyers whose latest order is older than ``before``."""
        for account in [account for account, buyer in self.odd.items() if buyer.at < before]:
            del self.odd[account]
        calm = self.calm
        while calm:
            oldest = next(iter(calm))
            if calm[oldest][0] >= before:
                break
            del calm[oldest]

    def add_calm(self, account: str, at: int, value: float, before: int) -> None:
        """A buyer without unusual marks."""
        earlier = self.calm.pop(account, None)
        if earlier is not None:
            at, value = max(at, earlier[0]), value + earlier[1]
        elif len(self.calm) >= CALM:
            del self.calm[next(iter(self.calm))]
        self.calm[account] = (at, value)
        self.forget(before)

    def add_odd(self, seen: Sighting, window: int) -> None:
        """An unusual buyer; one that is unusual stays so while it is in the window."""
        buyer = _buyer(seen)
        earlier = self.odd.pop(seen.account, None)
        if earlier is None:
            _, before = self.calm.pop(seen.account, (0, 0.0))
            buyer.value += before
        elif earlier.since >= seen.at - window:
            buyer.since, buyer.value = min(earlier.since, buyer.since), buyer.value + earlier.value
            buyer.at = max(earlier.at, buyer.at)
            buyer.risk, buyer.held = max(earlier.risk, buyer.risk), earlier.held or buyer.held
        if len(self.odd) >= ODD:
            del self.odd[next(iter(self.odd))]
        self.odd[seen.account] = buyer


def _buyer(seen: Sighting) -> Buyer:
    return Buyer(
        at=seen.at,
        since=seen.at,
        event=seen.event,
        value=seen.value or 0.0,
        risk=seen.session_risk or 0.0,
        limit=seen.limit,
        device=seen.device,
        network=seen.network,
        held=seen.verdict is not None and seen.verdict >= Verdict.HOLD,
        sold_out=(seen.liquidation_24h or 0.0) >= 0.5,  # noqa: PLR2004 - half of the portfolio
    )


Names = dict[str, Name]


def is_buy(seen: Sighting) -> bool:
    """An order that opens or adds to a position in a name not known to be liquid; covering a short is none."""
    return seen.side == "buy" and seen.thin is not False and seen.symbol is not None and seen.position != "margin_close"


def note(names: Names, seen: Sighting, *, odd: bool, window: int) -> Name | None:
    """Enter one buy order; the name's window as of its newest order, ``None`` when the order is too late for it.

    Args:
        names: windows by symbol; the one longest untouched goes when there are more than ``NAMES``.
        seen: a sighting for which :func:`is_buy` holds.
        odd: whether the buyer is unusual.
        window: milliseconds a buyer stays after the latest order.

    """
    symbol = seen.symbol or ""
    name = touch(names, symbol, Name, NAMES)
    if seen.at > name.newest:
        name.newest = seen.at
        name.adv, name.move = seen.adv or name.adv, name.move if seen.price_move is None else seen.price_move
    before = name.newest - window
    if seen.at < before:
        return None
    if odd or seen.account in name.odd:
        name.add_odd(seen, window)
        name.forget(before)
    else:
        name.add_calm(seen.account, seen.at, seen.value or 0.0, before)
    _retire(names, name.newest - window)
    return name


def _retire(names: Names, before: int) -> None:
    """Drop the name longest untouched once nothing in its window can count any more."""
    oldest = next(iter(names))
    if names[oldest].newest < before:
        del names[oldest]


def usual_share(window: int) -> float:
    """The share of a day's trading that falls into ``window`` milliseconds when it is spread evenly."""
    return min(1.0, window / (TRADING_MINUTES * _MINUTES))
