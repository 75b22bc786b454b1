"""The account's fold over orders, holdings and money (facts groups ORDER and CASH)."""

from array import array
from math import exp, log

from sekisho.activity.rules.layout import (
    BANKS,
    BANKS_END,
    BASE,
    BASE_AT,
    BOUGHT,
    BOUGHT_1H,
    BOUGHT_24H,
    BOUGHT_END,
    BOUGHT_STRIDE,
    CANCELS_1H,
    CASH,
    CASH_IN_1H,
    CASH_OUT_24H,
    LAST_ORDER,
    MARGIN_FIRST,
    MEAN_COUNT,
    MEAN_LOG,
    NISA_24H,
    ORDERS,
    ORDERS_10M,
    PAIR,
    PORTFOLIO,
    PULL_IN_24H,
    SETTLING,
    SNAPSHOT_AT,
    SOLD_1H,
    SOLD_24H,
    SOLD_NAMES_1H,
    SYMBOL_NEXT,
    SYMBOL_SLOTS,
    SYMBOLS,
    SYMBOLS_END,
    THIN_FIRST,
)
from sekisho.activity.rules.tables import find, remember
from sekisho.activity.rules.windows import bump, level, mark, marked
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR, MINUTE

_ENOUGH_ORDERS = 3
_HABIT_WEIGHT = 20.0
MONEY_SIZE = 29


def learn_order(state: "array[float]", symbol: float, value: float, at: int, *, buy: bool, nisa: bool) -> None:
    """Count the order into the windows; facts about it include it, habits do not yet."""
    bump(state, ORDERS_10M, 10 * MINUTE, at, 1.0)
    if buy:
        bump(state, BOUGHT_1H, HOUR, at, value)
        bump(state, BOUGHT_24H, DAY, at, value)
        _add_bought(state, symbol, value, at)
        return
    bump(state, SOLD_1H, HOUR, at, value)
    bump(state, SOLD_24H, DAY, at, value)
    mark(state, SOLD_NAMES_1H, HOUR, at, symbol)
    if nisa:
        bump(state, NISA_24H, DAY, at, value)


def _add_bought(state: "array[float]", symbol: float, value: float, at: int) -> None:
    place = find(state, BOUGHT, BOUGHT_END, BOUGHT_STRIDE, symbol)
    if place < 0 or at - state[place + 1] >= DAY:
        if place >= 0:
            state[place] = 0.0
        place = remember(state, BOUGHT, BOUGHT_END, BOUGHT_STRIDE, symbol, at)
        state[place + 1] = at
        state[place + 2] = 0.0
    state[place + 2] += value


def bought_of(state: "array[float]", symbol: float, at: int) -> float:
    """Yen of buy orders for ``symbol`` within a day of the first of them."""
    place = find(state, BOUGHT, BOUGHT_END, BOUGHT_STRIDE, symbol)
    return state[place + 2] if place >= 0 and at - state[place + 1] < DAY else 0.0


def settle_order(state: "array[float]", symbol: float, value: float, at: int, *, margin: bool, thin: bool) -> None:
    """After the facts were taken: the order becomes part of the habits."""
    state[ORDERS] += 1.0
    state[LAST_ORDER] = max(state[LAST_ORDER], at)
    _add_symbol(state, symbol, at)
    if value > 0.0:
        count = min(state[MEAN_COUNT] + 1.0, _HABIT_WEIGHT)
        state[MEAN_LOG] += (log(value) - state[MEAN_LOG]) / count
        state[MEAN_COUNT] = count
    if margin and not state[MARGIN_FIRST]:
        state[MARGIN_FIRST] = at
    if thin and not state[THIN_FIRST]:
        state[THIN_FIRST] = at


def _add_symbol(state: "array[float]", symbol: float, first: float) -> None:
    if find(state, SYMBOLS, SYMBOLS_END, PAIR, symbol) >= 0:
        return
    place = SYMBOLS + int(state[SYMBOL_NEXT]) * PAIR
    state[place] = symbol
    state[place + 1] = first
    state[SYMBOL_NEXT] = (state[SYMBOL_NEXT] + 1) % SYMBOL_SLOTS


def order_facts(state: "array[float]", value: float | None, at: int, *, first: bool | None) -> FactRow:
    """Facts from ``order_to_habit`` to ``cash`` side that every movement of money shares (see ``money_facts``)."""
    habit = value / exp(state[MEAN_LOG]) if value and state[MEAN_COUNT] >= _ENOUGH_ORDERS else None
    last = state[LAST_ORDER]
    return [
        habit,
        state[ORDERS],
        max(at - last, 0.0) / DAY if last else None,
        first,
        level(state, ORDERS_10M, 10 * MINUTE, at),
    ]


def symbol_facts(state: "array[float]", symbol: float, at: int) -> tuple[bool, bool]:
    """``new_symbol`` and ``thin_habit``; what began less than the settling time ago does not count as habit."""
    place = find(state, SYMBOLS, SYMBOLS_END, PAIR, symbol)
    new = place < 0 or at - state[place + 1] < SETTLING
    thin = state[THIN_FIRST]
    return new, bool(thin) and at - thin >= SETTLING


def flow_facts(state: "array[float]", at: int) -> FactRow:
    """The ten facts from ``sold_1h`` to ``redeployment_24h``."""
    sold_1h, sold_24h = level(state, SOLD_1H, HOUR, at), level(state, SOLD_24H, DAY, at)
    bought_24h = level(state, BOUGHT_24H, DAY, at)
    base = state[BASE]
    return [
        sold_1h,
        level(state, BOUGHT_1H, HOUR, at),
        sold_24h,
        bought_24h,
        marked(state, SOLD_NAMES_1H, HOUR, at),
        state[PORTFOLIO] if state[SNAPSHOT_AT] else None,
        state[CASH] if state[SNAPSHOT_AT] else None,
        sold_1h / base if base else None,
        sold_24h / base if base else None,
        bought_24h / sold_24h if sold_24h else None,
    ]


def use_facts(
    state: "array[float]", symbol: float, value: float | None, at: int, bought_24h: float
) -> tuple[float | None, float | None]:
    """``concentration_24h`` and ``power_used`` of a buy order."""
    power = state[CASH] + level(state, SOLD_24H, DAY, at)
    return (
        bought_of(state, symbol, at) / bought_24h if bought_24h else None,
        value / power if value is not None and power else None,
    )


def tail_facts(state: "array[float]", at: int, *, margin: bool | None) -> FactRow:
    """The five facts from ``nisa_sold_24h`` to ``pull_in_24h``; ``margin`` when the order opens a position."""
    first = state[MARGIN_FIRST]
    return [
        level(state, NISA_24H, DAY, at),
        (not first or at - first < SETTLING) if margin else margin,
        level(state, CANCELS_1H, HOUR, at),
        level(state, CASH_IN_1H, HOUR, at),
        level(state, PULL_IN_24H, DAY, at),
    ]


def learn_cash(state: "array[float]", amount: float, at: int, *, out: bool, pulled: bool) -> None:
    """Money moved; facts about it include it."""
    if out:
        bump(state, CASH_OUT_24H, DAY, at, amount)
        return
    bump(state, CASH_IN_1H, HOUR, at, amount)
    if pulled:
        bump(state, PULL_IN_24H, DAY, at, amount)


def bank_facts(state: "array[float]", bank: float, at: int) -> tuple[bool | None, float | None]:
    """``destination_new`` and ``destination_age_hours``; an unnamed destination is the first registered one."""
    if not bank:
        first = state[BANKS + 1]
        return (None, max(at - first, 0.0) / HOUR) if state[BANKS] else (None, None)
    place = find(state, BANKS, BANKS_END, PAIR, bank)
    return (True, 0.0) if place < 0 else (False, max(at - state[place + 1], 0.0) / HOUR)


def learn_bank(state: "array[float]", bank: float, at: int) -> None:
    """A withdrawal account was registered or used."""
    if bank:
        remember(state, BANKS, BANKS_END, PAIR, bank, at)


def learn_cancel(state: "array[float]", at: int) -> None:
    """An order was cancelled."""
    bump(state, CANCELS_1H, HOUR, at, 1.0)


def learn_snapshot(state: "array[float]", value: float, cash: float, symbols: list[float], at: int) -> None:
    """A snapshot of the portfolio. The base for ratios is the largest of a day: selling must not shrink it at once."""
    if at < state[SNAPSHOT_AT]:
        return
    if at - state[BASE_AT] >= DAY or value >= state[BASE]:
        state[BASE] = value
        state[BASE_AT] = at
    state[PORTFOLIO] = value
    state[CASH] = cash
    state[SNAPSHOT_AT] = at
    for symbol in symbols[:SYMBOL_SLOTS]:
        _add_symbol(state, symbol, at - SETTLING)
