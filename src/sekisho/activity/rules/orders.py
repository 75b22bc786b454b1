"""Stage 1 for orders."""

from array import array

from sekisho.activity.rules import sessions, trading
from sekisho.activity.rules.changes import SCOPES
from sekisho.activity.rules.context import Account, Context
from sekisho.activity.rules.entry import degraded_access
from sekisho.activity.rules.layout import KEY
from sekisho.activity.rules.reference import NOTHING_KNOWN, Reference, reference_facts
from sekisho.activity.rules.rows import NO_CASH, NO_FLOW, enter, finish, head, keys_of
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import ORDER, Deed
from sekisho.activity.types.events import Order, OrderBody
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY

NAMED: FactRow = [None, None, None, None]
_STALE = 4 * DAY


def yen_value(body: OrderBody, last: float | None) -> float | None:
    """The order's value in yen, as told, or from its limit, or from the latest price; None when nothing tells."""
    rate = 1.0 if body.currency is None else body.rate
    if rate is None:
        return None
    if body.notional is not None:
        return float(body.notional) * rate
    if body.limit is not None:
        return float(body.limit) * body.quantity * rate
    return last * body.quantity if last and body.currency is None else None


def see_order(state: State, account: Account, context: Context, event: Order) -> Seen:
    """Facts that include the order itself; its symbol and size become habit only afterwards."""
    body, at = event.body, context.at
    trade, symbol, buy = account.trading(), state.symbol(body.symbol), body.side == "buy"
    reference = state.references.get(body.symbol)
    value = yen_value(body, reference.last if reference else None)
    flags = enter(account, context)
    first = sessions.count_order(account.access, context.session_place)
    row = head(account, context, flags, NAMED, _order_scope(event))
    trading.learn_order(trade, symbol, value or 0.0, at, buy=buy, nisa=body.position == "nisa")
    new, thin_habit = trading.symbol_facts(trade, symbol, at)
    row += [body.side, body.position, body.kind, value, value is None]
    row += _order_group(trade, body, (symbol, value), at, first=first, habits=(new, thin_habit))
    row += NO_CASH
    price = _limit(body) or (reference.last if reference else 0.0)
    row += instrument_group(reference, trade, (symbol, value), at, _limit(body)) + NO_FLOW
    risk = finish(state, account, context, row)
    thin = bool(reference and reference.thin)
    trading.settle_order(trade, symbol, value or 0.0, at, margin=body.position == "margin_open", thin=thin)
    adv = reference.adv if reference else 0.0
    deed = Deed(
        ORDER, at, account.access[KEY], keys_of(context), risk,
        symbol=body.symbol, buy=buy, value=value or 0.0, price=price, adv=adv, thin=thin, new=new,
    )  # fmt: skip
    return Seen(row, deed, _degraded_order(account, context, reference, value))


def _order_scope(event: Order) -> int:
    scope = SCOPES["order"] | (SCOPES["buy"] if event.body.side == "buy" else 0)
    return scope | (SCOPES["api"] if event.channel == "api" else 0)


def _order_group(
    trade: "array[float]", body: OrderBody, bought: tuple[float, float | None], at: int, *,
    first: bool | None, habits: tuple[bool, bool],
) -> FactRow:  # fmt: skip
    symbol, value = bought
    flows = trading.flows_of(trade, at)
    use = trading.use_facts(trade, flows, symbol, value, at) if body.side == "buy" else (None, None)
    return [
        *trading.order_facts(trade, value, at, first=first),
        *habits,
        *trading.flow_facts(trade, flows, at),
        *use,
        *trading.tail_facts(trade, flows, at, margin=body.position == "margin_open"),
    ]


def instrument_group(
    reference: Reference | None, trade: "array[float]", order: tuple[float, float | None], at: int, limit: float | None
) -> FactRow:
    """The twelve stage-1 facts of the group INSTRUMENT; ``order`` is the symbol's key and the value in yen."""
    if reference is None:
        return NOTHING_KNOWN
    symbol, value = order
    return reference_facts(reference, at, value, trading.bought_of(trade, symbol, at), limit)


def _limit(body: OrderBody) -> float | None:
    """The limit price in yen; a price in another currency cannot be set against a quote in yen."""
    return float(body.limit) if body.limit is not None and body.currency is None else None


def _degraded_order(
    account: Account, context: Context, reference: Reference | None, value: float | None
) -> tuple[str, ...]:
    codes = degraded_access(account, context, session=context.session_place >= 0)
    if reference is not None and value is not None and context.at - reference.seen_at <= _STALE:
        return codes
    return codes + _degraded_market(context, reference, value)


def _degraded_market(context: Context, reference: Reference | None, value: float | None) -> tuple[str, ...]:
    codes = []
    if reference is None:
        codes.append("no_instrument")
    elif context.at - reference.seen_at > _STALE:
        codes.append("stale_quote")
    if value is None:
        codes.append("no_value")
    return tuple(codes)
