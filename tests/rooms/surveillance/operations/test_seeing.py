"""What is seen of an event."""

from datetime import datetime
from typing import Any

import pytest
from msgspec import convert

from builders.surveillance import NINE
from sekisho.activity.types.events import Event
from sekisho.activity.types.facts import INDEX, NAMES, FactRow
from sekisho.kernel.moments import from_milliseconds
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.operations.seeing import disclosure, network_of, sight
from sekisho.surveillance.types.sighting import FACTS, MarketSighting, Seen, Sighting

MOMENT = from_milliseconds(NINE)
ORDER = {
    "order": "o",
    "side": "buy",
    "symbol": "7992",
    "market": "XTKS",
    "quantity": 100,
    "kind": "limit",
    "limit": 84.5,
}


def row(**facts: Any) -> FactRow:
    values: FactRow = [None] * len(NAMES)
    for name, value in facts.items():
        values[INDEX[name]] = value
    return values


def seen(type: str, body: dict[str, Any], facts: FactRow | None = None, **envelope: Any) -> Seen | None:  # noqa: A002 - the tag
    event = convert({"id": "e1", "type": type, "at": MOMENT, "body": body, **envelope}, Event)
    return sight(event=event, at=NINE, facts=facts, verdict=None if facts is None else Verdict.HOLD)


def test_an_order_is_seen_with_its_facts_its_client_and_the_answer() -> None:
    facts = row(session_risk=0.4, side="buy", order_value=8_450, price=84.0, thin=True, adv=20e6, agent_share=0.1)
    device = {"id": "d", "user_agent": "Chrome/133", "screen": "1920x1080", "language": "ja", "timezone": "Asia/Tokyo"}
    order = seen("order", ORDER, facts, account="a", ip="203.0.113.9", device=device, client="web/3", channel="web")
    assert isinstance(order, Sighting)
    assert (order.at, order.event, order.account, order.verdict) == (NINE, "e1", "a", Verdict.HOLD)
    assert (order.symbol, order.quantity, order.limit, order.price, order.value) == ("7992", 100, 84.5, 84.5, 8_450)
    assert (order.device, order.network, order.agent, order.channel) == ("d", "203.0.113", "Chrome/133", "web")
    assert order.trace == "Chrome/133|1920x1080|ja|Asia/Tokyo|web/3"
    assert (order.session_risk, order.side, order.last, order.thin, order.adv) == (0.4, "buy", 84.0, True, 20e6)
    assert order.agent_share == 0.1


def test_every_fact_of_a_sighting_is_in_the_catalogue_and_lies_in_its_place() -> None:
    values = {("price" if name == "last" else name): place for place, name in enumerate(FACTS)}
    order = seen("order", ORDER, row(**values), account="a")
    assert [getattr(order, name) for name in FACTS] == list(range(len(FACTS)))


def test_an_order_without_facts_price_device_or_address_is_seen_all_the_same() -> None:
    order = seen("order", {**ORDER, "kind": "market", "limit": None}, None, account="a")
    assert isinstance(order, Sighting)
    assert (order.limit, order.price, order.network, order.device, order.trace, order.verdict) == (None,) * 6


def test_a_device_without_a_browser_leaves_no_trace() -> None:
    order = seen("order", ORDER, row(), account="a", device={"id": "d"})
    assert isinstance(order, Sighting)
    assert (order.device, order.agent, order.trace) == ("d", None, None)


def test_the_price_of_a_foreign_order_is_the_latest_in_yen() -> None:
    body = {**ORDER, "limit": "12.50", "notional": "1250", "currency": "USD", "rate": 150.0}
    order = seen("order", body, row(price=1_875.0), account="a")
    assert isinstance(order, Sighting)
    assert (order.limit, order.price) == (12.5, 1_875.0)


def test_a_fill_is_seen_with_its_value() -> None:
    body = {"order": "o", "symbol": "7992", "market": "XTKS", "side": "sell", "quantity": 100, "price": 90.0}
    fill = seen("execution", body, account="a")
    assert isinstance(fill, Sighting)
    assert (fill.type, fill.side, fill.quantity, fill.price, fill.value, fill.verdict) == (
        "execution",
        "sell",
        100,
        90.0,
        9_000.0,
        None,
    )


@pytest.mark.parametrize(
    ("risk", "outcome", "is_seen"),
    [(0.3, "success", True), (0.3, "challenged", True), (0.29, "success", False), (None, "success", False),
     (0.9, "failure", False), (0.9, "abandoned", False)],
)  # fmt: skip
def test_only_logins_of_raised_risk_that_got_through_are_seen(risk: float | None, outcome: str, is_seen: bool) -> None:  # noqa: FBT001 - a case
    login = seen("login", {"outcome": outcome}, row(session_risk=risk), account="a")
    assert (login is not None) == is_seen


def test_the_market_and_what_people_say_is_seen() -> None:
    instrument = {"symbol": "7992", "market": "XTKS", "segment": "standard", "market_cap": 4, "adv": 3,
                  "previous_close": 84.0, "limit_up": 100.0, "limit_down": 60.0}  # fmt: skip
    quote = {"symbol": "7992", "market": "XTKS", "last": 85.0, "volume": 10, "value": 850}
    report = {"source": "customer", "says": "not_my_order", "about": ["e9"]}
    brake = {
        "control": "brake",
        "by": "a",
        "approved_by": "b",
        "reason": "r",
        "symbol": "7992",
        "until": from_milliseconds(NINE + 1),
    }
    assert seen("instrument", instrument) == MarketSighting(
        NINE, "e1", "instrument", "7992", price=84.0, adv=3, market_cap=4, segment="standard"
    )
    assert seen("quote", quote) == MarketSighting(NINE, "e1", "quote", "7992", price=85.0, value=850)
    assert seen("report", report, account="a") == MarketSighting(
        NINE, "e1", "report", account="a", word="not_my_order", about=("e9",)
    )
    assert seen("control", brake) == MarketSighting(NINE, "e1", "control", "7992", word="brake", until=NINE + 1)
    freeze = {"control": "freeze", "by": "a", "approved_by": "b", "reason": "r"}
    assert seen("control", freeze, account="a") == MarketSighting(NINE, "e1", "control", account="a", word="freeze")


def test_what_surveillance_does_not_look_at_is_not_seen() -> None:
    assert seen("logout", {}, account="a") is None
    assert seen("cash", {"direction": "in", "method": "instant", "amount": 1}, row(), account="a") is None


def test_a_disclosure_can_be_made_where_the_firm_reads_them() -> None:
    assert disclosure(symbol="7992", at=NINE, event="td-1") == MarketSighting(NINE, "td-1", "disclosure", "7992")


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.9", "203.0.113"), ("::ffff:203.0.113.9", "203.0.113"), ("2001:0DB8:0001:2::1", "2001:db8:1"),
     ("2001:db8::1", "2001:db8:0"), ("::1", "0:0:0"), ("2400:4050:a:b:c:d:e:f", "2400:4050:a")],
)  # fmt: skip
def test_a_network_is_the_24_or_the_48(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_moment_is_the_one_given() -> None:
    assert isinstance(MOMENT, datetime)
    quote = seen("quote", {"symbol": "7992", "market": "XTKS", "last": 85.0, "volume": 10, "value": 850})
    assert quote is not None
    assert quote.at == NINE
