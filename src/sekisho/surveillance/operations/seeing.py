"""From a judged event to a sighting: about a microsecond, and nothing at all for most events."""

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sekisho.activity.types.events import (
    AccountEvent,
    Control,
    Event,
    Execution,
    Instrument,
    Login,
    Order,
    Quote,
    Report,
)
from sekisho.activity.types.facts import INDEX, NAMES, FactRow
from sekisho.kernel.moments import to_milliseconds
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.types.sighting import FACTS, RAISED, MarketSighting, Seen, Sighting

_PLACES = {"last": "price"}
_PICK = itemgetter(*(INDEX[_PLACES.get(name, name)] for name in FACTS))
_ABSENT: tuple[Any, ...] = (None,) * len(FACTS)
_Row = list[Any]  # the catalogue says which value is what
_NO_FACTS: _Row = [None] * len(NAMES)
_RISK = INDEX["session_risk"]
_VALUE = INDEX["order_value"]
_PRICE = INDEX["price"]


def sight(*, event: Event, at: int, facts: FactRow | None, verdict: Verdict | None) -> Seen | None:
    """What surveillance shall see of one judged event; ``None`` for what it does not look at.

    Looks at orders, executions, instruments, quotes, reports, controls, and at logins whose session risk
    is at least ``RAISED``.

    Args:
        event: the event as parsed.
        at: its moment in milliseconds UTC, as the observation has it.
        facts: its row in catalogue order; ``None`` where the event is not decided.
        verdict: what was answered; ``None`` where the event is not decided.

    """
    look = _LOOKS.get(type(event))
    return None if look is None else look(event, at, _NO_FACTS if facts is None else facts, verdict)


def disclosure(*, symbol: str, at: int, event: str) -> MarketSighting:
    """A disclosure of the issuer (``event`` is the source's own id): explains a move for a day."""
    return MarketSighting(at, event, "disclosure", symbol)


def _order(event: Order, at: int, facts: _Row, verdict: Verdict | None) -> Sighting:
    body = event.body
    limit = body.limit if body.limit is None else float(body.limit)
    price = limit if body.currency is None and limit is not None else facts[_PRICE]
    return Sighting(
        at,
        event.id,
        "order",
        event.account,
        verdict,
        body.symbol,
        body.quantity,
        limit,
        price,
        facts[_VALUE],
        *_client(event),
        *_PICK(facts),
    )


def _execution(event: Execution, at: int, facts: _Row, verdict: Verdict | None) -> Sighting:  # noqa: ARG001 - one signature
    body = event.body
    return Sighting(
        at, event.id, "execution", event.account, None, body.symbol, body.quantity, None, body.price,
        body.price * body.quantity, side=body.side,
    )  # fmt: skip


def _login(event: Login, at: int, facts: _Row, verdict: Verdict | None) -> Sighting | None:
    risk = facts[_RISK]
    if risk is None or risk < RAISED or event.body.outcome in {"failure", "abandoned"}:
        return None
    return Sighting(
        at, event.id, "login", event.account, verdict, None, None, None, None, None, *_client(event), *_PICK(facts)
    )


def _client(event: AccountEvent) -> tuple[str | None, str | None, str | None, str | None, str]:
    """Device, network, agent, trace and channel."""
    network = None if event.ip is None else network_of(event.ip)
    device = event.device
    if device is None:
        return None, network, None, None, event.channel
    agent = device.user_agent
    trace = None
    if agent is not None:
        trace = f"{agent}|{device.screen}|{device.language}|{device.timezone}|{event.client}"
    return device.id, network, agent, trace, event.channel


@lru_cache(maxsize=65_536)
def network_of(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one, as ``a.b.c`` or ``x:y:z``.

    >>> network_of("203.0.113.7"), network_of("2001:db8::1")
    ('203.0.113', '2001:db8:0')
    """
    if ":" not in address:
        return address.rpartition(".")[0]
    if "." in address:  # an IPv4 address written as IPv6
        return network_of(address.rpartition(":")[2])
    head, _, tail = address.partition("::")
    groups = [group for group in head.split(":") if group]
    missing = 8 - len(groups) - len([group for group in tail.split(":") if group])
    return ":".join(group.lstrip("0").lower() or "0" for group in (groups + ["0"] * missing)[:3])


def _instrument(event: Instrument, at: int, facts: _Row, verdict: Verdict | None) -> MarketSighting:  # noqa: ARG001 - one signature
    body = event.body
    return MarketSighting(
        at,
        event.id,
        "instrument",
        body.symbol,
        None,
        body.previous_close,
        None,
        body.adv,
        body.market_cap,
        body.segment,
    )


def _quote(event: Quote, at: int, facts: _Row, verdict: Verdict | None) -> MarketSighting:  # noqa: ARG001 - one signature
    body = event.body
    return MarketSighting(at, event.id, "quote", body.symbol, None, body.last, body.value)


def _report(event: Report, at: int, facts: _Row, verdict: Verdict | None) -> MarketSighting:  # noqa: ARG001 - one signature
    body = event.body
    return MarketSighting(at, event.id, "report", account=event.account, word=body.says, about=body.about)


def _control(event: Control, at: int, facts: _Row, verdict: Verdict | None) -> MarketSighting:  # noqa: ARG001 - one signature
    body = event.body
    until = None if body.until is None else to_milliseconds(body.until)
    return MarketSighting(at, event.id, "control", body.symbol, event.account, word=body.control, until=until)


_LOOKS: dict[type, Callable[[Any, int, _Row, Verdict | None], Seen | None]] = {
    Order: _order,
    Execution: _execution,
    Login: _login,
    Instrument: _instrument,
    Quote: _quote,
    Report: _report,
    Control: _control,
}
