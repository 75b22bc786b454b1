"""Valid lines of every event type, and lines with one thing changed."""

import json
from typing import Any

AT = "2025-03-17T09:00:00.000+09:00"
BODIES: dict[str, dict[str, Any]] = {
    "login": {"outcome": "success", "factors": ["password", "totp"]},
    "factor": {"action": "enrol", "kind": "passkey_synced"},
    "profile": {"field": "bank_account", "action": "change", "old": "d1", "new": "d2"},
    "cash": {"direction": "out", "method": "instant", "amount": 1_000_000, "same_name": True},
    "order": {
        "order": "o-1",
        "side": "buy",
        "symbol": "7203",
        "market": "XTKS",
        "quantity": 100,
        "kind": "limit",
        "limit": 2950.5,
        "notional": 295_050,
    },
    "cancel": {"order": "o-1", "reason": "customer"},
    "execution": {
        "order": "o-1",
        "symbol": "7203",
        "market": "XTKS",
        "side": "buy",
        "quantity": 100,
        "price": 2950.5,
    },
    "holdings": {"positions": [{"symbol": "7203", "market": "XTKS", "quantity": 100, "value": 295_050}], "cash": 5},
    "transfer": {"symbol": "7203", "quantity": 100, "to": "d3"},
    "report": {"source": "customer", "says": "not_my_order", "about": ["o-1"]},
    "answer": {"question": "q-1", "answer": "no"},
    "logout": {"reason": "timeout"},
    "control": {
        "control": "freeze",
        "by": "sato",
        "approved_by": "suzuki",
        "reason": "reported",
        "scope": ["order", "withdrawal"],
    },
    "instrument": {
        "symbol": "7203",
        "market": "XTKS",
        "segment": "prime",
        "market_cap": 10**13,
        "adv": 10**10,
        "previous_close": 2950,
        "limit_up": 3450,
        "limit_down": 2450,
    },
    "quote": {"symbol": "7203", "market": "XTKS", "last": 2950.5, "volume": 100, "value": 295_050},
}
"""One body for each type of the contract."""
WITHOUT_ACCOUNT = ("instrument", "quote")


def event_object(kind: str = "order", *, body: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """An event as plain JSON; ``changes`` set members of the envelope, ``body`` those of the body; None removes."""
    event = {"type": kind, "id": "e-1", "at": AT, "channel": "web", "body": _changed(BODIES[kind], body or {})}
    if kind not in WITHOUT_ACCOUNT:
        event["account"] = "a-1"
    return _changed(event, changes)


def event_line(kind: str = "order", *, body: dict[str, Any] | None = None, **changes: Any) -> bytes:
    """The same as a line of JSON in UTF-8."""
    return json.dumps(event_object(kind, body=body, **changes), ensure_ascii=False).encode()


def _changed(members: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (members | changes).items() if value is not None}
