"""Files of events to load, in a few shapes."""

import json
from pathlib import Path


def order(number: int, *, side: str = "buy", at: str = "2025-03-17T09:00:00.000+09:00") -> bytes:
    """One order's line."""
    body = {
        "order": f"o-{number}", "side": side, "symbol": "7203", "market": "XTKS", "quantity": 100,
        "kind": "limit", "limit": 2500.0, "notional": 250_000,
    }  # fmt: skip
    event = {
        "id": f"e-{number}",
        "type": "order",
        "at": at,
        "account": f"a-{number % 50}",
        "channel": "app",
        "body": body,
    }
    return json.dumps(event).encode()


def orders(path: Path, count: int, *more: bytes) -> Path:
    """A file of so many orders, and lines after them."""
    path.write_bytes(b"".join(line + b"\n" for line in (*map(order, range(count)), *more)))
    return path
