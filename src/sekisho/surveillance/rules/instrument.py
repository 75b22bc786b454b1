"""Instrument: a thin name leaves its own pattern while unusual accounts buy it (signal 7, A-02, cases B and C)."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from sekisho.kernel.moments import DAY, MINUTE
from sekisho.kernel.texts import Text
from sekisho.surveillance.rules.chance import together
from sekisho.surveillance.rules.flow import CALM, NAMES, ODD, Name, Names, is_buy, note
from sekisho.surveillance.rules.group import group_finding
from sekisho.surveillance.rules.marks import at_least, unusual
from sekisho.surveillance.rules.rhythm import CHUNKS, ENOUGH, PRICES, Rhythm
from sekisho.surveillance.rules.state import NOTHING, Pair, Stateful, touch
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import MarketSighting, Seen

CHANGE = 0.5
"""Relative change of a rolling deviation from which a series is out of its pattern."""
DEEP = 0.25
"""Share of the mean value traded in a day that is out of any pattern within the window."""
JUMP, MOVE = 0.015, 0.05
"""Price against the latest minutes, and against the previous close."""
EXPLAINED = DAY
"""How long a disclosure explains a move, and how long a report of misuse counts."""
_STRICT, _RISE = 3, 10.0
USUAL_SHARE = 0.02
"""Share of the ordered value that unusual accounts usually hold."""


class InstrumentState(Struct):
    """By symbol: buyers, minutes of buying, and when a disclosure or a report of misuse was last seen."""

    names: Names = {}
    rhythms: dict[str, Rhythm] = {}
    disclosed: dict[str, int] = {}
    reported: dict[str, int] = {}


class InstrumentWatch(Stateful[InstrumentState]):
    """Finds thin names whose value, order count, rush and price leave their own pattern in doubtful hands.

    Two of four series out of pattern are needed, and that at least two unusual accounts place at least ``share`` of the
    value. After a disclosure of the issuer three series, three accounts and twice the share are needed: news
    explains a crowd, not hijacked accounts. After a report of misuse one account is enough.

    Args:
        window: milliseconds in which buyers are weighed.
        chunk: length in milliseconds of the chunks whose rolling deviations are compared.
        share: least share of the ordered value that unusual accounts must hold.

    References:
        La Morgia, M., Mei, A., Sassi, F., Stefa, J. (2023), "The Doge of Wall Street: Analysis and Detection of
        Pump and Dump Cryptocurrency Manipulations", ACM Transactions on Internet Technology 23(1). Adapted: buy orders
        of one broker for trades of one exchange, same second for same millisecond, no time of day.

    Examples:
        >>> from sekisho.surveillance.types.sighting import Sighting
        >>> def buys(account, second, risk):
        ...     return Sighting(
        ...         second * 1_000, f"order-{account}", "order", account, symbol="7992", value=4e6, price=84.0 + second,
        ...         side="buy", thin=True, adv=20e6, new_symbol=True, session_risk=risk, price_move=second / 84.0,
        ...     )
        >>> watch = InstrumentWatch()
        >>> [len(watch.update(buys(account, second, 0.7))) for second, account in enumerate(["a", "b", "c"] * 2)]
        [0, 0, 0, 0, 0, 1]

    """

    name = "instrument"
    version: ClassVar[int] = 1
    hears: ClassVar[frozenset[str]] = frozenset({"order", "quote", "report", "disclosure"})
    bound = NAMES * (2 + CALM + ODD + 8 + 3 * CHUNKS + PRICES + 2)

    def __init__(self, *, window: int = 30 * MINUTE, chunk: int = MINUTE, share: float = 0.2) -> None:
        super().__init__(InstrumentState())
        self.window, self.chunk, self.share = window, chunk, share

    def size(self) -> int:
        """How many values the state holds."""
        state = self.state
        held = sum(name.size() for name in state.names.values()) + sum(one.size() for one in state.rhythms.values())
        return held + len(state.disclosed) + len(state.reported)

    def update(self, seen: Seen) -> Sequence[Finding]:
        """Take an order, a quote, a report or a disclosure in."""
        if isinstance(seen, MarketSighting):
            return self._market(seen)
        if not is_buy(seen):
            return NOTHING
        symbol = seen.symbol or ""
        rhythm = touch(self.state.rhythms, symbol, Rhythm, NAMES)
        rhythm.add(seen.at, self.chunk, seen.value or 0.0, seen.last)
        odd = unusual(seen)
        name = note(self.state.names, seen, odd=odd, window=self.window)
        return self._judge(symbol, name, rhythm, seen.at) if odd and name is not None else NOTHING

    def _market(self, seen: MarketSighting) -> Sequence[Finding]:
        if seen.type == "quote":
            return self._quoted(seen)
        if seen.type == "disclosure" and seen.symbol is not None:
            touch(self.state.disclosed, seen.symbol, int, NAMES)
            self.state.disclosed[seen.symbol] = seen.at
        elif seen.word == "suspicious_instrument":
            for symbol in seen.about:
                touch(self.state.reported, symbol, int, NAMES)
                self.state.reported[symbol] = seen.at
        return NOTHING

    def _quoted(self, seen: MarketSighting) -> Sequence[Finding]:
        """A price matters only for a name that unusual accounts are buying."""
        symbol = seen.symbol or ""
        name = self.state.names.get(symbol)
        rhythm = self.state.rhythms.get(symbol)
        if name is None or rhythm is None or not name.odd or not seen.price:
            return NOTHING
        rhythm.price = seen.price
        name.forget(seen.at - self.window)
        return self._judge(symbol, name, rhythm, seen.at)

    def _judge(self, symbol: str, name: Name, rhythm: Rhythm, at: int) -> Sequence[Finding]:
        disclosed = _recent(self.state.disclosed, symbol, at)
        reported = _recent(self.state.reported, symbol, at)
        odd, share = len(name.odd), name.odd_value() / (name.value() or 1.0)
        if odd < (_STRICT if disclosed else 1 if reported else 2) or share < self.share * (1.0 + disclosed):
            return NOTHING
        changes = changes_of(name, rhythm)
        if changes.out < (_STRICT if disclosed else 2):
            return NOTHING
        signals: dict[str, Pair] = {
            **changes.signals(),
            "unusual_buyers": (odd, None),
            "buyers": (name.buyers(), None),
            "unusual_value_share": (share, USUAL_SHARE),
            "disclosure": (disclosed, None),
            "reported": (reported, None),
        }
        return (
            group_finding(
                shape="instrument",
                symbol=symbol,
                name=name,
                at=at,
                window=self.window,
                score=changes.strength * (0.5 + 0.5 * share),
                signals=signals,
                texts=_TEXTS,
            ),
        )


def _recent(moments: dict[str, int], symbol: str, at: int) -> bool:
    moment = moments.get(symbol)
    return moment is not None and at - moment < EXPLAINED


class Changes(Struct):
    """The four series, each as a relative change, and how many are out of their pattern."""

    value: float
    orders: float
    rush: float
    price: float
    out: int
    strength: float
    habit: bool

    def signals(self) -> dict[str, Pair]:
        """As evidence; usual is no change. Without a habit there is nothing to change."""
        return {
            "series_out": (self.out, 0),
            "value_change": (self.value if self.habit else None, 0.0),
            "orders_change": (self.orders if self.habit else None, 0.0),
            "rush_change": (self.rush if self.habit else None, 0.0),
            "price_change": (self.price, 0.0),
        }


def changes_of(name: Name, rhythm: Rhythm) -> Changes:
    """Compare the open chunk with the name's habit, and the window's value with the mean value of a day."""
    value, orders, rush, price = rhythm.value_out(), rhythm.orders_out(), rhythm.rush_out(), rhythm.price_out()
    depth = name.value() / name.adv if name.adv else 0.0
    rise = max(price, name.move or 0.0, 0.0)
    moved = price >= JUMP or at_least(name.move, MOVE)
    out = (value >= CHANGE or depth >= DEEP) + (orders >= CHANGE) + (rush >= CHANGE) + moved
    strength = together(*(grown / (1.0 + grown) for grown in (value, depth, orders, rush, _RISE * rise)))
    return Changes(value, orders, rush, price, out, strength, len(rhythm.past_orders) >= ENOUGH)


_TEXTS = (
    Text(
        "銘柄{symbol}の買いが普段の形から外れました（4系列のうち{series_out}系列）。"
        "不審な{unusual_buyers}口座（買い手{buyers}口座中）が注文額の{unusual_value_share}を占めます"
        "（通常{unusual_value_share_usual}）。",
        "Buying of {symbol} left its usual pattern ({series_out} of 4 series); {unusual_buyers} unusual accounts "
        "(of {buyers} buyers) hold {unusual_value_share} of the ordered value (usual {unusual_value_share_usual}).",
    ),
    Text(
        "一分ごとの標準偏差の変化率：注文額{value_change}、注文数{orders_change}、同時刻の注文{rush_change}（通常0）。",
        "Relative change of the deviation a minute: value {value_change}, orders {orders_change}, same-second orders "
        "{rush_change} (usual 0).",
    ),
    Text("直近の株価との差：{price_change}。", "Price against the latest minutes: {price_change}."),
    Text("適時開示の有無：{disclosure}。", "Disclosure within a day: {disclosure}."),
)
