"""Orders of honest customers: written, filled on the day's paths, cancelled, or carried to the next opening."""

import numpy as np
from numpy.random import Generator

from sekisho.kernel.moments import HOUR, MINUTE, SECOND
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import MarketDay
from sekisho.simulation.operations.world.building import World
from sekisho.simulation.rules.hours import is_open
from sekisho.simulation.rules.pricing import rounded
from sekisho.simulation.types.words import AT_LIMIT, AT_MARKET, BUY, IN_CASH, TOKYO
from sekisho.simulation.types.world import Bools, Column, Ints

FILLED, WITHDRAWN, REVISED = 0.78, 0.5, 0.25
"""Orders that are filled; of the others, those that are cancelled and those that are replaced by another."""
KINDS_SHARES = (0.38, 0.57, 0.05)
OPENING = 9 * HOUR
LAST_FILL = 15 * HOUR + 29 * MINUTE
IN_PARTS, TWO_LOTS = 0.12, 200
LOST = 0.005
"""Market orders that find nobody on the other side."""


def place(
    rng: Generator, world: World, diary: Diary, market: MarketDay, orders: dict[str, Column], *, sure: bool = False
) -> Ints:
    """Write orders (columns visit, time, symbol, side, quantity, position, kind) and what becomes of them.

    ``sure`` leaves nothing unfilled. Orders outside the session wait for the next opening. Returns their numbers.
    """
    count = len(orders["visit"])
    number = world.counters.take("order", count)
    _write(rng, world, diary, market, orders | {"number": number, "replaces": np.full(count, -1)})
    told = orders | {"number": number, "account": diary.visits["account"][orders["visit"]]}
    chance = np.ones(count) if sure else np.where(orders["kind"] == AT_MARKET, 1 - LOST, FILLED)
    good = rng.random(count) < chance
    _settle(rng, world, diary, market, told, good)
    return number


def _write(rng: Generator, world: World, diary: Diary, market: MarketDay, orders: dict[str, Column]) -> None:
    price = market.price(orders["symbol"], orders["time"])
    limit = _limits(rng, world, market, orders, price)
    names = ("visit", "number", "side", "symbol", "quantity", "kind", "position", "replaces", "incident")
    value = np.where(orders["kind"] == AT_MARKET, price, limit)
    diary.write("order", orders["time"], limit=limit, price=value, **{name: orders[name] for name in names})


def remember(rng: Generator, world: World, diary: Diary, market: MarketDay, orders: dict[str, Column]) -> None:
    """Tell orders of the past and their executions; the books already hold what they brought."""
    count = len(orders["visit"])
    number = world.counters.take("order", count)
    price = market.price(orders["symbol"], orders["time"])
    limit = np.where(orders["kind"] == AT_MARKET, 0.0, price)
    shared = {name: orders[name] for name in ("side", "symbol", "quantity")} | {"number": number, "price": price}
    diary.write(
        "order", orders["time"], visit=orders["visit"], kind=orders["kind"], limit=limit, position=orders["position"],
        replaces=-1, **shared,
    )  # fmt: skip
    filled = orders["time"] + rng.integers(200, 30_000, count)
    diary.write("execution", filled, account=diary.visits["account"][orders["visit"]], **shared)


def _limits(rng: Generator, world: World, market: MarketDay, orders: dict[str, Column], price: Column) -> Column:
    """Limit prices within a per cent or so of the market, on the passive side mostly."""
    symbol = orders["symbol"]
    away = np.abs(rng.normal(0, 0.006, len(price))) * np.where(orders["side"] == BUY, -1, 1)
    limit = np.clip(price * (1 + away), market.down[symbol], market.up[symbol])
    return np.where(orders["kind"] == AT_MARKET, 0.0, rounded(limit, world.instruments.fine[symbol]))


def _settle(
    rng: Generator, world: World, diary: Diary, market: MarketDay, orders: dict[str, Column], good: Bools
) -> None:
    """Fill, carry over or cancel."""
    symbol_market = world.instruments.market[orders["symbol"]]
    early = (symbol_market == TOKYO) & (orders["time"] < OPENING)
    now = diary.opens & is_open(orders["time"], symbol_market)
    at_opening = diary.opens & early & ~now
    later = ~now & ~at_opening
    wait = np.where(
        orders["kind"] == AT_MARKET, rng.integers(150, 2_500, len(good)), rng.exponential(18 * MINUTE, len(good))
    )
    time = np.where(
        at_opening, OPENING + rng.integers(0, 20 * SECOND, len(good)), orders["time"] + wait.astype(np.int64)
    )
    in_time = is_open(time, symbol_market) | at_opening
    fill(rng, world, diary, market, some(orders, good & ~later & in_time), time[good & ~later & in_time])
    carried = some(orders, good & later)
    if len(carried["number"]):
        world.waiting.append({name: column for name, column in carried.items() if name != "visit"})
    fate = rng.random(len(good))
    _withdraw(rng, diary, some(orders, ~good & (fate < WITHDRAWN)))
    _revise(rng, world, diary, market, some(orders, ~good & now & (fate > 1 - REVISED)))


def some(orders: dict[str, Column], which: Bools) -> dict[str, Column]:
    """The rows of ``orders`` that ``which`` marks."""
    return {name: column[which] for name, column in orders.items()}


def _withdraw(rng: Generator, diary: Diary, orders: dict[str, Column]) -> None:
    """The customer cancels within the visit."""
    time = orders["time"] + (rng.exponential(6 * MINUTE, len(orders["visit"])) + 5 * SECOND).astype(np.int64)
    diary.write("cancel", time, visit=orders["visit"], number=orders["number"], reason=0)


def _revise(rng: Generator, world: World, diary: Diary, market: MarketDay, orders: dict[str, Column]) -> None:
    """The customer puts another order in the place of one that found no match."""
    count = len(orders["visit"])
    time = orders["time"] + (rng.exponential(8 * MINUTE, count) + 20 * SECOND).astype(np.int64)
    revised = orders | {"time": time, "number": world.counters.take("order", count), "replaces": orders["number"]}
    _write(rng, world, diary, market, revised)
    filled = time + rng.integers(200, 5 * MINUTE, count)
    in_time = is_open(filled, world.instruments.market[orders["symbol"]])
    fill(rng, world, diary, market, some(revised, in_time), filled[in_time])


def open_waiting(rng: Generator, world: World, diary: Diary, market: MarketDay) -> None:
    """Fill at the opening what was ordered since the last close."""
    for orders in world.waiting:
        where = world.instruments.market[orders["symbol"]]
        first = np.array([9 * HOUR, 10 * HOUR + 30 * MINUTE, 22 * HOUR + 30 * MINUTE])[where]
        fill(rng, world, diary, market, orders, first + rng.integers(0, 30 * SECOND, len(where)))
    world.waiting.clear()


def fill(rng: Generator, world: World, diary: Diary, market: MarketDay, orders: dict[str, Column], time: Ints) -> None:
    """Executions, a few of them in two parts, and the books of the accounts."""
    price = market.price(orders["symbol"], time)
    split = (rng.random(len(time)) < IN_PARTS) & (orders["quantity"] >= TWO_LOTS)
    first = np.where(split, orders["quantity"] // TWO_LOTS * (TWO_LOTS // 2), orders["quantity"])
    columns = {name: orders[name] for name in ("account", "number", "symbol", "side")}
    diary.write("execution", time, quantity=first, price=price, **columns)
    rest = {name: column[split] for name, column in columns.items()}
    later = time[split] + rng.integers(300, 20_000, int(split.sum()))
    diary.write("execution", later, quantity=(orders["quantity"] - first)[split], price=price[split], **rest)
    book(world, diary, orders, price)


def book(world: World, diary: Diary, orders: dict[str, Column], price: Column) -> None:
    """Move shares and money; a name that finds no free slot takes the place of the smallest holding."""
    columns = (orders["account"], orders["symbol"], orders["side"], orders["quantity"], price)
    for account, symbol, side, quantity, paid in zip(*(column.tolist() for column in columns), strict=True):
        move(world, diary.number, account, symbol, quantity if side == BUY else -quantity, paid)


def move(world: World, today: int, account: int, symbol: int, quantity: int, price: float) -> None:
    """Add shares of one account against its cash, or with a negative quantity take away at most what it holds."""
    accounts = world.accounts
    held, amounts = accounts.held[account], accounts.quantity[account]
    slots = np.flatnonzero((held == symbol) & (amounts > 0))
    if quantity < 0:
        quantity = -min(-quantity, int(amounts[slots[0]])) if len(slots) else 0
    accounts.cash[account] = max(0, accounts.cash[account] - round(quantity * price))
    if len(slots):
        amounts[slots[0]] += quantity
    elif quantity > 0:
        slot = int(np.argmin(amounts * world.instruments.close[held]))
        held[slot], amounts[slot] = symbol, quantity
        accounts.sheltered[account, slot] = False
        accounts.acquired[account, slot] = today


def columns_of(count: int, **given: object) -> dict[str, Column]:
    """Columns of orders, single values spread over all rows; cash at a limit unless said otherwise."""
    values = {"position": IN_CASH, "kind": AT_LIMIT, "incident": -1} | given
    return {name: np.broadcast_to(np.asarray(value), (count,)).copy() for name, value in values.items()}
