"""Stories of events told to an observatory, one call an event."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from sekisho.activity.operations.contexts import Contexts
from sekisho.activity.operations.observatory import Observatory
from sekisho.activity.queries.agents import load_agents
from sekisho.activity.queries.networks import load_networks
from sekisho.activity.types.events import Event
from sekisho.activity.types.facts import NAMES, Value
from sekisho.kernel.moments import JST

START = datetime(2025, 3, 17, 9, 5, tzinfo=JST)
HOME = "126.12.33.4"
NEIGHBOUR = "126.12.33.77"
MOBILE = "106.128.10.20"
ABROAD = "8.8.8.8"
PHONE = {
    "id": "phone",
    "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.3 Mobile/15E148 Safari/604.1",
    "language": "ja",
    "timezone": "Asia/Tokyo",
}
STRANGE = {
    "id": "strange",
    "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/133.0.0.0 Safari/537.36",
    "language": "zh",
    "timezone": "Asia/Shanghai",
}
Facts = dict[str, Value]


@cache
def contexts() -> Contexts:
    """The look-ups, loaded once for all tests."""
    return Contexts(networks=load_networks(), agents=load_agents())


def event(kind: str, at: datetime, body: dict[str, Any], *, number: int = 0, **envelope: Any) -> Event:
    """One event from plain values."""
    plain = {"id": f"e{number}", "type": kind, "at": at, "channel": "app", "body": body, **envelope}
    return msgspec.convert({key: value for key, value in plain.items() if value is not None}, Event)


class Story:
    """Events in order, each told at the story's present moment; facts come back by name."""

    def __init__(self) -> None:
        self.observatory = Observatory(contexts=contexts())
        self.now = START
        self.number = 0
        self.degraded: tuple[str, ...] = ()
        self.events: list[Event] = []

    def wait(self, **span: float) -> "Story":
        """Let time pass, e.g. ``wait(days=2)``."""
        self.now += timedelta(**span)
        return self

    def tell(self, kind: str, body: dict[str, Any], **envelope: Any) -> Facts:
        """Tell one event. Returns the facts, or nothing for an event that is not decided."""
        self.number += 1
        told = event(kind, self.now, body, number=self.number, **envelope)
        self.events.append(told)
        seen = self.observatory.observe(told)
        self.degraded = seen.degraded if seen else ()
        return dict(zip(NAMES, seen.facts, strict=True)) if seen else {}

    def by(self, kind: str, body: dict[str, Any], **envelope: Any) -> Facts:
        """Tell an event of account ``a1`` from home on the phone, unless said otherwise."""
        return self.tell(kind, body, **{"account": "a1", "ip": HOME, "device": PHONE, "session": "s1", **envelope})

    def login(self, outcome: str = "success", *, factors: tuple[str, ...] = ("password",), **envelope: Any) -> Facts:
        """A login."""
        return self.by("login", {"outcome": outcome, "factors": factors}, **envelope)

    def habit(self, *, logins: int = 4, **envelope: Any) -> "Story":
        """Some logins on consecutive days, then one more day."""
        for _ in range(logins):
            self.login(**envelope)
            self.wait(days=1)
        return self

    def instrument(self, symbol: str = "6000", **fields: Any) -> "Story":
        """Reference data; a thin name at 100 yen unless said otherwise."""
        body = {
            "symbol": symbol, "market": "XTKS", "segment": "standard", "market_cap": 3_000_000_000, "adv": 10_000_000,
            "previous_close": 100.0, "limit_up": 130.0, "limit_down": 70.0, **fields,
        }  # fmt: skip
        self.tell("instrument", body, channel="system")
        return self

    def quote(self, last: float, *, value: int = 0, symbol: str = "6000") -> "Story":
        """A quote."""
        self.tell("quote", {"symbol": symbol, "market": "XTKS", "last": last, "volume": 0, "value": value})
        return self

    def order(self, side: str = "buy", symbol: str = "6000", notional: int | None = 1_000_000, **more: Any) -> Facts:
        """An order; body fields go into ``body``, the rest into the envelope."""
        body = {
            "order": f"o{self.number}", "side": side, "symbol": symbol, "market": "XTKS", "quantity": 10_000,
            "kind": "market", "notional": notional, **more.pop("body", {}),
        }  # fmt: skip
        return self.by("order", {key: value for key, value in body.items() if value is not None}, **more)

    def holdings(self, *values: int, cash: int = 0, **envelope: Any) -> "Story":
        """A snapshot with one position for each value."""
        positions = [
            {"symbol": f"{7000 + place}", "market": "XTKS", "quantity": 100, "value": value}
            for place, value in enumerate(values)
        ]
        self.by("holdings", {"positions": positions, "cash": cash, "buying_power": cash}, **envelope)
        return self
