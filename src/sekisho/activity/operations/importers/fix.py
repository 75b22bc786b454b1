"""FIX 4.4 application messages, as they stand in a log.

Read are NewOrderSingle (35=D) and OrderCancelReplaceRequest (G) as ``order``, OrderCancelRequest (F) as ``cancel``, and
ExecutionReport (8) with ExecType (150) F, or 1 and 2 of older versions, as ``execution``. Other messages, such as
heartbeats and acknowledgements, are passed over. Fields end with SOH (0x01); a log that shows it as ``|`` or ``^A`` is
read too. In the wire form BodyLength (9) and CheckSum (10) must be right; a log made readable no longer has them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

import simplefix
from simplefix.errors import ParsingError

from sekisho.activity.operations.importers.outcome import Imported, Record, checked
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine
from sekisho.kernel.digests import sha256_hex
from sekisho.kernel.texts import Text

TOKYO = "XTKS"
"""The market (ISO 10383) of messages that name none in SecurityExchange (207) or ExDestination (100)."""

_SOH = b"\x01"
_MESSAGE = re.compile(rb"8=FIX.*?\x0110=(?P<sum>[^\x01]*)(?:\x01|$)", re.DOTALL)
_LENGTH = re.compile(rb"8=FIX[^\x01]*\x019=(?P<length>[0-9]{1,9})\x01")
_FLOAT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{0,15})?")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d\d:\d\d:\d\d(?:\.\d{1,9})?)", re.ASCII)
_FIELDS = {
    1: "Account", 11: "ClOrdID", 15: "Currency", 31: "LastPx", 32: "LastQty", 35: "MsgType", 38: "OrderQty",
    40: "OrdType", 41: "OrigClOrdID", 44: "Price", 54: "Side", 55: "Symbol", 58: "Text", 60: "TransactTime",
    100: "ExDestination", 150: "ExecType", 207: "SecurityExchange", 544: "CashMargin",
}  # fmt: skip
"""Every field that is read, with its name."""
_NAMES = {
    "at": "TransactTime (60)",
    "account": "Account (1)",
    "body.symbol": "Symbol (55)",
    "body.market": "SecurityExchange (207)",
    "body.reason": "Text (58)",
}
_SIDES = {"1": "buy", "2": "sell", "5": "sell", "6": "sell"}  # 5 sell short, 6 sell short exempt
_KINDS = {"1": "market", "2": "limit", "3": "stop", "4": "stop"}  # 4 stop limit
_POSITIONS = {"1": "cash", "2": "margin_open", "3": "margin_close"}
_FILLS = {"F", "1", "2"}


def import_fix(lines: Iterable[tuple[int, bytes]], *, market: str = TOKYO) -> Iterator[Imported]:
    """Turn each order, cancellation and fill into an event.

    Args:
        lines: the numbered lines of the log; a line may hold several messages, and a prefix before each.
        market: the market of messages that name none.

    """
    for number, line in lines:
        for raw in _messages(line):
            try:
                yield Imported(number=number, raw=raw, event=_event(raw, market))
            except BadEvent as fault:
                yield Imported(number=number, raw=raw, rejection=fault)


def _messages(line: bytes) -> list[bytes]:
    """The messages of a line, each as it came; what is none, whole or in part, comes as it is."""
    if isinstance(line, SpoiltLine):
        return [line]
    begins = [found.start() for found in re.finditer(rb"8=FIX", line)] or [0]
    return [line[begin:end] for begin, end in pairwise([*begins, len(line)])]


def _event(raw: bytes, market: str) -> bytes | None:
    message = _Message.read(raw, market)
    build = _BUILDERS.get(message.need(35))
    part = build(message) if build else None
    if part is None:
        return None
    record = {
        "id": f"fix-{message.identity()}",
        "at": message.moment(),
        "account": message.need(1),
        "channel": "api",
    }
    return checked(record | part, _NAMES)


class _Message:
    """One FIX message, field by field, with complaints that name tag and field."""

    def __init__(self, fields: simplefix.FixMessage, market: str) -> None:
        self._fields = fields
        self.market = self.get(207) or self.get(100) or market

    @classmethod
    def read(cls, raw: bytes, market: str) -> "_Message":
        if isinstance(raw, SpoiltLine):
            raise raw.rejection
        wire = _with_soh(raw)
        found = _MESSAGE.match(wire)
        if not found:
            detail = Text("FIXのメッセージでないか、途中で切れています", "no FIX message, or one that breaks off")
            raise BadEvent(Code.SOURCE_RECORD, detail=detail)
        if _SOH in raw:
            _check_trailer(found)
        return cls(_parsed(found[0]), market)

    def get(self, tag: int) -> str | None:
        value = self._fields.get(tag)
        if value is None or value == b"":
            return None
        try:
            return str(value, "utf-8")
        except UnicodeDecodeError:
            raise self.fault(tag, Text("UTF-8ではありません", "not UTF-8")) from None

    def need(self, tag: int) -> str:
        value = self.get(tag)
        if value is None:
            raise BadEvent(Code.MISSING, field=_named(tag))
        return value

    def choice(self, tag: int, words: dict[str, str], default: str | None = None) -> str:
        value = self.need(tag) if default is None else self.get(tag) or default
        if value not in words:
            raise self.fault(tag, Text(f"{value!r} は扱えません", f"{value!r} is not handled"))
        return words[value]

    def number(self, tag: int) -> Decimal | None:
        """A FIX float: digits and a point, no exponent."""
        value = self.get(tag)
        if value is not None and not _FLOAT.fullmatch(value):
            raise self.fault(tag, Text("数ではありません", "no number"))
        return None if value is None else Decimal(value)

    def price(self, tag: int) -> float:
        self.need(tag)
        return float(self.number(tag) or 0)

    def quantity(self, tag: int) -> int:
        """A FIX Qty may be written 100.0; a fraction of a share is not of this contract."""
        self.need(tag)
        number = self.number(tag) or Decimal(0)
        if number != number.to_integral_value():
            raise self.fault(tag, Text("整数ではありません", "no whole number"))
        return int(number)

    def moment(self) -> str:
        """UTCTimestamp ``YYYYMMDD-HH:MM:SS.sss`` as RFC 3339."""
        found = _TIME.fullmatch(self.need(60))
        if not found:
            raise self.fault(60, Text("YYYYMMDD-HH:MM:SS（UTC）ではありません", "not YYYYMMDD-HH:MM:SS in UTC"))
        year, month, day, clock = found.groups()
        return f"{year}-{month}-{day}T{clock}Z"

    def identity(self) -> str:
        """What tells the message from all others, the same when it is sent again (PossDupFlag, 43)."""
        told = [self._fields.get(tag) or b"" for tag in (35, 49, 1, 11, 41, 17, 60)]
        return sha256_hex(_SOH.join(told))[:32]

    def fault(self, tag: int, detail: Text) -> BadEvent:
        return BadEvent(Code.SOURCE_FIELD, field=_named(tag), detail=detail)


def _parsed(wire: bytes) -> simplefix.FixMessage:
    parser = simplefix.FixParser(allow_empty_values=True)
    parser.append_buffer(wire.removesuffix(_SOH) + _SOH)
    try:
        fields = parser.get_message()
    except ParsingError:
        fields = None
    if fields is None:
        detail = Text("タグ=値 の形でないフィールドがあります", "a field is not written as tag=value")
        raise BadEvent(Code.SOURCE_RECORD, detail=detail)
    return fields


def _with_soh(raw: bytes) -> bytes:
    if _SOH in raw:
        return raw
    return raw.replace(b"^A", _SOH) if b"^A" in raw else raw.replace(b"|", _SOH)


def _named(tag: int) -> str:
    return f"{_FIELDS[tag]} ({tag})"


def _check_trailer(found: re.Match[bytes]) -> None:
    """FIX 4.4, volume 2: BodyLength counts from after field 9 to before field 10; CheckSum is the sum modulo 256."""
    body = found[0][: found.start("sum") - found.start() - len(b"10=")]
    if found["sum"] != b"%03d" % (sum(body) % 256):
        raise BadEvent(Code.SOURCE_RECORD, detail=Text("CheckSum (10) が合いません", "CheckSum (10) is wrong"))
    length = _LENGTH.match(body)
    if not length or int(length["length"]) != len(body) - length.end():
        raise BadEvent(Code.SOURCE_RECORD, detail=Text("BodyLength (9) が合いません", "BodyLength (9) is wrong"))


def _order(message: _Message) -> Record:
    limit = message.number(44)
    foreign = message.get(15) not in {None, "JPY"}
    return {
        "type": "order",
        "body": {
            "order": message.need(11),
            "side": message.choice(54, _SIDES),
            "symbol": message.need(55),
            "market": message.market,
            "quantity": message.quantity(38),
            "kind": message.choice(40, _KINDS),
            "limit": limit if limit is None else (format(limit, "f") if foreign else float(limit)),
            "position": message.choice(544, _POSITIONS, "1"),
            "currency": message.get(15) if foreign else None,
            "replaces": message.need(41) if message.get(35) == "G" else None,
        },
    }


def _cancel(message: _Message) -> Record:
    return {"type": "cancel", "body": {"order": message.need(41), "reason": message.get(58)}}


def _execution(message: _Message) -> Record | None:
    if message.get(150) not in _FILLS:
        return None
    return {
        "type": "execution",
        "body": {
            "order": message.need(11),
            "symbol": message.need(55),
            "market": message.market,
            "side": message.choice(54, _SIDES),
            "quantity": message.quantity(32),
            "price": message.price(31),
        },
    }


_BUILDERS: dict[str, Callable[[_Message], Record | None]] = {
    "D": _order,
    "G": _order,
    "F": _cancel,
    "8": _execution,
}
