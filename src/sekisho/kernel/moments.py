"""Moments as whole milliseconds since 1970-01-01 UTC, and their spellings.

Event time is an integer everywhere between the parser and the answer: cheap to compare,
free of time zones, and the same on every machine. Only people see JST.
"""

from datetime import UTC, datetime, timedelta, timezone
from math import floor

JST = timezone(timedelta(hours=9), "JST")
SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
JST_OFFSET = 9 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_HALF_A_MICROSECOND = 0.0005


def to_milliseconds(moment: datetime) -> int:
    """Whole milliseconds since the epoch; finer parts are cut off.

    Raises:
        TypeError: ``moment`` carries no time zone.

    """
    if moment.tzinfo is None:
        message = "the moment carries no time zone"
        raise TypeError(message)
    # the double is off by less than a microsecond, and lies just below whole milliseconds at times
    return floor(moment.timestamp() * SECOND + _HALF_A_MICROSECOND)


def from_milliseconds(at: int) -> datetime:
    """The moment in JST."""
    return (_EPOCH + at * _MILLISECOND).astimezone(JST)


def to_rfc3339(at: int) -> str:
    """The moment as RFC 3339 in JST with millisecond precision."""
    return from_milliseconds(at).isoformat(timespec="milliseconds")


def from_rfc3339(text: str) -> int:
    """Read an RFC 3339 moment with offset.

    Raises:
        ValueError: the text is no moment, or carries no offset.

    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"{text!r} has no offset; write for example 2025-03-17T09:00:00.000+09:00"
        raise ValueError(message)
    return to_milliseconds(moment)


def jst_day(at: int) -> int:
    """Days since the epoch in Japan's calendar."""
    return (at + JST_OFFSET) // DAY


def jst_hour(at: int) -> int:
    """Hour of the day in Japan, 0 to 23."""
    return (at + JST_OFFSET) % DAY // HOUR
