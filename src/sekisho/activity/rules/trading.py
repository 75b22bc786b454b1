"""The account's fold over orders, holdings and money (facts groups ORDER and CASH)."""

from array import array
from math import exp, log
from typing import NamedTuple

from sekisho.activity.rules.layout import (
    BANKS,
    BANKS_END,
    BASE,
    BASE_AT,
    BOUGHT,
    BOUGHT_END,
    BOUGHT_STRIDE,
    CASH,
    DAY_FLOWS,
    HOUR_FLOWS,
    LAST_ORDER,
    MARGIN_FIRST,
    MEAN_COUNT,
    MEAN_LOG,
    ORDERS,
    PAIR,
    PORTFOLIO,
    SETTLING,
    SNAPSHOT_AT,
    SOLD_NAMES_1H,
    SYMBOL_NEXT,
    SYMBOL_SLOTS,
    SYMBOLS,
    SYMBOLS_END,
    THIN_FIRST,
    TRADE_1H,
    TRADE_10M,
    TRADE_24H,
)
from sekisho.activity.rules.tables import find, remember
from sekisho.activity.rules.windows import bump, level, mark, marked, weights
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR, MINUTE

_ENOUGH_ORDERS = 3
_HABIT_WEIGHT = 20.0
MONEY_SIZE = 29


def learn_order(state: "array[float]", symbol: float, value: float, at: int, *, buy: bool, nisa: bool) -> None:
    """Count the order into the windows; facts about it include it, habits do not yet."""
    bump(state, TRADE_10M, 1, 10 * MINUTE, at, (1.0,))
    if buy:
        bump(state, TRADE_1H, HOUR_FLOWS, HOUR, at, (0.0, value, 0.0, 0.0))
        bump(state, TRADE_24H, DAY_FLOWS, DAY, at, (0.0, value, 0.0, 0.0, 0.0))
        _add_bought(state, symbol, value, at)
        return
    bump(state, TRADE_1H, HOUR_FLOWS, HOUR, at, (value, 0.0, 0.0, 0.0))
    bump(state, TRADE_24H, DAY_FLOWS, DAY, at, (value, 0.0, value if nisa else 0.0, 0.0, 0.0))
    mark(state, SOLD_NAMES_1H, HOUR, at, symbol)


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
    """The five facts from ``order_to_habit`` to ``orders_10m``."""
    habit = value / exp(state[MEAN_LOG]) if value and state[MEAN_COUNT] >= _ENOUGH_ORDERS else None
    last = state[LAST_ORDER]
    return [
        habit,
        state[ORDERS],
        max(at - last, 0.0) / DAY if last else None,
        first,
        level(state, TRADE_10M, 10 * MINUTE, at),
    ]


def symbol_facts(state: "array[float]", symbol: float, at: int) -> tuple[bool, bool]:
    """``new_symbol`` and ``thin_habit``; what began less than the settling time ago does not count as habit."""
    place = find(state, SYMBOLS, SYMBOLS_END, PAIR, symbol)
    new = place < 0 or at - state[place + 1] < SETTLING
    thin = state[THIN_FIRST]
    return new, bool(thin) and at - thin >= SETTLING


class Flows(NamedTuple):
    """The account's flows now, in yen; counts for ``cancels``."""

    sold_1h: float
    bought_1h: float
    cancels_1h: float
    cash_in_1h: float
    sold_24h: float
    bought_24h: float
    nisa_24h: float
    pull_in_24h: float
    cash_out_24h: float


def flows_of(state: "array[float]", at: int) -> Flows:
    """Read the windows of an hour and of a day once."""
    now, before = weights(state, TRADE_1H, HOUR, at)
    today, yesterday = weights(state, TRADE_24H, DAY, at)
    hour, day = TRADE_1H + 1, TRADE_24H + 1
    return Flows(
        state[hour] * now + state[hour + 1] * before,
        state[hour + 2] * now + state[hour + 3] * before,
        state[hour + 4] * now + state[hour + 5] * before,
        state[hour + 6] * now + state[hour + 7] * before,
        state[day] * today + state[day + 1] * yesterday,
        state[day + 2] * today + state[day + 3] * yesterday,
        state[day + 4] * today + state[day + 5] * yesterday,
        state[day + 6] * today + state[day + 7] * yesterday,
        state[day + 8] * today + state[day + 9] * yesterday,
    )


def flow_facts(state: "array[float]", flows: Flows, at: int) -> FactRow:
    """The ten facts from ``sold_1h`` to ``redeployment_24h``."""
    base, sold = state[BASE], flows.sold_24h
    known = state[SNAPSHOT_AT] != 0.0
    return [
        flows.sold_1h,
        flows.bought_1h,
        sold,
        flows.bought_24h,
        marked(state, SOLD_NAMES_1H, HOUR, at),
        state[PORTFOLIO] if known else None,
        state[CASH] if known else None,
        flows.sold_1h / base if base else None,
        sold / base if base else None,
        flows.bought_24h / sold if sold else None,
    ]


def use_facts(
    state: "array[float]", flows: Flows, symbol: float, value: float | None, at: int
) -> tuple[float | None, float | None]:
    """``concentration_24h`` and ``power_used`` of a buy order."""
    bought, power = flows.bought_24h, state[CASH] + flows.sold_24h
    return (
        bought_of(state, symbol, at) / bought if bought else None,
        value / power if value is not None and power else None,
    )


def tail_facts(state: "array[float]", flows: Flows, at: int, *, margin: bool | None) -> FactRow:
    """The five facts from ``nisa_sold_24h`` to ``pull_in_24h``; ``margin`` when the order opens a position."""
    first = state[MARGIN_FIRST]
    return [
        flows.nisa_24h,
        (not first or at - first < SETTLING) if margin else margin,
        flows.cancels_1h,
        flows.cash_in_1h,
        flows.pull_in_24h,
    ]


def learn_cash(state: "array[float]", amount: float, at: int, *, out: bool, pulled: bool) -> None:
    """Money moved; facts about it include it."""
    if out:
        bump(state, TRADE_24H, DAY_FLOWS, DAY, at, (0.0, 0.0, 0.0, 0.0, amount))
        return
    bump(state, TRADE_1H, HOUR_FLOWS, HOUR, at, (0.0, 0.0, 0.0, amount))
    if pulled:
        bump(state, TRADE_24H, DAY_FLOWS, DAY, at, (0.0, 0.0, 0.0, amount, 0.0))


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
    bump(state, TRADE_1H, HOUR_FLOWS, HOUR, at, (0.0, 0.0, 1.0, 0.0))


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
