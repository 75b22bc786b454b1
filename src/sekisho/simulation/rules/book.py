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
    limit of an earlier intent. ``covered`` caps the shares by what ``owner`` has gained (or sold short) in this book
    before. ``replaces`` takes over what an earlier intent left open; ``withdraws`` cancels all that the owner has
    waiting on the other side. No limit is set beyond ``ceiling`` (yen). ``place`` is the caller's reference.
    """

    time: int
    place: int
    buys: bool
    budget: float = 0.0
    quantity: int = 0
    reach: float | None = None
    rests: bool = False
    twin: int = -1
    owner: int = -1
    covered: bool = False
    replaces: int = -1
    withdraws: bool = False
    ceiling: float = math.inf


@dataclass(slots=True)
class Placed:
    """An intent as it arrived.

    ``limit`` 0 is at market, ``price`` what the name cost then, ``left`` is open. ``replaces`` names the intent whose
    open rest it took over.
    """

    intent: Intent
    quantity: int
    limit: float
    price: float
    left: int
    replaces: int = -1


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
    """The name after a trade: factor on the undisturbed price, yen the crowd has traded so far."""

    time: int
    factor: float
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
    value: float = 0.0
    placed: dict[int, Placed] = field(default_factory=dict)
    resting: list[Placed] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    stock: dict[int, int] = field(default_factory=dict)
    cancelled: list[tuple[int, int]] = field(default_factory=list)

    def play(self, intents: list[Intent]) -> None:
        """Let the intents arrive in order of time."""
        for intent in sorted(intents, key=lambda one: (one.time, one.place)):
            self._fade(intent.time)
            self._soak(intent.time)
            order = self.placed[intent.place] = self._arrive(intent)
            self._match(order)
            if order.left and not intent.rests:
                self._take(order, intent.time)
            if order.left and order.limit:
                self.resting.append(order)
            self._turn(intent.time)

    def rest(self, until: int, step: int = 10 * MINUTE) -> None:
        """Let the pressure fade after the last intent."""
        for time in range(self.last + step, until, step):
            self._fade(time)
            self._soak(time)
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
        self.turns.append(Turn(time, self.factor(), round(self.value)))

    def _arrive(self, intent: Intent) -> Placed:
        price = self.price(intent.time)
        if intent.withdraws:
            self._withdraw(intent)
        limit = 0.0 if intent.reach is None else self.terms.rounded(price * (1 + intent.reach))
        if intent.twin in self.placed:
            limit = self.placed[intent.twin].limit
        limit = min(max(limit, self.terms.down), self.terms.up, intent.ceiling) if limit else 0.0
        rest, replaces = self._inherit(intent)
        quantity = self._quantity(intent, limit or price, rest)
        return Placed(intent, quantity, limit, price, quantity, replaces)

    def _withdraw(self, intent: Intent) -> None:
        for order in self.resting:
            if order.left and order.intent.owner == intent.owner and order.intent.buys != intent.buys:
                order.left = 0
                self.cancelled.append((intent.time, order.intent.place))

    def _inherit(self, intent: Intent) -> tuple[float, int]:
        """Yen an earlier intent left unspent, and its place if there are any."""
        before = self.placed.get(intent.replaces)
        if before is None or not before.left or not before.limit:
            return 0.0, -1
        rest, before.left = before.left * before.limit, 0
        return rest, intent.replaces

    def _quantity(self, intent: Intent, price: float, rest: float) -> int:
        quantity = int((intent.budget + rest) / price) + intent.quantity
        quantity = quantity // self.terms.lot * self.terms.lot or quantity
        if not intent.covered:
            return quantity
        stock = self.stock.get(intent.owner, 0)
        return max(0, min(quantity, -stock if intent.buys else stock))

    def _match(self, order: Placed) -> None:
        """Meet resting orders of the other side that the order can pay or take, oldest first."""
        for other in self.resting:
            if order.left and other.left and other.intent.buys != order.intent.buys and _agree(order, other):
                met = min(order.left, other.left)
                self._exchange(order, met, other.limit, order.intent.time)
                self._exchange(other, met, other.limit, order.intent.time, counted=False)

    def _soak(self, time: int) -> None:
        """Bids left over are filled by sellers who come back as the pressure fades; the price stays up meanwhile."""
        self.resting = [order for order in self.resting if order.left]
        for order in self.resting:
            if order.intent.buys and not order.intent.rests and order.limit > self.price(time):
                self._take(order, time)

    def _take(self, order: Placed, time: int) -> None:
        """Take from (or give to) the rest of the market, which moves."""
        intent, before = order.intent, self.price(time)
        met = int(min(order.left * before, self._room(order, time)) / before)
        met = met // self.terms.lot * self.terms.lot if order.left >= self.terms.lot else met
        if met <= 0:
            return
        self.pressure += met * before * (1 if intent.buys else -1)
        paid = self.terms.rounded((before + self.price(time)) / 2)
        if order.limit:
            paid = min(paid, order.limit) if intent.buys else max(paid, order.limit)
        self._exchange(order, met, paid, time)

    def _room(self, order: Placed, time: int) -> float:
        """Yen that can be exchanged before the price passes the order's limit or the day's."""
        buys = order.intent.buys
        edge = order.limit or (self.terms.up if buys else self.terms.down)
        reach = math.log(max(edge, 0.1) / self.terms.base(time)) / self.terms.depth
        far = math.copysign(math.expm1(min(abs(reach), 40.0)) * self.terms.adv, reach)
        return max(0.0, (far - self.pressure) * (1 if buys else -1))

    def _exchange(self, order: Placed, quantity: int, price: float, time: int, *, counted: bool = True) -> None:
        intent = order.intent
        fair = self.terms.rounded(self.terms.base(time))
        self.fills.append(Fill(time, intent.place, quantity, price, fair))
        order.left -= quantity
        self.stock[intent.owner] = self.stock.get(intent.owner, 0) + (quantity if intent.buys else -quantity)
        if counted:
            self.value += quantity * price


def _agree(order: Placed, other: Placed) -> bool:
    if not order.limit:
        return True
    return order.limit >= other.limit if order.intent.buys else order.limit <= other.limit


def depth_for(rise: float, net: float, adv: float) -> float:
    """The depth at which ``net`` yen of buying lifts the price by the factor ``rise``."""
    return math.log(rise) / math.log1p(net / adv)
