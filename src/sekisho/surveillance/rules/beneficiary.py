"""Beneficiary: who bought before and sells into the buying of hijacked accounts (A-05, signal 9)."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.kernel.texts import Text
from sekisho.surveillance.rules.chance import together
from sekisho.surveillance.rules.flow import CALM, NAMES, ODD, Name, Names, is_buy, note
from sekisho.surveillance.rules.group import SHOWN
from sekisho.surveillance.rules.holders import HOLDERS, MEMORY, ORDERS, Book, Holder, bought, meet, sold
from sekisho.surveillance.rules.marks import unusual
from sekisho.surveillance.rules.state import NOTHING, Pair, Stateful, measures, touch
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import Seen, Sighting

FRESH_DAYS, FRESH_ORDERS = 90.0, 20.0
PROFIT, HALF, DEEP = 0.03, 0.5, 0.05
_MET = ODD


class BeneficiaryState(Struct):
    """Unusual buyers, and dealings, by symbol."""

    names: Names = {}
    books: dict[str, Book] = {}


class Beneficiary(Stateful[BeneficiaryState]):
    """Finds accounts that profit from unusual buying of a thin name.

    Only while unusual accounts hold at least ``odd_share`` of the value that all but the seller ordered, and only
    sellers that are not unusual buyers themselves. Told when the seller had bought within the last 60 days, before
    the unusual buying began, and now sells at least ``answering`` of its value while being the main seller, a young
    account or in profit; or when its orders met those of two unusual buyers at one price, twice within 15 seconds or
    in equal quantity (matched orders); or, having bought before, once. With a single unusual buyer the seller must be
    ahead, the main one, in profit, deep in the name's trading and answer half of it.

    Args:
        window: milliseconds in which unusual buyers count.
        answering: least value sold over the value ordered by unusual buyers.
        odd_share: least share, held by unusual buyers, of the value ordered by all but the seller.

    References:
        Financial Instruments and Exchange Act, article 159 (matched orders); first arrests of 2025-11-28: a company
        account bought before and sold about 700,000 shares into the buying of ten hijacked accounts.

    Examples:
        >>> from sekisho.surveillance.types.sighting import Sighting
        >>> def orders(account, minute, side, price, risk):
        ...     return Sighting(
        ...         minute * 60_000, f"{account}-{minute}", "order", account, symbol="7992", quantity=50_000,
        ...         limit=price, price=price, value=50_000 * price, side=side, thin=True, new_symbol=True,
        ...         session_risk=risk,
        ...     )
        >>> detector = Beneficiary()
        >>> story = [("corp", 0, "buy", 84.0, 0.0), ("a", 90, "buy", 95.0, 0.7), ("b", 91, "buy", 95.0, 0.7)]
        >>> [len(detector.update(orders(*row))) for row in [*story, ("corp", 91, "sell", 95.0, 0.0)]]
        [0, 0, 0, 1]

    """

    name = "beneficiary"
    version: ClassVar[int] = 1
    hears: ClassVar[frozenset[str]] = frozenset({"order", "execution"})
    bound = NAMES * (2 + CALM + ODD + ORDERS + HOLDERS * (1 + _MET))

    def __init__(self, *, window: int = 2 * HOUR, answering: float = 0.2, odd_share: float = 0.3) -> None:
        super().__init__(BeneficiaryState())
        self.window, self.answering, self.odd_share = window, answering, odd_share

    def size(self) -> int:
        """How many values the state holds."""
        state = self.state
        return sum(name.size() for name in state.names.values()) + sum(book.size() for book in state.books.values())

    def update(self, seen: Seen) -> Sequence[Finding]:
        """Take an order or a fill in."""
        if not isinstance(seen, Sighting) or seen.symbol is None or seen.thin is False:
            return NOTHING
        if seen.type == "execution":
            book = self.state.books.get(seen.symbol)
            if book is not None and seen.side == "buy":
                bought(book.holder(seen.account), seen)
            return NOTHING
        if seen.side == "sell":
            return self._sell(seen.symbol, seen)
        return self._buy(seen.symbol, seen) if is_buy(seen) else NOTHING

    def _buy(self, symbol: str, seen: Sighting) -> Sequence[Finding]:
        book = touch(self.state.books, symbol, Book, NAMES)
        odd = unusual(seen)
        name = note(self.state.names, seen, odd=odd, window=self.window)
        if not odd:
            bought(book.holder(seen.account), seen)
        sellers = _remember(book, meet(book, seen, odd=odd))
        if name is None or not sellers:
            return NOTHING
        return [found for seller in sellers for found in self._judge(symbol, book, name, seller, seen)]

    def _sell(self, symbol: str, seen: Sighting) -> Sequence[Finding]:
        book = self.state.books.get(symbol)
        if book is None:
            return NOTHING
        sold(book.holder(seen.account), seen, self.window)
        _remember(book, meet(book, seen, odd=False))
        name = self.state.names.get(symbol)
        if name is None or not name.odd or seen.account in name.odd:
            return NOTHING
        name.forget(seen.at - self.window)
        return self._judge(symbol, book, name, seen.account, seen)

    def _judge(self, symbol: str, book: Book, name: Name, account: str, seen: Sighting) -> Sequence[Finding]:
        holder = book.holders[account]
        odd_value = name.odd_value()
        _, own = name.calm.get(account, (0, 0.0))
        if not odd_value or odd_value < self.odd_share * (name.value() - own):
            return NOTHING
        gain = Gain.of(holder, book.sold_value(seen.at - self.window), name, seen)
        told = gain.from_one(name) if len(name.odd) == 1 else gain.from_several(holder, self.answering)
        return (_finding(symbol, name, account, holder, gain, seen),) if told else NOTHING


class Gain(Struct):
    """What speaks for a seller having known: shares and ratios, comparable between names of any size."""

    answering: float
    ahead: bool
    main: float
    fresh: bool
    profit: float

    @classmethod
    def of(cls, holder: Holder, everybody: float, name: Name, seen: Sighting) -> "Gain":
        """From one seller's dealings, what everybody sold, and the unusual buyers of the name."""
        began = min(buyer.since for buyer in name.odd.values())
        price, average = seen.price or 0.0, holder.average()
        young = holder.age_days is not None and holder.age_days < FRESH_DAYS
        few = holder.orders_before is not None and holder.orders_before < FRESH_ORDERS
        return cls(
            answering=holder.received / name.odd_value(),
            ahead=holder.bought > 0 and holder.first < began and began - holder.last < MEMORY,
            main=holder.received / (everybody or 1.0),
            fresh=young or few,
            profit=price / average - 1.0 if average else 0.0,
        )

    def from_several(self, holder: Holder, answering: float) -> bool:
        """Whether it is told when two unusual accounts or more are buying."""
        if self.ahead and self.answering >= answering and (self.main >= HALF or self.fresh or self.profit >= PROFIT):
            return True
        arranged = (holder.close and self.ahead) or (holder.close > 1 and len(holder.met) > 1)
        return bool(arranged) and 2.0 * self.answering >= answering

    def from_one(self, name: Name) -> bool:
        """With a single unusual buyer everything must point the same way, and deep into the name's trading."""
        deep = name.adv is not None and self.answering * name.odd_value() >= DEEP * name.adv
        return self.ahead and deep and self.answering >= HALF and self.main >= HALF and self.profit >= PROFIT

    def score(self, holder: Holder) -> float:
        """None of the signs weakens another."""
        return together(
            0.4 * self.ahead,
            0.5 * min(1.0, self.answering),
            0.2 * self.main,
            0.15 * self.fresh,
            min(0.3, max(0.0, self.profit)),
            1.0 - 0.75**holder.close,
        )


def _remember(book: Book, meetings: Sequence[tuple[str, str, bool]]) -> list[str]:
    """Note the meetings with their sellers; the sellers, each once."""
    sellers: list[str] = []
    for seller, buyer, close in meetings:
        holder = book.holder(seller)
        holder.close += close
        if buyer not in holder.met and len(holder.met) < _MET:
            holder.met.append(buyer)
        if seller not in sellers:
            sellers.append(seller)
    return sellers


def _finding(symbol: str, name: Name, account: str, holder: Holder, gain: Gain, seen: Sighting) -> Finding:
    group = name.odd
    signals: dict[str, Pair] = {
        "sold": (holder.received, None),
        "answering": (gain.answering, 0.0),
        "unusual_buyers": (len(group), None),
        "bought_before": (holder.bought if gain.ahead else 0, 0),
        "held_for": ((seen.at - holder.first) / MINUTE if gain.ahead else None, None),
        "profit": (gain.profit if gain.ahead else None, None),
        "seller_share": (gain.main, None),
        "young_account": (gain.fresh, False),
        "account_age_days": (holder.age_days, None),
        "met_buyers": (len(holder.met), 0),
        "close_meetings": (holder.close, 0),
        "buyers_named": (tuple(sorted(group))[:SHOWN], None),
    }
    return Finding(
        key=f"{symbol}|{account}",
        type="beneficiary",
        at=seen.at,
        start=min(buyer.since for buyer in group.values()),
        accounts=(account,),
        symbol=symbol,
        score=gain.score(holder),
        size=holder.received + 1.0,
        evidence=measures(signals),
        events=(holder.event or seen.event,),
        texts=_TEXTS,
    )


_TEXTS = (
    Text(
        "ある口座が銘柄{symbol}を{sold}売り、不審な買い注文（{unusual_buyers}口座）の{answering}に当たります。",
        "An account sells {sold} of {symbol}: {answering} of what unusual accounts ({unusual_buyers}) ordered to buy.",
    ),
    Text(
        "不審な買いの前に{bought_before}株を買い集め（{held_for}前から）、利益は{profit}です。",
        "It had bought {bought_before} shares before that buying began ({held_for} ago); its gain is {profit}.",
    ),
    Text(
        "同じ値段で{met_buyers}口座の不審な買い注文と対当し、うち{close_meetings}回はほぼ同時または同数量でした。",
        "Unusual buyers whose orders met its own at one price: {met_buyers}; of the meetings, within seconds or in "
        "equal quantity: {close_meetings}.",
    ),
    Text("当社の売りに占める割合は{seller_share}です。", "That is {seller_share} of our selling of the name."),
    Text("口座を初めて見てから{account_age_days}です。", "The account was first seen {account_age_days} ago."),
)
