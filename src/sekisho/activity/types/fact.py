"""What a fact is: one named, documented value that rules and the model may use."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.kernel.texts import Text


class Kind(StrEnum):
    """What values a fact takes. Every fact may also be absent (SQL NULL, ``None``)."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"


class Key(StrEnum):
    """Whose history the fact is folded from."""

    EVENT = "event"
    ACCOUNT = "account"
    SESSION = "session"
    DEVICE = "device"
    NETWORK = "network"
    AGENT = "agent"
    INSTRUMENT = "instrument"
    MARKET = "market"


ALWAYS = ("login", "factor", "profile", "cash", "order", "transfer")


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of the facts.

    ``unit`` and ``window`` are for people; ``requirement`` names the numbered requirement or the
    numbered signal of the domain notes that asks for the fact; ``events`` are the event types for
    which it can be present at all; ``stage`` is the fold stage (1 account, device, network;
    2 session risk and everything weighted by it).
    """

    name: str
    kind: Kind
    unit: str
    key: Key
    window: str
    requirement: str
    text: Text
    events: tuple[str, ...] = ALWAYS
    stage: int = 1
