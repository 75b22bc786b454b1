"""What can fill a place in a message, and how wide it can become there.

Values that others write (the name of a device, of a delegate) are cleaned before they are put in: whoever breaks in
must not be able to write a link, or a number to call, into our own message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Form(StrEnum):
    """How a value is spelt."""

    ACCOUNT = "account"
    MOMENT = "moment"
    DAY = "day"
    YEN = "yen"
    COUNT = "count"
    WORDS = "words"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Fact:
    """One place: how it is spelt, and at most how many characters."""

    form: Form
    widest: int


_F = Form
FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "account": Fact(_F.ACCOUNT, 7),  # the last characters only
        "firm": Fact(_F.NAME, 20),
        "time": Fact(_F.MOMENT, 16),
        "until": Fact(_F.MOMENT, 16),
        "day": Fact(_F.DAY, 11),
        "last_day": Fact(_F.DAY, 11),
        "amount": Fact(_F.YEN, 20),
        "count": Fact(_F.COUNT, 7),
        "quantity": Fact(_F.COUNT, 15),
        "place": Fact(_F.WORDS, 20),
        "device": Fact(_F.WORDS, 24),
        "factor": Fact(_F.WORDS, 24),
        "name": Fact(_F.WORDS, 20),
        "operation": Fact(_F.WORDS, 24),
        "item": Fact(_F.WORDS, 24),
        "instrument": Fact(_F.WORDS, 24),
        "side": Fact(_F.WORDS, 8),
        "scope": Fact(_F.WORDS, 40),
        "reason": Fact(_F.WORDS, 40),
        "who": Fact(_F.WORDS, 20),
    }
)
"""Every place, by name. ``firm`` is filled by the house itself, and is written in the message's own letters."""
