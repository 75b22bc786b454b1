"""The broker's events and the decisions about them, as customers hear of them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.builders.signing_in import customer

from sekisho.gateway.operations.loading import DECISION_MADE, EVENT_RECEIVED
from sekisho.journal.operations.appending import append
from sekisho.journal.queries.reading import find
from sekisho.journal.types.entry import NewEntry
from sekisho.kernel.moments import DAY
from sekisho.notices.operations.library import shipped
from sekisho.notices.queries.notices import inbox
from sekisho.notices.types.notices import Notice
from sekisho.project.reactions.telling_events import HEARD, NEWS

AT = 1_796_600_000_000
RULES = Path(__file__).parents[4] / "rulebook" / "rules"
BODY = {"order": "o-1", "side": "buy", "symbol": "7992", "market": "TSE", "quantity": 1_000}


def event(type_: str = "order", *, at: int = AT, about: str = "a-1", **changes: Any) -> list[Notice]:
    """The inbox once the broker has sent an event."""
    content = {"id": "e-1", "type": type_, "account": about, "channel": "web", "body": BODY, **changes}
    return heard(EVENT_RECEIVED, json.dumps(content), "event:e-1", at=at, about=about)


def decision(*obligations: dict[str, str], at: int = AT) -> list[Notice]:
    """The inbox once something was decided about the event."""
    content = {"event": "e-1", "obligations": obligations}
    return heard(DECISION_MADE, json.dumps(content), "decision:e-1", at=at)


def heard(kind: str, payload: str, key: str, *, at: int, about: str = "a-1") -> list[Notice]:
    append(entries=[NewEntry(kind, about, at, payload.encode(), key)], at=AT)
    entry = find(key)
    assert entry is not None
    for _ in range(2):
        HEARD[kind](entry, AT)
    return list(inbox(subject="a-1"))


@pytest.mark.parametrize("type_", ["order", "execution"])
def test_orders_and_executions_are_told_once_as_the_broker_reports_them(database: str, type_: str) -> None:
    customer("a-1")

    (notice,) = event(type_)

    assert notice.template == type_
    assert "銘柄  7992\n売買  買い\n数量  1,000" in notice.text


@pytest.mark.parametrize("type_", ["login", "holdings", "cash"])
def test_other_events_are_told_elsewhere_or_not_at_all(database: str, type_: str) -> None:
    customer("a-1")

    assert event(type_) == []


def test_a_decision_says_what_is_told(database: str) -> None:
    customer("a-1")
    event("login", body=BODY)

    (notice,) = decision(
        {"do": "challenge"}, {"do": "notify", "template": "order_unusual"}, {"do": "notify", "template": "unheard_of"}
    )

    assert notice.template == "order_unusual"
    assert "銘柄  7992" in notice.text


def test_a_decision_whose_event_is_not_here_is_told_all_the_same(database: str) -> None:
    customer("a-1")

    (notice,) = decision({"do": "notify", "template": "order_held"})

    assert "銘柄  不明" in notice.text


def test_old_news_and_strangers_hear_nothing(database: str) -> None:
    assert event() == []
    customer("a-1")
    assert decision({"do": "notify", "template": "order_held"}, at=AT - NEWS - 1) == []
    assert NEWS == DAY


def test_what_is_about_an_instrument_is_told_to_nobody(database: str) -> None:
    customer("a-1")

    assert event(about="symbol:7992") == []


def test_every_message_that_a_rule_asks_for_is_there() -> None:
    asked = {
        name
        for path in RULES.glob("*.toml")
        for name in re.findall(r'do = "notify", template = "(\w+)"', path.read_text(encoding="utf-8"))
    }

    assert asked
    assert asked <= set(shipped())
