"""Who bought a name earlier, who sells it now, and whose orders meet whose."""

from msgspec import Struct

from sekisho.kernel.moments import DAY, MINUTE
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.rules.state import touch
from sekisho.surveillance.types.sighting import Sighting

HOLDERS = 128
ORDERS = 48
MEMORY = 60 * DAY
MATCHED = 2 * MINUTE
CLOSE = 15_000


class Holder(Struct, gc=False):
    """One account's dealings in one name. Orders count until the first fill is seen, then only fills do.

    ``sold`` and ``received`` count sell orders since ``selling_since``, for one window. ``met`` are the unusual buyers
    whose orders met this account's sells at one price, ``close`` how many of these meetings were within 15 seconds or
    of equal quantity.
    """

    first: int = 0
    last: int = 0
    bought: int = 0
    paid: float = 0.0
    filled: bool = False
    sold: int = 0
    received: float = 0.0
    selling_since: int = 0
    age_days: float | None = None
    orders_before: float | None = None
    met: list[str] = []
    close: int = 0
    event: str = ""

    def average(self) -> float | None:
        """Yen paid per share."""
        return self.paid / self.bought if self.bought else None


class Resting(Struct, gc=False):
    """A recent order with a price, waiting for its counterpart."""

    at: int
    account: str
    buy: bool
    limit: float
    quantity: int
    odd: bool


class Book(Struct):
    """One name: its holders, its recent priced orders, and what everybody sold of late."""

    newest: int = 0
    holders: dict[str, Holder] = {}
    resting: list[Resting] = []

    def size(self) -> int:
        """How many values are held."""
        return 1 + len(self.resting) + sum(1 + len(holder.met) for holder in self.holders.values())

    def holder(self, account: str) -> Holder:
        """The account's dealings, begun if there were none."""
        return touch(self.holders, account, Holder, HOLDERS)

    def sold_value(self, since: int) -> float:
        """Yen everybody ordered to sell since ``since``."""
        return sum(holder.received for holder in self.holders.values() if holder.selling_since >= since)


def bought(holder: Holder, seen: Sighting) -> None:
    """Add a buy order that was let through, or a fill; the first fill replaces what orders said."""
    filled = seen.type == "execution"
    if holder.filled and not filled:
        return
    if filled and not holder.filled:
        holder.filled, holder.bought, holder.paid = True, 0, 0.0
    elif seen.verdict is not None and seen.verdict >= Verdict.HOLD:
        return
    if not holder.bought or seen.at - holder.last > MEMORY:
        holder.first, holder.bought, holder.paid = seen.at, 0, 0.0
    holder.last = max(holder.last, seen.at)
    holder.bought += seen.quantity or 0
    holder.paid += seen.value or 0.0


def sold(holder: Holder, seen: Sighting, window: int) -> None:
    """Add a sell order; what lies longer back than ``window`` is forgotten at once."""
    if seen.at - holder.selling_since > window:
        holder.selling_since, holder.sold, holder.received, holder.met, holder.close = seen.at, 0, 0.0, [], 0
    holder.sold += seen.quantity or 0
    holder.received += seen.value or 0.0
    holder.event = seen.event
    holder.age_days, holder.orders_before = seen.account_age_days, seen.orders_before


def meet(book: Book, seen: Sighting, *, odd: bool) -> list[tuple[str, str, bool]]:
    """Enter a priced order; the meetings with the other side: seller, unusual buyer, and whether it was close.

    A meeting is a sell and a buy of an unusual account at one price within two minutes.
    """
    if seen.limit is None:
        return []
    order = Resting(seen.at, seen.account, seen.side == "buy", seen.limit, seen.quantity or 0, odd)
    book.resting = [other for other in book.resting if abs(seen.at - other.at) <= MATCHED][-ORDERS:]
    met = [_pair(order, other) for other in book.resting if _meets(order, other)]
    book.resting.append(order)
    return met


def _meets(order: Resting, other: Resting) -> bool:
    buyer, seller = (order, other) if order.buy else (other, order)
    return (
        order.buy != other.buy
        and order.limit == other.limit
        and order.account != other.account
        and buyer.odd
        and not seller.odd
    )


def _pair(order: Resting, other: Resting) -> tuple[str, str, bool]:
    buyer, seller = (order, other) if order.buy else (other, order)
    close = abs(order.at - other.at) <= CLOSE or order.quantity == other.quantity > 0
    return seller.account, buyer.account, close
