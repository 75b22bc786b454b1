"""Reads a story told as Markdown tables, and plays it to an observatory and a judge with the product's rulebook.

``## Names`` gives the instruments, ``## Accounts`` who there is: the device and line each has used for weeks, how it
proves itself, what it has traded, and what it holds this morning. ``## Events`` tells what happens and what must be
answered: a verdict, and rules that must be among its reasons. An account ``c01-c60`` stands for sixty of them, its
time ``09:05-09:40`` for moments spread evenly between the two.

Details are bare words (the name of an order, the field of a change, the kind of a factor, a bank's digest for money)
and ``key=value`` for the body; ``session=``, ``cookie=``, ``channel=`` and ``client=`` belong to the envelope.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import msgspec

from builders.activity import PHONE, STRANGE, contexts
from builders.surveillance_stories import DAY_OF_STORY, clock, number_of
from sekisho.activity.operations.observatory import Observatory
from sekisho.activity.types.events import AccountEvent, Event, Order, Transfer
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.operations.rulebook import load_rulebook
from sekisho.decisions.types.judgement import Judgement
from sekisho.decisions.types.rulebook import Rulebook

Row = dict[str, str]
BOOK = Path(__file__).parents[2] / "rulebook"
_WINDOWS, _LINUX = "Windows NT 10.0; Win64; x64", "X11; Linux x86_64"
DEVICES: dict[str, dict[str, str]] = {
    "phone": PHONE,
    "newphone": {**PHONE, "user_agent": PHONE["user_agent"].replace("18_3", "18_4").replace("18.3", "18.4")},
    "tablet": {**PHONE, "user_agent": PHONE["user_agent"].replace("iPhone;", "iPad;")},
    "pc": {**STRANGE, "language": "ja", "timezone": "Asia/Tokyo"},
    "proxy": {**STRANGE, "user_agent": STRANGE["user_agent"].replace(_WINDOWS, _LINUX)},
    "thief": STRANGE,
}  # fmt: skip
LINES = {
    "mobile": "106.128.10.20", "house": "153.128.1.1", "hotel": "118.238.1.1", "abroad": "24.5.5.5",
    "datacentre": "45.76.1.1", "residential": "58.88.1.1",
}  # fmt: skip
"""Lines that anybody may use; ``home`` is the account's own."""
PROOFS = {"passkey": ("passkey_synced",), "code": ("password", "sms_otp"), "password": ("password",)}
_PEOPLE = {"by": "desk-1", "approved_by": "desk-2", "reason": "told by the customer"}
_KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    **{word: ("factor", {"action": word}) for word in ("enrol", "remove", "recover", "use", "fail")},
    **{word: ("profile", {"action": word}) for word in ("add", "change")},
    **{word: ("cash", {"direction": word, "method": "transfer"}) for word in ("in", "out")},
    **{word: ("control", {"control": word, **_PEOPLE}) for word in ("freeze", "release", "brake", "unbrake")},
    "report": ("report", {"source": "customer"}),
    "answer": ("answer", {"question": "q1"}),
    "quote": ("quote", {"market": "XTKS", "volume": 0}),
    "transfer": ("transfer", {"to": "other"}),
}
"""What a row tells → the type of event, and what its body holds unless the row says otherwise."""
_PAST_LOGINS, _PAST_ORDERS = 12, 3


class Answered(NamedTuple):
    """A row of the story, and what the judge said to it (nothing where nothing is decided)."""

    row: Row
    judgement: Judgement | None


class Story(NamedTuple):
    """A story's file, taken apart."""

    title: str
    names: dict[str, Row]
    accounts: dict[str, Row]
    events: list[Row]


@cache
def rulebook() -> Rulebook:
    """The rulebook that comes with the product, read once."""
    return load_rulebook(BOOK)


def read_story(path: Path) -> Story:
    """The story in a file."""
    text = path.read_text(encoding="utf-8")
    accounts = [one for row in _table(text, "Accounts") for one in _spread({"time": "0:00", **row})]
    events = sorted((one for row in _table(text, "Events") for one in _spread(row)), key=lambda row: row["time"])
    return Story(
        title=text.partition("\n")[0].removeprefix("# "),
        names={row["symbol"]: row for row in _table(text, "Names")},
        accounts={row["account"]: row for row in accounts},
        events=events,
    )


def play(story: Story) -> list[Answered]:
    """What the judge says to each event, after weeks of each account's ordinary life."""
    teller = _Teller(story)
    teller.live_weeks()
    return [Answered(row, teller.judge(teller.tell(row))) for row in story.events]


def _table(text: str, heading: str) -> list[Row]:
    _, _, part = text.partition(f"## {heading}\n")
    lines = [line for line in part.partition("\n## ")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def _spread(row: Row) -> Iterator[Row]:
    begin, _, finish = row["time"].partition("-")
    first, _, last = row["account"].partition("-")
    if not last:
        yield {**row, "time": clock(begin).isoformat(timespec="milliseconds")}
        return
    letter, start, end = first[0], int(first[1:]), int(last[1:])
    span = clock(finish or begin) - clock(begin)
    for place in range(end - start + 1):
        moment = clock(begin) + span * place / max(1, end - start)
        account = f"{letter}{start + place:0{len(first) - 1}d}"
        yield {**row, "time": moment.isoformat(timespec="milliseconds"), "account": account}


class _Teller:
    """Turns rows into events; keeps the sessions that were opened."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._observatory = Observatory(contexts=contexts())
        self._judge = Judge(rulebook())
        self._sessions: dict[tuple[str, str], str] = {}
        self._number = 0

    def live_weeks(self) -> None:
        """Twelve logins on as many mornings, a passkey where there is one, and a few orders."""
        self._instruments(DAY_OF_STORY - timedelta(days=30))
        past = [row for account in self._story.accounts.values() for row in _past(account)]
        for row in sorted(past, key=lambda row: row["time"]):
            self._observatory.observe(self.tell(row))
        self._instruments(DAY_OF_STORY + timedelta(hours=7))
        for row in self._story.accounts.values():
            self._observatory.observe(self._holdings(row))

    def judge(self, event: Event) -> Judgement | None:
        """The answer to an event, if it is one that is decided."""
        seen = self._observatory.observe(event)
        if seen is None:
            return None
        told = seen.event
        assert isinstance(told, AccountEvent)
        return self._judge.judge(
            event_type=str(seen.facts[0]), at=seen.at, channel=told.channel, account=told.account, event=told.id,
            facts=seen.facts, degraded=seen.degraded, device=told.device.id if told.device else None, ip=told.ip,
            symbol=told.body.symbol if isinstance(told, Order | Transfer) else None,
        )  # fmt: skip

    def tell(self, row: Row) -> Event:
        """The event of a row."""
        words = dict(word.partition("=")[::2] for word in row["details"].split() if "=" in word)
        bare = [word for word in row["details"].split() if "=" not in word]
        envelope = self._envelope(row, words)
        kind, body = self._body(row, words, bare)
        if kind in {"report", "control"}:
            envelope = {"account": envelope["account"]} if row["account"] else {}
        elif kind == "quote":
            envelope = {}
        return self._event(kind, row["time"], body, envelope)

    def _event(self, kind: str, at: str, body: dict[str, Any], envelope: dict[str, Any]) -> Event:
        self._number += 1
        plain = {"id": f"e{self._number}", "type": kind, "at": at, "channel": "system", **envelope, "body": body}
        event: Event = msgspec.convert({key: value for key, value in plain.items() if value is not None}, Event)
        return event

    def _envelope(self, row: Row, words: Row) -> dict[str, Any]:
        account, (device, _, line) = row["account"], row["from"].partition("@")
        own = words.pop("session", device)
        if row["what"] == "login":
            self._sessions[account, device] = f"s{self._number}"
        shared = device.startswith("our-")
        name = words.pop("cookie", device)
        told = (
            {**DEVICES[device.removeprefix("our-")], "id": name if shared else f"{account}-{name}"} if device else None
        )
        return {
            "account": account, "channel": words.pop("channel", "app"), "client": words.pop("client", None),
            "session": self._sessions.get((account, own)), "device": told,
            "ip": _address(account, line) if line else None,
        }  # fmt: skip

    def _body(self, row: Row, words: Row, bare: list[str]) -> tuple[str, dict[str, Any]]:
        what = row["what"]
        body = {key: _value(key, value) for key, value in words.items()}
        if what == "login":
            proof = self._story.accounts[row["account"]]["proof"]
            return "login", {"outcome": "success", "factors": PROOFS[proof], **body}
        if what in {"buy", "sell"}:
            return "order", self._order(what, bare[0], body)
        kind, first = _KINDS.get(what, (what, {}))
        return kind, {**first, **_named(kind, bare, body), **body}

    def _order(self, side: str, symbol: str, body: dict[str, Any]) -> dict[str, Any]:
        value, price = body.pop("value"), number_of(self._story.names[symbol]["close"])
        order = {"order": f"o{self._number}", "side": side, "symbol": symbol, "market": "XTKS", "kind": "market"}
        return {**order, "quantity": max(1, round(value / price)), "notional": value, **body}

    def _instruments(self, at: datetime) -> None:
        for row in self._story.names.values():
            close = number_of(row["close"])
            body = {
                "symbol": row["symbol"], "market": "XTKS", "segment": row["segment"],
                "market_cap": round(number_of(row["cap"])), "adv": round(number_of(row["adv"])),
                "previous_close": close, "limit_up": close * 1.3, "limit_down": close * 0.7,
            }  # fmt: skip
            self._observatory.observe(self._event("instrument", at.isoformat(), body, {}))

    def _holdings(self, row: Row) -> Event:
        at = (DAY_OF_STORY + timedelta(hours=7, minutes=30)).isoformat()
        positions = [
            {"symbol": symbol, "market": "XTKS", "quantity": 100, "value": round(number_of(value))}
            for symbol, _, value in (word.partition("=") for word in row["holds"].split())
        ]
        cash = round(number_of(row["cash"]) or 0)
        body = {"positions": positions, "cash": cash, "buying_power": cash}
        return self._event("holdings", at, body, {"account": row["account"]})


def _past(row: Row) -> Iterator[Row]:
    """Rows of the weeks before the story: every other morning a login, then the latest mornings an order each."""
    where = {"account": row["account"], "from": row["uses"]}
    jitter = timedelta(seconds=crc32(row["account"].encode()) % 1_200)
    mornings = [
        DAY_OF_STORY - timedelta(days=2 * (_PAST_LOGINS - number)) + timedelta(hours=8, minutes=50) + jitter
        for number in range(_PAST_LOGINS)
    ]
    for number, morning in enumerate(mornings):
        yield {**where, "time": morning.isoformat(), "what": "login", "details": ""}
        later = (morning + timedelta(minutes=5)).isoformat()
        if number == 0 and row["proof"] == "passkey":
            yield {**where, "time": later, "what": "enrol", "details": "passkey_synced"}
        if number >= _PAST_LOGINS - _PAST_ORDERS:
            for symbol, _, value in (word.partition("=") for word in row["trades"].split()):
                yield {**where, "time": later, "what": "buy", "details": f"{symbol} value={value}"}


def _address(account: str, line: str) -> str:
    if line != "home":
        return LINES[line]
    number = crc32(account.encode())
    return f"126.12.{number >> 8 & 255}.{number % 250 + 1}"


def _named(kind: str, bare: list[str], body: dict[str, Any]) -> dict[str, Any]:
    """What the bare word of a row names; an amount of money is called ``value`` in every row."""
    if kind == "cash":
        bank = {"bank_account": bare[0], "same_name": True} if bare else {}
        return {"amount": body.pop("value"), **bank}
    return dict(zip({"factor": ("kind",), "profile": ("field",)}.get(kind, ()), bare, strict=True))


def _value(key: str, text: str) -> Any:
    """A detail as its field wants it."""
    if key in {"factors", "scope"}:
        return tuple(text.split("+"))
    if key == "until":
        return clock(text).isoformat()
    if key in {"value", "last", "quantity"}:
        return number_of(text) if key == "last" else round(number_of(text))
    return number_of(text) if key == "same_name" else text
