"""What customers hear of the broker's events and of the decisions about them (G-14, G-16, C-16).

A decision says by its obligations which message goes out. Orders and executions are told as the broker reports them;
``SEKISHO_TELL_EVENTS`` names the types of events that are told, for a broker who tells some of them himself. Nothing is
told to accounts that do not use this node, and nothing that is older than a day: a year of history can be loaded
without a word to anybody.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from sekisho.authentication.queries.principals import NobodyError, principal_of
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.gateway.operations.loading import DECISION_MADE, EVENT_RECEIVED, event_key
from sekisho.journal.queries.reading import find
from sekisho.journal.types.entry import Entry
from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text
from sekisho.notices.operations.announcing import announce
from sekisho.notices.operations.library import shipped
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.notices import FactValue, News
from sekisho.project.reactions.lines import Facts
from sekisho.web.operations.outlets import house
from sekisho.web.operations.resources import safe

NEWS = DAY
"""How old an event may be and still be told, in ms."""
TOLD = ("order", "execution")
"""Types of events that are told where the settings do not say; each is the name of a message, too."""
_SIDES = {"buy": Text("買い", "buy"), "sell": Text("売り", "sell")}
_CHANNELS = {"app": frozenset({Channel.PUSH}), "phone": frozenset({Channel.SMS})}
_Json = Mapping[str, Any]


def tell_event(entry: Entry, at: int) -> None:
    """Tell an order or an execution as the broker reports it."""
    language = _listener(entry, at)
    if language is None:
        return
    event = json.loads(entry.payload)
    if event.get("type") in getattr(settings, "SEKISHO_TELL_EVENTS", TOLD):
        _announce(entry, str(event["type"]), event, language, at)


def tell_decision(entry: Entry, at: int) -> None:
    """Make the notices that a decision obliges to."""
    language = _listener(entry, at)
    if language is None:
        return
    decision = json.loads(entry.payload)
    templates = {each.get("template") for each in decision["obligations"] if each["do"] == "notify"}
    found = find(event_key(decision["event"]))
    event = json.loads(found.payload) if found is not None else {}
    for template in sorted(templates & shipped().keys()):
        _announce(entry, template, event, language, at)


def _listener(entry: Entry, at: int) -> str | None:
    """The language of whoever is told; None where nobody is."""
    if at - entry.at > NEWS or not entry.about or ":" in entry.about:
        return None
    try:
        return principal_of(ref=f"{PrincipalKind.CUSTOMER.value}:{entry.about}").language
    except NobodyError:
        return None


def _announce(entry: Entry, template: str, event: _Json, language: str, at: int) -> None:
    avoid = _CHANNELS.get(str(event.get("channel", "")), frozenset())
    facts = {"time": entry.at, **_facts(event.get("body", {}))}
    news = News(
        source=entry.position, template=template, subject=entry.about, language=language, facts=facts, avoid=avoid
    )
    announce(news=news, house=house(), safe=safe(), at=at)


def _facts(body: _Json) -> Facts:
    facts: dict[str, FactValue] = {name: body[key] for name, key in _PLACES.items() if key in body}
    if body.get("side") in _SIDES:
        facts["side"] = _SIDES[body["side"]]
    return facts


_PLACES = {"instrument": "symbol", "quantity": "quantity", "amount": "amount"}
HEARD = {EVENT_RECEIVED: tell_event, DECISION_MADE: tell_decision}
"""Kind → what is told."""
