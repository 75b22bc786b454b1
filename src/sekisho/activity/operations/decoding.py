"""From a line of bytes to an event: the one place where input is judged for form.

What a line must be, in the order checked: at most 262,144 bytes; nested at most 256 deep; UTF-8 throughout, unknown
fields included; one JSON object; the fields of its type as the contract has them; no NUL; ``at`` within 2000 to 2099;
an ``ip`` that is one; money in yen or in a named currency; controls signed by two people. Unknown fields are kept by
whoever keeps the line, and not judged. Where a key stands twice in one object, the last one counts.
"""

import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from sekisho.activity.operations.refusals import explain
from sekisho.activity.types import events
from sekisho.activity.types.events import Event
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine

LONGEST_LINE = 262_144
"""Bytes of one line, without its end."""
DEEPEST = 256
"""Levels of nesting, within what the parser can take whatever called it."""

_decode: Callable[[bytes], Event] = msgspec.json.Decoder(Event).decode
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_END = datetime(2100, 1, 1, tzinfo=UTC)
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"')
_NOT_A_BRACKET = bytes(set(range(256)) - set(b"{}[]"))
_ESCAPE = re.compile(rb"\\(?:u0000|.)", re.DOTALL)
_NUL = b"\\u0000"
_BULKY = 2 * DEEPEST  # a shorter line cannot close what it opened
_OF_ACCOUNT = frozenset({"freeze", "release"})


def decode(line: bytes) -> Event:
    """Read one event.

    Args:
        line: one JSON object in UTF-8, with or without its line end.

    Returns:
        The event; of a field the contract does not know, nothing is in it.

    Raises:
        BadEvent: the line is no acceptable event; ``code``, ``field`` and ``reason`` say why.

    """
    if line.__class__ is not bytes and isinstance(line, SpoiltLine):
        raise line.rejection
    if len(line) > _BULKY:
        check_bulk(line)
    try:
        if not line.isascii():
            line.decode()  # the parser skips over unknown fields without looking at their bytes
        event = _decode(line)
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise explain(line, error) from None
    if b"\\" in line and _NUL in line:
        _check_escapes(line)
    if not 2000 < event.at.year < 2099:  # noqa: PLR2004 - the cheap test; the exact one follows
        _check_year(event.at)
    _CHECKS[event.__class__](event)
    return event


def check_bulk(line: bytes) -> None:
    """Refuse what is too long, or nested deeper than the parser may go.

    Raises:
        BadEvent: ``line_too_long`` or ``too_deep``.

    """
    if len(line) > LONGEST_LINE:
        raise BadEvent(Code.LINE_TOO_LONG, detail=f"{LONGEST_LINE:,}")
    if line.count(b"{") + line.count(b"[") > DEEPEST and _depth_exceeds(line, DEEPEST):
        raise BadEvent(Code.TOO_DEEP, detail=str(DEEPEST))


def _check_escapes(line: bytes) -> None:
    """Refuse NUL; an escaped backslash before ``u0000`` is plain text."""
    if _NUL in _ESCAPE.findall(line):
        raise BadEvent(Code.NUL)


def _depth_exceeds(line: bytes, limit: int) -> bool:
    """Whether brackets outside strings nest deeper than ``limit``; unbalanced ones count as open."""
    depth = 0
    for bracket in _STRING.sub(b"", line).translate(None, _NOT_A_BRACKET):
        depth += 1 if bracket in b"{[" else -1
        if depth > limit:
            return True
    return False


def _check_year(at: datetime) -> None:
    if not _FIRST <= at < _END:
        raise BadEvent(Code.AT_RANGE, field="at")


def _check_nothing(_: Any) -> None:  # noqa: ANN401 - one signature for events of every type
    """Events without address, money or signatures."""


def _check_address(event: Any) -> None:  # noqa: ANN401 - one signature for events of every type
    """An ``ip`` must be an address; inet_pton is four times quicker than the ipaddress module."""
    text = event.ip
    if text is None:
        return
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)
    except (OSError, ValueError):
        raise BadEvent(Code.ADDRESS, field="ip") from None


def _check_order(event: events.Order) -> None:
    """Beside a currency both prices are decimal strings; without one they are numbers."""
    _check_address(event)
    body = event.body
    if body.currency is None and body.limit.__class__ is not str and body.notional.__class__ is not str:
        return
    for name, value in (("body.limit", body.limit), ("body.notional", body.notional)):
        if value is not None and isinstance(value, str) is (body.currency is None):
            raise BadEvent(Code.CURRENCY, field=name)
        if isinstance(value, str) and value.endswith("\n"):  # `$` of the pattern lets it through
            raise BadEvent(Code.FORMAT, field=name, detail="12.34")


def _check_control(event: events.Control) -> None:
    """Two people, and the thing the control is put on."""
    body = event.body
    by, approved_by = body.by.strip().casefold(), body.approved_by.strip().casefold()
    if not by or not approved_by or by == approved_by:
        raise BadEvent(Code.ONE_PERSON, field="body.approved_by")
    if body.control in _OF_ACCOUNT and event.account is None:
        raise BadEvent(Code.NO_ACCOUNT, field="account")
    if body.control not in _OF_ACCOUNT and body.symbol is None:
        raise BadEvent(Code.NO_SYMBOL, field="body.symbol")


_CHECKS: dict[type, Callable[[Any], None]] = {
    events.Login: _check_address,
    events.Factor: _check_address,
    events.Profile: _check_address,
    events.Cash: _check_address,
    events.Order: _check_order,
    events.Cancel: _check_address,
    events.Execution: _check_address,
    events.Holdings: _check_address,
    events.Transfer: _check_address,
    events.Report: _check_nothing,
    events.Answer: _check_address,
    events.Logout: _check_address,
    events.Control: _check_control,
    events.Instrument: _check_nothing,
    events.Quote: _check_nothing,
}
