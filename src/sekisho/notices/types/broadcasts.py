"""Something told to every customer."""

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.notices.types.notices import FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Somebody who is told. ``name`` orders all of them; see ``News`` for the rest."""

    name: str
    subject: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A message to everybody. Moments in ms.

    Attributes:
        id: its name.
        source: the position in the journal of what happened.
        template: the name of the message.
        facts: what fills its places.
        begun: when it was decided on.
        cursor: the name of the last listener who was told; empty before the first.
        told: how many were told.
        done: when everybody had been; None before.

    """

    id: str
    source: int
    template: str
    facts: Mapping[str, FactValue]
    begun: int
    cursor: str = ""
    told: int = 0
    done: int | None = None
