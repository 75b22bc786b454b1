"""Read a returned mail: a delivery status notification (RFC 3464), by whatever server."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import cast

from sekisho.notices.rules.statuses import enhanced, is_hard
from sekisho.notices.rules.tokens import find_token
from sekisho.notices.types.deliveries import Report

LARGEST = 1 << 20
"""Bytes that are looked at; a notification is small."""
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
_NEWS = _ARRIVED | {"failed"}


def read_bounce(raw: bytes) -> Report | None:
    """What the mail says about one of ours; None where it says nothing final, or is about none of ours.

    A notification about several recipients counts as failed where it failed for one: ours have one each.
    """
    mail = message_from_bytes(raw[:LARGEST], policy=default)
    status = _status(mail)
    token = _token(mail, status)
    if status is None or token is None:
        return None
    blocks = [block for block in status if _word(block, "Action") in _NEWS]
    if not blocks:
        return None
    block = next((each for each in blocks if _word(each, "Action") == "failed"), blocks[0])
    code = enhanced(f"{_field(block, 'Status')} {_field(block, 'Diagnostic-Code')}")
    arrived = _word(block, "Action") in _ARRIVED
    return Report(token=token, arrived=arrived, hard=not arrived and is_hard(code), trouble="" if arrived else code)


def _status(mail: Message) -> list[Message] | None:
    """The blocks of the machine's part: first about the mail, then one for each recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            return cast("list[Message]", part.get_payload())
    return None


def _token(mail: Message, status: list[Message] | None) -> str | None:
    """Ours, from the envelope's name, the address it came back to, or the name of the mail returned."""
    places = [_field(block, "Original-Envelope-Id") for block in status or ()]
    places += [_field(mail, name) for name in ("To", "Envelope-To", "Delivered-To", "X-Original-To", "References")]
    places += _returned(mail)
    return next((token for place in places if (token := find_token(place))), None)


def _returned(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            yield part.as_string()


def _field(block: Message, name: str) -> str:
    try:
        return " ".join(str(value) for value in block.get_all(name, ()))
    except (ValueError, IndexError, AttributeError, TypeError):  # the library stumbles over some malformed headers
        return ""


def _word(block: Message, name: str) -> str:
    return _field(block, name).strip().lower()
