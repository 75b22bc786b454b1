"""How a thin name's price answers to a crowd, and who is matched with whom.

The price is the day's undisturbed path times ``exp(depth * ln(1 + Q / adv))``, where ``Q`` (yen) is the net aggressive
buying so far, fading with a half-life. So the first multiple of a normal day's trade moves the price most and later
ones less, as in the published cases (a 31 % rise on some hundred times the usual trade). Resting orders of other
participants are met first, at their own price and at the same moment, which is what a matched order looks like.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from sekisho.kernel.moments import MINUTE

HALF_LIFE = 80 * MINUTE
DEPTH = 0.065


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One order on its way to the book.

    ``budget`` (yen) or ``quantity`` (shares) says how much; ``reach`` how far from the present price the limit is set
    (0.02: two per cent above), ``None`` meaning at market; ``rests`` waits instead of taking; ``twin`` copies the
    limit of an earlier intent. ``place`` is the caller's reference.
    """

    time: int
    place: int
    buys: bool
    budget: float = 0.0
    quantity: int = 0
    reach: float | None = None
    rests: bool = False
    twin: int = -1


@dataclass(slots=True)
class Placed:
    """An intent as it arrived: ``limit`` 0 is at market, ``price`` what the name cost then, ``left`` is open."""

    intent: Intent
    quantity: int
    limit: float
    price: float
    left: int


@dataclass(frozen=True, slots=True)
class Fill:
    """Shares exchanged; ``place`` names the intent, ``fair`` is the undisturbed price at the time."""

    time: int
    place: int
    quantity: int
    price: float
    fair: float


@dataclass(frozen=True, slots=True)
class Turn:
    """The name after a trade: factor on the undisturbed price, shares and yen of the crowd so far."""

    time: int
    factor: float
    shares: int
    value: int


@dataclass(slots=True)
class Terms:
    """What the book knows of the name: undisturbed price by time, tick rounding, limits, usual trade, depth, lot."""

    base: Callable[[int], float]
    rounded: Callable[[float], float]
    up: float
    down: float
    adv: float
    depth: float = DEPTH
    lot: int = 100


@dataclass(slots=True)
class Book:
    """The state of one name under a crowd during one day."""

    terms: Terms
    pressure: float = 0.0
    last: int = 0
    shares: int = 0
    value: float = 0.0
    placed: dict[int, Placed] = field(default_factory=dict)
    resting: list[Placed] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    def play(self, intents: list[Intent]) -> None:
        """Let the intents arrive in order of time."""
        for intent in sorted(intents, key=lambda one: (one.time, one.place)):
            self._fade(intent.time)
            order = self.placed[intent.place] = self._arrive(intent)
            self._match(order)
            if order.left and not intent.rests:
                self._take(order)
            if order.left and order.limit:
                self.resting.append(order)
            self._turn(intent.time)

    def rest(self, until: int, step: int = 10 * MINUTE) -> None:
        """Let the pressure fade after the last intent."""
        for time in range(self.last + step, until, step):
            self._fade(time)
            self._turn(time)

    def factor(self) -> float:
        """The present factor on the undisturbed price."""
        sign = math.copysign(1.0, self.pressure)
        return math.exp(sign * self.terms.depth * math.log1p(abs(self.pressure) / self.terms.adv))

    def price(self, time: int) -> float:
        """The present price on its tick, inside the day's limits."""
        return self.terms.rounded(min(max(self.terms.base(time) * self.factor(), self.terms.down), self.terms.up))

    def _fade(self, time: int) -> None:
        if self.last:
            self.pressure *= 0.5 ** ((time - self.last) / HALF_LIFE)
        self.last = time

    def _turn(self, time: int) -> None:
        self.turns.append(Turn(time, self.factor(), self.shares, round(self.value)))

    def _arrive(self, intent: Intent) -> Placed:
        price = self.price(intent.time)
        limit = 0.0 if intent.reach is None else self.terms.rounded(price * (1 + intent.reach))
        if intent.twin in self.placed:
            limit = self.placed[intent.twin].limit
        limit = min(max(limit, self.terms.down), self.terms.up) if limit else 0.0
        quantity = intent.quantity
        if intent.budget:
            shares = int(intent.budget / (limit or price))
            quantity = shares // self.terms.lot * self.terms.lot or shares
        return Placed(intent, quantity, limit, price, quantity)

    def _match(self, order: Placed) -> None:
        """Meet resting orders of the other side that the order can pay or take, oldest first."""
        for other in self.resting:
            if order.left and other.left and other.intent.buys != order.intent.buys and _agree(order, other):
                met = min(order.left, other.left)
                self._exchange(order, met, other.limit)
                self.fills.append(Fill(order.intent.time, other.intent.place, met, other.limit, self._fair(order)))
                other.left -= met

    def _take(self, order: Placed) -> None:
        """Take from (or give to) the rest of the market, which moves."""
        intent, before = order.intent, self.price(order.intent.time)
        met = int(min(order.left * before, self._room(order)) / before)
        met = met // self.terms.lot * self.terms.lot if order.left >= self.terms.lot else met
        if met <= 0:
            return
        self.pressure += met * before * (1 if intent.buys else -1)
        paid = self.terms.rounded((before + self.price(intent.time)) / 2)
        if order.limit:
            paid = min(paid, order.limit) if intent.buys else max(paid, order.limit)
        self._exchange(order, met, paid)

    def _room(self, order: Placed) -> float:
        """Yen that can be exchanged before the price passes the order's limit or the day's."""
        buys = order.intent.buys
        edge = order.limit or (self.terms.up if buys else self.terms.down)
        reach = math.log(max(edge, 0.1) / self.terms.base(order.intent.time)) / self.terms.depth
        far = math.copysign(math.expm1(min(abs(reach), 40.0)) * self.terms.adv, reach)
        return max(0.0, (far - self.pressure) * (1 if buys else -1))

    def _exchange(self, order: Placed, quantity: int, price: float) -> None:
        self.fills.append(Fill(order.intent.time, order.intent.place, quantity, price, self._fair(order)))
        order.left -= quantity
        self.shares += quantity
        self.value += quantity * price

    def _fair(self, order: Placed) -> float:
        return self.terms.rounded(self.terms.base(order.intent.time))


def _agree(order: Placed, other: Placed) -> bool:
    if not order.limit:
        return True
    return order.limit >= other.limit if order.intent.buys else order.limit <= other.limit


def depth_for(rise: float, net: float, adv: float) -> float:
    """The depth at which ``net`` yen of buying lifts the price by the factor ``rise``."""
    return math.log(rise) / math.log1p(net / adv)
