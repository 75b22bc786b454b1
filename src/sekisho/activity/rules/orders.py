"""Stage 1 for orders."""

from array import array

from sekisho.activity.rules import sessions, trading
from sekisho.activity.rules.changes import SCOPES
from sekisho.activity.rules.context import Context, Facts, begin_trading
from sekisho.activity.rules.layout import KEY
from sekisho.activity.rules.reference import NOTHING_KNOWN, Reference, reference_facts
from sekisho.activity.rules.rows import NO_CASH, NO_FLOW, UNNAMED, enter, keys_of, missing, row_of
from sekisho.activity.rules.state import Seen, State
from sekisho.activity.types.deed import ORDER, Deed
from sekisho.activity.types.events import Order, OrderBody
from sekisho.kernel.moments import DAY

_STALE = 4 * DAY
_NO_USE: Facts = (None, None)


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


def see_order(state: State, account: "array[float]", context: Context, event: Order) -> Seen:
    """Facts that include the order itself; its symbol and size become habit only afterwards."""
    body, at = event.body, context.at
    begin_trading(account)
    symbol, buy, margin = state.symbol(body.symbol), body.side == "buy", body.position == "margin_open"
    reference = state.references.get(body.symbol)
    value = yen_value(body, reference.last if reference else None)
    yen = value or 0.0
    limit = float(body.limit) if body.limit is not None and body.currency is None else None
    enter(account, context)
    trading.learn_order(account, symbol, yen, at, buy=buy, nisa=body.position == "nisa")
    bought = trading.bought_of(account, symbol, at)
    habits = trading.symbol_facts(account, symbol, at)
    money = (
        *_order_group(account, context, body, value, (bought, habits)),
        *NO_CASH,
        *(reference_facts(reference, at, value, bought, limit) if reference else NOTHING_KNOWN),
        *NO_FLOW,
    )
    row, risk = row_of(state, account, context, UNNAMED, money, needed=_scope(event))
    price = limit or (reference.last if reference else 0.0)
    thin, adv = (reference.thin, reference.adv) if reference else (False, 0.0)
    trading.settle_order(account, symbol, yen, at, margin=margin, thin=thin)
    deed = Deed(
        ORDER, at, account[KEY], keys_of(context), risk,
        symbol=body.symbol, buy=buy, value=yen, price=price, adv=adv, thin=thin, new=habits[0],
    )  # fmt: skip
    return Seen(row, (deed,), _degraded(account, context, reference, value))


def _order_group(
    account: "array[float]",
    context: Context,
    body: OrderBody,
    value: float | None,
    told: tuple[float, tuple[bool, bool]],
) -> Facts:
    """The group ORDER. ``told``: the day's buying of the name, and ``new_symbol`` and ``thin_habit``."""
    at, (bought, habits) = context.at, told
    flows = trading.flows_of(account, at)
    first = sessions.count_order(account, context.session_place)
    return (
        body.side,
        body.position,
        body.kind,
        value,
        value is None,
        *trading.order_facts(account, value, at, first),
        *habits,
        *trading.flow_facts(account, flows, at),
        *(trading.use_facts(account, flows, value, bought) if body.side == "buy" else _NO_USE),
        *trading.tail_facts(account, flows, at, margin=body.position == "margin_open"),
    )


def _scope(event: Order) -> int:
    scope = SCOPES["order"] | (SCOPES["buy"] if event.body.side == "buy" else 0)
    return scope | (SCOPES["api"] if event.channel == "api" else 0)


def _degraded(
    account: "array[float]", context: Context, reference: Reference | None, value: float | None
) -> tuple[str, ...]:
    codes = missing(account, context, session=context.session_place >= 0)
    if reference is None:
        codes = (*codes, "no_instrument")
    elif context.at - reference.seen_at > _STALE:
        codes = (*codes, "stale_quote")
    return codes if value is not None else (*codes, "no_value")
