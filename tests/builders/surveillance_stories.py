"""Reads a scenario told as Markdown tables, and plays it to the watch.

``## Names`` gives the instruments, ``## Events`` what happens, ``## Alerts`` what must be said. A row whose account is
``c001-c060`` stands for sixty accounts, its time ``09:05-09:40`` for moments spread evenly between the two. The last
column takes words: ``new`` (name never held), ``all-in``, ``held`` (answered with hold), and ``fact=value``.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from msgspec import convert

from sekisho.activity.types.events import Event, Order
from sekisho.activity.types.facts import INDEX, NAMES, FactRow
from sekisho.kernel.moments import JST, to_milliseconds
from sekisho.kernel.verdicts import Verdict
from sekisho.surveillance.operations import Watch, default, sight
from sekisho.surveillance.types.alert import Alert

DAY_OF_STORY = datetime(2025, 3, 17, tzinfo=JST)
Row = dict[str, str]
_NUMBERS = {"M": 10**6, "B": 10**9, "k": 10**3}


class Told(NamedTuple):
    """One event with its facts, as the stages before surveillance would hand it over."""

    event: Event
    facts: FactRow | None
    verdict: Verdict | None


class Scenario(NamedTuple):
    """A scenario file, taken apart."""

    title: str
    told: list[Told]
    expected: list[Row]


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file."""
    text = path.read_text(encoding="utf-8")
    names = {row["symbol"]: row for row in _table(text, "Names")}
    rows = [one for row in _table(text, "Events") for one in _spread(row)]
    told = [_told(number, row, names) for number, row in enumerate(sorted(rows, key=lambda row: row["time"]))]
    return Scenario(text.partition("\n")[0].removeprefix("# "), told, _table(text, "Alerts"))


def play(scenario: Scenario) -> list[Alert]:
    """What a fresh watch says of the scenario."""
    watch = Watch(detectors=default())
    alerts: list[Alert] = []
    for event, facts, verdict in scenario.told:
        seen = sight(event=event, at=to_milliseconds(event.at), facts=facts, verdict=verdict)
        alerts += [] if seen is None else watch.see(seen)
    return alerts


def share_before(scenario: Scenario, alert: Alert) -> float:
    """The share of what the alert's name was bought for, by accounts named ``v…``, before the alert was given."""
    orders = [told.event for told in scenario.told if isinstance(told.event, Order)]
    bought = [
        (order.at, float(order.body.notional or 0))
        for order in orders
        if order.account.startswith("v") and (order.body.side, order.body.symbol) == ("buy", alert.symbol)
    ]
    return sum(value for at, value in bought if at < datetime.fromisoformat(alert.at)) / sum(
        value for _, value in bought
    )


def clock(text: str) -> datetime:
    """``09:05`` or ``2d 09:05:30`` (third day of the story) as a moment."""
    days, _, time = text.rpartition("d ")
    hours, minutes, *seconds = (float(part) for part in time.split(":"))
    return DAY_OF_STORY + timedelta(days=int(days or 0), hours=hours, minutes=minutes, seconds=sum(seconds))


def _table(text: str, heading: str) -> list[Row]:
    _, _, part = text.partition(f"## {heading}\n")
    lines = [line for line in part.partition("\n## ")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def _spread(row: Row) -> Iterator[Row]:
    first, _, last = row["account"].partition("-")
    if not last:
        yield {**row, "time": clock(row["time"]).isoformat()}
        return
    letter, start, end = first[0], int(first[1:]), int(last[1:])
    begin, _, finish = row["time"].partition("-")
    span = clock(finish or begin) - clock(begin)
    for place in range(end - start + 1):
        moment = clock(begin) + span * place / max(1, end - start)
        account = f"{letter}{start + place:0{len(first) - 1}d}"
        yield {**row, "time": moment.isoformat(timespec="milliseconds"), "account": account}


def _told(number: int, row: Row, names: dict[str, Row]) -> Told:
    words = dict(word.partition("=")[::2] for word in row["more"].split())
    kind, body = _body(number, row, words)
    plain: dict[str, Any] = {
        "id": f"e{number}",
        "type": kind,
        "at": row["time"],
        "channel": words.pop("channel", "web"),
        "body": body,
    }
    if row["account"]:
        plain |= {"account": row["account"], **_client(row, words)}
    event: Event = convert(plain, Event)
    if kind not in {"order", "login"}:
        return Told(event, None, None)
    verdict = Verdict.HOLD if words.pop("held", None) is not None else Verdict.ALLOW
    return Told(event, _facts(row, words, names.get(row["symbol"], {})), verdict)


def _client(row: Row, words: dict[str, str]) -> dict[str, Any]:
    """Each account has its own device and line unless the row says otherwise."""
    line = crc32(row["account"].encode())
    device = {"id": words.pop("device", f"device-{row['account']}"), "user_agent": words.pop("agent", "Chrome")}
    return {"device": device, "ip": words.pop("ip", f"10.{line >> 8 & 255}.{line & 255}.7")}


def _body(number: int, row: Row, words: dict[str, str]) -> tuple[str, dict[str, Any]]:
    what, symbol = row["what"], row["symbol"]
    price, value = number_of(row["price"]), number_of(row["value"])
    quantity = int(float(words.pop("quantity", (value or 0) / (price or 1))))
    named = {"symbol": symbol, "market": "XTKS"}
    if what in {"buy", "sell"}:
        limit = None if words.pop("market", None) is not None else price
        kind = "market" if limit is None else "limit"
        order = {"order": f"o{number}", "side": what, "quantity": quantity, "kind": kind, "limit": limit}
        return "order", {**named, **order, "notional": round(value or 0)}
    if what == "filled":
        return "execution", {**named, "order": f"o{number}", "side": "buy", "quantity": quantity, "price": price}
    if what == "quote":
        return "quote", {**named, "last": price, "volume": 0, "value": round(value or 0)}
    if what == "brake":
        body = {"control": "brake", "by": "aoki", "approved_by": "baba", "reason": "ring", "symbol": symbol}
        return "control", {**body, "until": words.pop("until", "2025-03-17T15:30:00+09:00")}
    if what == "report":
        return "report", {"source": "customer", "says": words.pop("says"), "about": [symbol] if symbol else []}
    return "login", {"outcome": "success"}


def _facts(row: Row, words: dict[str, str], name: Row) -> FactRow:
    facts: FactRow = [None] * len(NAMES)
    price, value = number_of(row["price"]), number_of(row["value"])
    cap, adv, close = (number_of(name.get(key, "")) for key in ("cap", "adv", "close"))
    known: dict[str, Any] = {
        "session_risk": number_of(row["risk"]), "side": row["what"], "order_value": value, "price": price or close,
        "segment": name.get("segment"), "market_cap": cap, "adv": adv, "new_symbol": "new" in words,
        "thin": None if cap is None or adv is None else cap < 10e9 or adv < 50e6,
        "order_to_adv": None if not adv else (value or 0) / adv, "account_age_days": 400.0,
        "price_move": None if not close or not price else price / close - 1.0,
        "power_used": 0.97 if "all-in" in words else None, "concentration_24h": 1.0 if "all-in" in words else None,
        "new_device": number_of(row["risk"] or "0") >= 0.3, "new_network": number_of(row["risk"] or "0") >= 0.3,
    }  # fmt: skip
    known |= {key: number_of(value) for key, value in words.items() if value}
    for key, value in known.items():
        facts[INDEX[key]] = value
    return facts


def number_of(text: str) -> Any:
    """``5.0M`` as a number, ``yes`` and ``no`` as truth, nothing as ``None``."""
    if text in {"", "yes", "no"}:
        return None if not text else text == "yes"
    scale = _NUMBERS.get(text[-1], 1)
    return float(text.rstrip("kMB")) * scale
