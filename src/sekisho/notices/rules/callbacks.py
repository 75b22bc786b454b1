"""Read what a carrier of short messages or of push says later about a message, and check that it is he who says it.

The body is ``{"reference": "…", "status": "delivered" | "failed", "reason": "…"}``. The header is
``t=<seconds>,v1=<hexadecimal HMAC-SHA256 over "<seconds>.<body>">`` with a key that the carrier and we share.
"""

import hmac
import re
from typing import Literal

import msgspec

from sekisho.kernel.moments import MINUTE, SECOND
from sekisho.notices.types.deliveries import Report

TOLERANCE = 5 * MINUTE
"""How far the carrier's clock may be off, in ms."""
NOBODY = frozenset({"unknown_number", "not_in_service", "unregistered"})
"""Reasons that say that nobody is reached there."""
_HEADER = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class CallbackRefusedError(Exception):
    """The callback is not the carrier's, is too old, or says nothing that can be read. Check the shared key."""


class _Callback(msgspec.Struct, frozen=True):
    reference: str
    status: Literal["delivered", "failed"]
    reason: str = ""


def signature(body: bytes, *, key: bytes, at: int) -> str:
    """The header for a body, as the carrier writes it."""
    seconds = at // SECOND
    return f"t={seconds},v1={_digest(body, key, seconds)}"


def read_callback(body: bytes, header: str, *, key: bytes, at: int) -> Report:
    """What the carrier says.

    Raises:
        CallbackRefusedError: it is not his, or cannot be read.

    """
    found = _HEADER.fullmatch(header)
    if found is None or abs(int(found[1]) * SECOND - at) > TOLERANCE:
        raise CallbackRefusedError
    if not hmac.compare_digest(_digest(body, key, int(found[1])), found[2]):
        raise CallbackRefusedError
    try:
        said = msgspec.json.decode(body, type=_Callback)
    except msgspec.MsgspecError as error:
        raise CallbackRefusedError from error
    arrived = said.status == "delivered"
    hard = not arrived and said.reason in NOBODY
    return Report(token=said.reference, arrived=arrived, hard=hard, trouble="" if arrived else said.reason[:40])


def _digest(body: bytes, key: bytes, seconds: int) -> str:
    return hmac.digest(key, b"%d." % seconds + body, "sha256").hex()
