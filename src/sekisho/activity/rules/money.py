"""Stage 1 for cash and securities leaving."""

from array import array

from sekisho.activity.rules import trading
from sekisho.activity.rules.changes import SCOPES
from sekisho.activity.rules.context import Context, Facts, begin_trading, key_of
from sekisho.activity.rules.layout import CASH, S_ORDERS, SNAPSHOT_AT
from sekisho.activity.rules.reference import NOTHING_KNOWN, reference_facts
from sekisho.activity.rules.rows import NO_CASH, NO_FLOW, NO_INSTRUMENT, UNNAMED, enter, missing, plain_deed, row_of
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import MOVE
from sekisho.activity.types.events import Cash, CashBody, Transfer
from sekisho.activity.types.facts import FactRow

_FROM_BANK = frozenset({"linked_bank", "instant"})
_NO_NAME = (None, None)
_NO_TRADE: Facts = (None,) * 5
_NO_USE: Facts = (None, None)


def see_cash(state: State, account: "array[float]", context: Context, event: Cash) -> Seen:
    """Money in or out; the amounts of the windows include it."""
    body, at = event.body, context.at
    out = body.direction == "out"
    begin_trading(account)
    enter(account, context)
    trading.learn_cash(account, float(body.amount), at, out=out, pulled=body.method in _FROM_BANK)
    bank = key_of(body.bank_account) if body.bank_account else 0.0
    flows = trading.flows_of(account, at)
    money = (
        *_order_group(account, context, flows, _NO_NAME),
        *_cash_group(account, body, bank, at),
        flows[8],
        *NO_INSTRUMENT,
    )
    row, risk = row_of(state, account, context, UNNAMED, money, needed=SCOPES["withdrawal"] if out else 0)
    if out:
        trading.learn_bank(account, bank, at)
    return _move(account, context, row, risk)


def _order_group(
    account: "array[float]", context: Context, flows: trading.Flows, habits: tuple[bool | None, bool | None]
) -> Facts:
    """The group ORDER for what is no order: only what every movement of money shares."""
    at, place = context.at, context.session_place
    return (
        *_NO_TRADE,
        *trading.order_facts(account, None, at, account[place + S_ORDERS] == 0.0 if place >= 0 else None),
        *habits,
        *trading.flow_facts(account, flows, at),
        *_NO_USE,
        *trading.tail_facts(account, flows, at, margin=None),
    )


def _cash_group(account: "array[float]", body: CashBody, bank: float, at: int) -> Facts:
    """The first seven facts of the group CASH."""
    new, age = trading.bank_facts(account, bank, at) if body.direction == "out" else _NO_NAME
    cash = account[CASH] if account[SNAPSHOT_AT] else 0.0
    return (
        body.direction,
        body.method,
        body.amount,
        new,
        age,
        None if body.same_name is None else not body.same_name,
        body.amount / cash if cash else None,
    )


def see_transfer(state: State, account: "array[float]", context: Context, event: Transfer) -> Seen:
    """Securities leave the account."""
    name, at = event.body.symbol, context.at
    symbol, reference = state.symbol(name), state.references.get(name)
    begin_trading(account)
    enter(account, context)
    bought = trading.bought_of(account, symbol, at)
    money = (
        *_order_group(account, context, trading.flows_of(account, at), trading.symbol_facts(account, symbol, at)),
        *NO_CASH,
        *(reference_facts(reference, at, None, bought, None) if reference else NOTHING_KNOWN),
        *NO_FLOW,
    )
    row, risk = row_of(state, account, context, UNNAMED, money, needed=SCOPES["transfer"])
    return _move(account, context, row, risk)


def _move(account: "array[float]", context: Context, row: FactRow, risk: float) -> Seen:
    degraded = missing(account, context, session=context.session_place >= 0)
    return Seen(row, (plain_deed(MOVE, account, context, risk),), degraded)
