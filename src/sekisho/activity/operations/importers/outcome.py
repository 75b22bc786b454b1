"""What becomes of one foreign record, whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from sekisho.activity.operations.decoding import decode
from sekisho.activity.types.rejection import BadEvent
from sekisho.kernel.texts import Text

Record = dict[str, Any]


class UnusableSource(ValueError):  # noqa: N818 - named after what it is: a file that cannot serve at all
    """The file as a whole is not of the format, e.g. its header lacks columns."""

    def __init__(self, reason: Text) -> None:
        """Keep the sentence in both languages."""
        self.reason = reason
        super().__init__(reason.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One foreign record and what it gave.

    Attributes:
        number: the line it stands on, from 1.
        raw: the record as it came.
        event: the event as one line of JSON, without its end; None when there is none.
        label: what the source knows about the event's truth, as a line of JSON; None mostly.
        rejection: why there is no event. Neither event nor rejection means that the record is of a kind Sekisho
            does not look at, such as a heartbeat.

    """

    number: int
    raw: bytes
    event: bytes | None = None
    label: bytes | None = None
    rejection: BadEvent | None = None


def checked(record: Record, names: Mapping[str, str]) -> bytes:
    """Write the event as JSON, and judge it as if it had come in that way.

    Args:
        record: the event in the contract's form; members that are None are left out.
        names: the contract's path → the source's name, for people who know only their own file.

    Raises:
        BadEvent: the event does not meet the contract; ``field`` names the source's field too.

    """
    line = msgspec.json.encode(without_nones(record))
    try:
        decode(line)
    except BadEvent as fault:
        if fault.field not in names:
            raise
        raise BadEvent(fault.code, field=f"{names[fault.field]} → {fault.field}", detail=fault.detail) from None
    return line


def without_nones(record: Record) -> Record:
    """The record without members that are None, at every level, and without objects that are then empty."""
    pruned = {key: without_nones(value) if isinstance(value, dict) else value for key, value in record.items()}
    return {key: value for key, value in pruned.items() if value is not None and (value != {} or key == "body")}
