"""The account's fold over orders, holdings and money (facts groups ORDER and CASH)."""

from array import array
from collections.abc import Sequence
from math import exp, log
from struct import Struct

from sekisho.activity.rules.context import Facts
from sekisho.activity.rules.layout import (
    BANKS,
    BASE,
    BASE_AT,
    BOUGHT,
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
    THIN_FIRST,
    TRADE_1H,
    TRADE_10M,
    TRADE_24H,
)
from sekisho.activity.rules.tables import find, remember
from sekisho.activity.rules.windows import level, mark, marked, tile, weights
from sekisho.kernel.moments import DAY, HOUR, MINUTE

_ENOUGH_ORDERS = 3
_HABIT_WEIGHT = 20.0
_SOLD, _BOUGHT, _CANCELS, _CASH_IN = range(0, 2 * HOUR_FLOWS, 2)
"""Counters of the window of an hour, as distances from the first."""
_NISA, _PULLED, _CASH_OUT = range(4, 2 * DAY_FLOWS, 2)
"""Further counters of the window of a day, after sold and bought."""
_read_hour = Struct(f"{2 * HOUR_FLOWS}d").unpack_from
_read_day = Struct(f"{2 * DAY_FLOWS}d").unpack_from

Flows = tuple[float, float, float, float, float, float, float, float, float]
"""An hour's sold, bought, cancels and cash in; a day's sold, bought, tax-sheltered sales, pulled in and cash out."""


def learn_order(state: "array[float]", symbol: float, value: float, at: int, *, buy: bool, nisa: bool) -> None:
    """Count the order into the windows; facts about it include it, habits do not yet."""
    place = tile(state, TRADE_10M, 1, 10 * MINUTE, at)
    if place:
        state[place] += 1.0
    side = _BOUGHT if buy else _SOLD
    if place := tile(state, TRADE_1H, HOUR_FLOWS, HOUR, at):
        state[place + side] += value
    if place := tile(state, TRADE_24H, DAY_FLOWS, DAY, at):
        state[place + side] += value
        if nisa and not buy:
            state[place + _NISA] += value
    if buy:
        _add_bought(state, symbol, value, at)
    else:
        mark(state, SOLD_NAMES_1H, HOUR, at, symbol)


def _add_bought(state: "array[float]", symbol: float, value: float, at: int) -> None:
    place = find(state, BOUGHT, symbol)
    if place < 0 or at - state[place + 1] >= DAY:
        if place >= 0:
            state[place] = 0.0
        remember(state, BOUGHT, symbol, at)
        place = BOUGHT.front
        state[place + 1] = at
        state[place + 2] = 0.0
    state[place + 2] += value


def bought_of(state: "array[float]", symbol: float, at: int) -> float:
    """Yen of buy orders for ``symbol`` within a day of the first of them."""
    place = find(state, BOUGHT, symbol)
    return state[place + 2] if place >= 0 and at - state[place + 1] < DAY else 0.0


def settle_order(state: "array[float]", symbol: float, value: float, at: int, *, margin: bool, thin: bool) -> None:
    """After the facts were taken: the order becomes part of the habits."""
    state[ORDERS] += 1.0
    state[LAST_ORDER] = max(state[LAST_ORDER], at)
    if find(state, SYMBOLS, symbol) < 0:
        _add_symbol(state, symbol, at)
    if value > 0.0:
        count = min(state[MEAN_COUNT] + 1.0, _HABIT_WEIGHT)
        state[MEAN_LOG] += (log(value) - state[MEAN_LOG]) / count
        state[MEAN_COUNT] = count
    if margin and not state[MARGIN_FIRST]:
        state[MARGIN_FIRST] = at
    if thin and not state[THIN_FIRST]:
        state[THIN_FIRST] = at


def _add_symbol(state: "array[float]", symbol: float, first: float, kept: Sequence[float] = ()) -> None:
    """Know a further name from now on, in the slot used longest ago whose name is not to be ``kept``."""
    slot = int(state[SYMBOL_NEXT])
    while state[SYMBOLS.front + slot * PAIR] in kept:
        slot = (slot + 1) % SYMBOL_SLOTS
    place = SYMBOLS.front + slot * PAIR
    state[place] = symbol
    state[place + 1] = first
    state[SYMBOL_NEXT] = (slot + 1) % SYMBOL_SLOTS


def order_facts(state: "array[float]", value: float | None, at: int, first: bool | None) -> Facts:  # noqa: FBT001 - a fact
    """The five facts from ``order_to_habit`` to ``orders_10m``; ``first`` is the fourth of them."""
    last = state[LAST_ORDER]
    return (
        value / exp(state[MEAN_LOG]) if value and state[MEAN_COUNT] >= _ENOUGH_ORDERS else None,
        state[ORDERS],
        ((at - last) / DAY if at > last else 0.0) if last else None,
        first,
        level(state, TRADE_10M, 10 * MINUTE, at),
    )


def symbol_facts(state: "array[float]", symbol: float, at: int) -> tuple[bool, bool]:
    """``new_symbol`` and ``thin_habit``; what began less than the settling time ago does not count as habit."""
    place = find(state, SYMBOLS, symbol)
    thin = state[THIN_FIRST]
    return place < 0 or at - state[place + 1] < SETTLING, thin != 0.0 and at - thin >= SETTLING


def flows_of(state: "array[float]", at: int) -> Flows:
    """Read the windows of an hour and of a day once."""
    now, before = weights(state, TRADE_1H, HOUR, at)
    today, yesterday = weights(state, TRADE_24H, DAY, at)
    sold, sold_0, bought, bought_0, cancels, cancels_0, paid, paid_0 = _read_hour(state, 8 * (TRADE_1H + 1))
    day = _read_day(state, 8 * (TRADE_24H + 1))
    return (
        sold * now + sold_0 * before,
        bought * now + bought_0 * before,
        cancels * now + cancels_0 * before,
        paid * now + paid_0 * before,
        day[0] * today + day[1] * yesterday,
        day[2] * today + day[3] * yesterday,
        day[4] * today + day[5] * yesterday,
        day[6] * today + day[7] * yesterday,
        day[8] * today + day[9] * yesterday,
    )


def flow_facts(state: "array[float]", flows: Flows, at: int) -> Facts:
    """The ten facts from ``sold_1h`` to ``redeployment_24h``."""
    sold_1h, bought_1h, _, _, sold, bought, *_ = flows
    base, known = state[BASE], state[SNAPSHOT_AT] != 0.0
    return (
        sold_1h,
        bought_1h,
        sold,
        bought,
        marked(state, SOLD_NAMES_1H, HOUR, at),
        state[PORTFOLIO] if known else None,
        state[CASH] if known else None,
        sold_1h / base if base else None,
        sold / base if base else None,
        bought / sold if sold else None,
    )


def use_facts(state: "array[float]", flows: Flows, value: float | None, bought: float) -> Facts:
    """``concentration_24h`` and ``power_used`` of a buy order; ``bought`` is the day's buying of the name."""
    power = state[CASH] + flows[4]
    return bought / flows[5] if flows[5] else None, value / power if value is not None and power else None


def tail_facts(state: "array[float]", flows: Flows, at: int, *, margin: bool | None) -> Facts:
    """The five facts from ``nisa_sold_24h`` to ``pull_in_24h``; ``margin`` when the order opens a position."""
    first = state[MARGIN_FIRST]
    begins = (not first or at - first < SETTLING) if margin else margin
    return flows[6], begins, flows[2], flows[3], flows[7]


def learn_cash(state: "array[float]", amount: float, at: int, *, out: bool, pulled: bool) -> None:
    """Money moved; facts about it include it."""
    if not out and (place := tile(state, TRADE_1H, HOUR_FLOWS, HOUR, at)):
        state[place + _CASH_IN] += amount
    if (out or pulled) and (place := tile(state, TRADE_24H, DAY_FLOWS, DAY, at)):
        state[place + (_CASH_OUT if out else _PULLED)] += amount


def bank_facts(state: "array[float]", bank: float, at: int) -> tuple[bool | None, float | None]:
    """``destination_new`` and ``destination_age_hours``; an unnamed destination is the first registered one."""
    if not bank:
        first = state[BANKS.front + 1]
        return (None, max(at - first, 0.0) / HOUR) if state[BANKS.front] else (None, None)
    place = find(state, BANKS, bank)
    return (True, 0.0) if place < 0 else (False, max(at - state[place + 1], 0.0) / HOUR)


def learn_bank(state: "array[float]", bank: float, at: int) -> None:
    """A withdrawal account was registered or used."""
    if bank:
        remember(state, BANKS, bank, at)


def learn_cancel(state: "array[float]", at: int) -> None:
    """An order was cancelled."""
    if place := tile(state, TRADE_1H, HOUR_FLOWS, HOUR, at):
        state[place + _CANCELS] += 1.0


def learn_snapshot(state: "array[float]", value: float, cash: float, symbols: Sequence[float], at: int) -> None:
    """A snapshot of the portfolio; each name once in ``symbols``.

    The base for ratios is the largest of a day: selling must not shrink it at once.
    """
    if at < state[SNAPSHOT_AT]:
        return
    if at - state[BASE_AT] >= DAY or value >= state[BASE]:
        state[BASE] = value
        state[BASE_AT] = at
    state[PORTFOLIO] = value
    state[CASH] = cash
    state[SNAPSHOT_AT] = at
    held = symbols[:SYMBOL_SLOTS]
    known = state[SYMBOLS.front : SYMBOLS.end : PAIR]
    for symbol in held:
        if symbol not in known:
            _add_symbol(state, symbol, at - SETTLING, held)
