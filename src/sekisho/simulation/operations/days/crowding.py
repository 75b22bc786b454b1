"""Orders that meet in one name's book: written as they arrive, filled against each other and the market."""

from dataclasses import dataclass, field, replace

import numpy as np

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.simulation.operations.days import orders
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import MarketDay, Pressure
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.rules.book import DEPTH, Book, Fill, Intent, Placed, Terms
from sekisho.simulation.rules.hours import after_break, is_open
from sekisho.simulation.rules.pricing import rounded_one
from sekisho.simulation.types.truth import Gainer, Hijack
from sekisho.simulation.types.words import AT_LIMIT, AT_MARKET, BUY, IN_CASH, MARGIN_CLOSE, NEW_YORK, SELL

ENDS = {0: 15 * HOUR + 30 * MINUTE, 1: 17 * HOUR, 2: 24 * HOUR}


@dataclass(slots=True, kw_only=True)
class Wish:
    """An intent and who has it. ``hijack`` or ``gainer`` says for whose truth it counts."""

    intent: Intent
    visit: int
    account: int
    position: int = IN_CASH
    hijack: Hijack | None = None
    gainer: Gainer | None = None


@dataclass(slots=True)
class Gathering:
    """All wishes of one day in one name.

    ``echo`` multiplies the told volume: other firms' customers trade too. ``prior`` is what accounts held before.
    """

    symbol: int
    depth: float = DEPTH
    echo: float = 1.6
    wishes: list[Wish] = field(default_factory=list)
    prior: dict[int, int] = field(default_factory=dict)

    def next(self) -> int:
        """The place of the next wish."""
        return len(self.wishes)


Gatherings = dict[int, Gathering]


def gather(gatherings: Gatherings, symbol: int) -> Gathering:
    """The gathering in a name, made when it is the first."""
    return gatherings.setdefault(symbol, Gathering(symbol))


def settle(world: World, diary: Diary, market: MarketDay, gatherings: Gatherings) -> None:
    """Play every book and write its orders and executions; the market feels the pressure."""
    for symbol in sorted(gatherings):
        gathering = gatherings[symbol]
        where = int(world.instruments.market[symbol])
        for wish in gathering.wishes:
            wish.intent = replace(wish.intent, time=after_break(wish.intent.time, where))
        good = [w for w in gathering.wishes if bool(is_open(np.array([w.intent.time]), np.array([where]))[0])]
        if not good:
            continue
        book = Book(_terms(world, market, gathering), stock=dict(gathering.prior))
        book.play([wish.intent for wish in good])
        book.rest(ENDS[where] if where != NEW_YORK else ENDS[where] - MINUTE)
        _tell_orders(world, diary, gathering, book)
        market.pressures[symbol] = Pressure(
            times=np.array([turn.time for turn in book.turns], dtype=np.int64),
            factor=np.array([turn.factor for turn in book.turns]),
            value=np.array([round(turn.value * gathering.echo) for turn in book.turns], dtype=np.int64),
        )


def _terms(world: World, market: MarketDay, gathering: Gathering) -> Terms:
    symbol, fine = gathering.symbol, bool(world.instruments.fine[gathering.symbol])
    return Terms(
        base=market.path_of(symbol),
        rounded=lambda price: rounded_one(price, fine=fine),
        up=float(market.up[symbol]),
        down=float(market.down[symbol]),
        adv=float(world.instruments.adv[symbol]),
        depth=gathering.depth,
        lot=int(world.instruments.lot[symbol]),
    )


def _tell_orders(world: World, diary: Diary, gathering: Gathering, book: Book) -> None:
    numbers = world.counters.take("order", len(gathering.wishes)).tolist()
    for place, order in book.placed.items():
        if order.quantity > 0:
            before = numbers[order.replaces] if order.replaces >= 0 else -1
            _tell_order(diary, gathering, gathering.wishes[place], order, (numbers[place], before))
    for time, place in book.cancelled:
        visit = gathering.wishes[place].visit
        diary.write("cancel", np.array([time]), visit=np.array([visit]), number=numbers[place], reason=0)
    for fill in book.fills:
        _tell_fill(world, diary, gathering.symbol, gathering.wishes[fill.place], fill, numbers[fill.place])


def _tell_order(diary: Diary, gathering: Gathering, wish: Wish, order: Placed, number: tuple[int, int]) -> None:
    hijack = wish.hijack
    diary.write(
        "order",
        np.array([wish.intent.time]),
        visit=np.array([wish.visit]),
        incident=-1 if hijack is None else hijack.number,
        number=number[0],
        side=BUY if wish.intent.buys else SELL,
        symbol=gathering.symbol,
        quantity=order.quantity,
        kind=AT_LIMIT if order.limit else AT_MARKET,
        limit=order.limit,
        price=order.limit or order.price,
        position=wish.position,
        replaces=number[1],
    )
    if hijack is not None and wish.intent.buys:
        hijack.symbols.append(gathering.symbol)


def _tell_fill(world: World, diary: Diary, symbol: int, wish: Wish, fill: Fill, number: int) -> None:
    time = fill.time + 120 + (number * 37) % 700
    side = BUY if wish.intent.buys else SELL
    diary.write(
        "execution", np.array([time]), account=wish.account, number=number, symbol=symbol, side=side,
        quantity=fill.quantity, price=fill.price,
    )  # fmt: skip
    moved = fill.quantity if wish.intent.buys else -fill.quantity
    if wish.position != MARGIN_CLOSE:  # borrowed shares go back to the lender, not into the account
        orders.move(world, diary.number, wish.account, symbol, moved, fill.price)
    if wish.hijack is not None and wish.intent.buys:
        wish.hijack.lost += max(0.0, fill.quantity * (fill.price - fill.fair))
        wish.hijack.at_risk += fill.quantity * fill.price
    if wish.gainer is not None:
        wish.gainer.gain += fill.quantity * fill.price * (-1 if wish.intent.buys else 1)
        wish.gainer.last = diary.start + time
