"""The body of each kind of event, a list of rows at a time."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from sekisho.simulation.rules.rendering.heads import moments
from sekisho.simulation.rules.rendering.names import Names
from sekisho.simulation.types import words
from sekisho.simulation.types.world import Column

Columns = dict[str, Column]
Renderer = Callable[[Columns, Names], list[str]]

_EPOCH = date(1970, 1, 1).toordinal()
_LIST = tuple('["' + '","'.join(spoken) + '"]' for spoken in words.SPOKEN)
_ORDER_SORT, _BANK_SORT, _VALUE_SORT, _QUESTION_SORT = 21, 22, 23, 24


def number(value: float) -> str:
    """A price without a needless fraction."""
    whole = int(value)
    return str(whole) if whole == value else repr(value)


def _lists(columns: Columns, *names: str) -> Iterable[Any]:
    return zip(*(columns[name].tolist() for name in names), strict=True)


def orders(numbers: Column, names: Names) -> list[str]:
    """References of orders."""
    return [f"o{digest}" for digest in names.digest(numbers, _ORDER_SORT)]


def _instrument(rows: Columns, names: Names) -> list[str]:
    told = ["" if not at else f',"disclosed":"{moments(np.array([at]))[0]}"' for at in rows["disclosed"].tolist()]
    segments = names.segments
    return [
        f'{names.symbols[symbol]},"segment":"{words.SEGMENTS[segments[symbol]]}","market_cap":{cap},"adv":{adv},'
        f'"previous_close":{number(close)},"limit_up":{number(up)},"limit_down":{number(down)},"lot":{names.lots[symbol]}{news}'
        for (symbol, cap, adv, close, up, down), news in zip(
            _lists(rows, "symbol", "cap", "adv", "close", "up", "down"), told, strict=True
        )
    ]


def _quote(rows: Columns, names: Names) -> list[str]:
    columns = _lists(rows, "symbol", "last", "volume", "value")
    return [
        f'{names.symbols[s]},"last":{number(last)},"volume":{volume},"value":{value}'
        for s, last, volume, value in columns
    ]


_LOGIN = {
    (outcome, factor, failure): f'"outcome":"{words.OUTCOMES[outcome]}","factors":{_LIST[factor]}'
    + (f',"failure":"{words.FAILURES[failure]}"' if failure else "")
    for outcome in range(len(words.OUTCOMES))
    for factor in range(len(words.FACTORS))
    for failure in range(len(words.FAILURES))
}


def _login(rows: Columns, names: Names) -> list[str]:  # noqa: ARG001 - every renderer has the same shape
    return [_LOGIN[key] for key in _lists(rows, "outcome", "factor", "failure")]


def _holdings(rows: Columns, names: Names) -> list[str]:
    lines = []
    for held, quantity, sheltered, acquired, value, cash, power in _lists(
        rows, "held", "quantity", "sheltered", "acquired", "value", "cash", "power"
    ):
        positions = ",".join(
            f'{{{names.symbols[s]},"quantity":{q},"value":{v},"acquired":"{_day(a)}"{_NISA[n]}}}'
            for s, q, n, a, v in zip(held, quantity, sheltered, acquired, value, strict=True)
            if q
        )
        lines.append(f'"positions":[{positions}],"cash":{cash},"buying_power":{power}')
    return lines


_NISA = ("", ',"nisa":true')


@cache
def _day(number_: int) -> str:
    return date.fromordinal(_EPOCH + number_).isoformat()


def _factor(rows: Columns, names: Names) -> list[str]:  # noqa: ARG001 - every renderer has the same shape
    columns = _lists(rows, "action", "factor")
    return [f'"action":"{words.FACTOR_ACTIONS[action]}","kind":"{words.FACTORS[kind]}"' for action, kind in columns]


def _profile(rows: Columns, names: Names) -> list[str]:
    old, new = (names.digest(rows[name], _VALUE_SORT) for name in ("old", "new"))
    columns = zip(_lists(rows, "field", "action"), rows["old"].tolist(), old, new, strict=True)
    return [
        f'"field":"{words.FIELDS[field]}","action":"{words.CHANGES[action]}"'
        + (f',"old":"{before}"' if known else "")
        + f',"new":"{after}"'
        for (field, action), known, before, after in columns
    ]


def _cash(rows: Columns, names: Names) -> list[str]:
    columns = zip(
        _lists(rows, "direction", "method", "amount", "same"), names.digest(rows["bank"], _BANK_SORT), strict=True
    )
    return [
        f'"direction":"{words.DIRECTIONS[direction]}","method":"{words.METHODS[method]}","amount":{amount},'
        f'"bank_account":"{bank}","same_name":{"true" if same else "false"}'
        for (direction, method, amount, same), bank in columns
    ]


def _order(rows: Columns, names: Names) -> list[str]:
    replaced = orders(rows["replaces"], names)
    columns = zip(
        orders(rows["number"], names),
        _lists(rows, "side", "symbol", "quantity", "kind", "limit", "price", "position", "replaces"),
        replaced,
        strict=True,
    )
    return [
        f'"order":"{order}","side":"{words.SIDES[side]}",{names.symbols[symbol]},"quantity":{quantity},'
        f'"kind":"{words.ORDER_KINDS[kind]}"{_money(names.market[symbol], quantity, kind, limit, price)},'
        f'"position":"{words.POSITIONS[position]}"' + (f',"replaces":"{before}"' if replaces >= 0 else "")
        for order, (side, symbol, quantity, kind, limit, price, position, replaces), before in columns
    ]


def _money(market: int, quantity: int, kind: int, limit: float, price: float) -> str:
    if market == words.TOKYO:
        told = f',"limit":{number(limit)}' if kind else ""
        return f'{told},"notional":{round(quantity * price)}'
    rate = words.YEN_A_UNIT[market]
    told = f',"limit":"{limit / rate:.3f}"' if kind else ""
    return f'{told},"notional":"{quantity * price / rate:.2f}","currency":"{words.CURRENCIES[market]}","rate":{rate}'


def _execution(rows: Columns, names: Names) -> list[str]:
    columns = zip(orders(rows["number"], names), _lists(rows, "symbol", "side", "quantity", "price"), strict=True)
    return [
        f'"order":"{order}",{names.symbols[symbol]},"side":"{words.SIDES[side]}","quantity":{quantity},"price":{number(price)}'
        for order, (symbol, side, quantity, price) in columns
    ]


def _cancel(rows: Columns, names: Names) -> list[str]:
    columns = zip(orders(rows["number"], names), rows["reason"].tolist(), strict=True)
    return [f'"order":"{order}","reason":"{words.CANCELS[reason]}"' for order, reason in columns]


def _transfer(rows: Columns, names: Names) -> list[str]:
    columns = zip(_lists(rows, "symbol", "quantity"), names.digest(rows["to"], _BANK_SORT), strict=True)
    return [f'"symbol":"{names.plain_symbols[s]}","quantity":{quantity},"to":"{to}"' for (s, quantity), to in columns]


def _answer(rows: Columns, names: Names) -> list[str]:
    columns = zip(names.digest(rows["question"], _QUESTION_SORT), _lists(rows, "answer", "factor"), strict=True)
    return [
        f'"question":"q{question}","answer":"{words.ANSWERS[answer]}"'
        + (f',"factor":"{words.FACTORS[factor]}"' if factor >= 0 else "")
        for question, (answer, factor) in columns
    ]


def _report(rows: Columns, names: Names) -> list[str]:
    return [
        f'"source":"customer","says":"{words.SAYS[says]}"'
        + (f',"about":["{names.plain_symbols[s]}"]' if s >= 0 else "")
        for says, s in _lists(rows, "says", "symbol")
    ]


_LOGOUT = tuple(f'"reason":"{reason}"' if reason else "" for reason in words.LOGOUTS)


def _logout(rows: Columns, names: Names) -> list[str]:  # noqa: ARG001 - every renderer has the same shape
    return [_LOGOUT[reason] for reason in rows["reason"].tolist()]


BODIES: dict[str, Renderer] = {
    "instrument": _instrument, "quote": _quote, "login": _login, "holdings": _holdings, "factor": _factor,
    "profile": _profile, "cash": _cash, "order": _order, "execution": _execution, "cancel": _cancel,
    "transfer": _transfer, "answer": _answer, "report": _report, "logout": _logout,
}  # fmt: skip
