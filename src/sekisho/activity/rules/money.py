"""Stage 1 for cash, securities leaving and snapshots of the portfolio."""

from array import array

from sekisho.activity.rules import trading
from sekisho.activity.rules.changes import SCOPES
from sekisho.activity.rules.context import Account, Context, key_of
from sekisho.activity.rules.entry import degraded_access
from sekisho.activity.rules.layout import CASH, S_ORDERS, SNAPSHOT_AT, TRADE_24H
from sekisho.activity.rules.orders import NAMED, instrument_group
from sekisho.activity.rules.rows import NO_CASH, NO_FLOW, NO_INSTRUMENT, enter, finish, head, plain_deed
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.rules.windows import level
from sekisho.activity.types.deed import MOVE
from sekisho.activity.types.events import Cash, CashBody, Holdings, Transfer
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY

_PULLED = frozenset({"linked_bank", "instant"})
_NO_NAME = (None, None)


def see_cash(state: State, account: Account, context: Context, event: Cash) -> Seen:
    """Money in or out; the amounts of the windows include it."""
    body, at = event.body, context.at
    trade, out = account.trading(), body.direction == "out"
    flags = enter(account, context)
    row = head(account, context, flags, NAMED, SCOPES["withdrawal"] if out else 0)
    trading.learn_cash(trade, float(body.amount), at, out=out, pulled=body.method in _PULLED)
    bank = key_of(body.bank_account) if body.bank_account else 0.0
    row += _movement(trade, account, context, _NO_NAME)
    row += _cash_group(trade, body, bank, at)
    row += NO_INSTRUMENT
    risk = finish(state, account, context, row)
    if out:
        trading.learn_bank(trade, bank, at)
    degraded = degraded_access(account, context, session=context.session_place >= 0)
    return Seen(row, plain_deed(MOVE, account, context, risk), degraded)


def _movement(
    trade: "array[float]", account: Account, context: Context, habits: tuple[bool | None, bool | None]
) -> FactRow:
    """The group ORDER for what is no order: only what every movement of money shares."""
    at, place = context.at, context.session_place
    first = account.access[place + S_ORDERS] == 0.0 if place >= 0 else None
    flows = trading.flows_of(trade, at)
    return [
        None,
        None,
        None,
        None,
        None,
        *trading.order_facts(trade, None, at, first=first),
        *habits,
        *trading.flow_facts(trade, flows, at),
        None,
        None,
        *trading.tail_facts(trade, flows, at, margin=None),
    ]


def _cash_group(trade: "array[float]", body: CashBody, bank: float, at: int) -> FactRow:
    out = body.direction == "out"
    new, age = trading.bank_facts(trade, bank, at) if out else (None, None)
    cash = trade[CASH] if trade[SNAPSHOT_AT] else 0.0
    return [
        body.direction,
        body.method,
        body.amount,
        new,
        age,
        None if body.same_name is None else not body.same_name,
        body.amount / cash if cash else None,
        level(trade, TRADE_24H, DAY, at, 4),
    ]


def see_transfer(state: State, account: Account, context: Context, event: Transfer) -> Seen:
    """Securities leave the account."""
    body, at = event.body, context.at
    trade, symbol = account.trading(), state.symbol(body.symbol)
    flags = enter(account, context)
    row = head(account, context, flags, NAMED, SCOPES["transfer"])
    row += _movement(trade, account, context, trading.symbol_facts(trade, symbol, at)) + NO_CASH
    row += instrument_group(state.references.get(body.symbol), trade, (symbol, None), at, None) + NO_FLOW
    risk = finish(state, account, context, row)
    degraded = degraded_access(account, context, session=context.session_place >= 0)
    return Seen(row, plain_deed(MOVE, account, context, risk), degraded)


def see_holdings(state: State, account: Account, context: Context, event: Holdings) -> None:
    """A snapshot of the portfolio."""
    body = event.body
    value = float(sum(position.value for position in body.positions))
    symbols = [state.symbol(position.symbol) for position in body.positions]
    trading.learn_snapshot(account.trading(), value, float(body.cash), symbols, context.at)
