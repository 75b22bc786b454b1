"""What passes between the process that keeps the order and the ones that share the accounts."""

from typing import NamedTuple

from msgspec import Struct

from sekisho.activity.types.deed import Deed
from sekisho.activity.types.events import Decided
from sekisho.activity.types.facts import FactRow
from sekisho.activity.types.rejection import BadEvent
from sekisho.decisions.types.judgement import Fires, Judgement
from sekisho.surveillance.types.sighting import Seen

Chunk = list[tuple[int, bytes]]
"""Numbered lines."""


class Rejected(NamedTuple):
    """A line that was refused."""

    number: int
    line: bytes
    error: BadEvent


class Matter(Struct, gc=False):
    """A decided event with its facts and what fired; ``fires`` is the pure phase's finding."""

    event: Decided
    at: int
    facts: FactRow
    degraded: tuple[str, ...]
    fires: Fires


class Outcome(Struct, gc=False):
    """What became of the event of type ``kind`` at ``place`` of the chunk.

    Without a ``judgement``, ``matter`` waits for its turn in event order: a budget may have a word. Beside a
    judgement, ``matter`` is kept only where a history is written.
    """

    place: int
    kind: str
    judgement: Judgement | None = None
    matter: Matter | None = None
    seen: Seen | None = None


class Begun(NamedTuple):
    """The first half of a chunk: deeds with their places, in order; the rest is told by the first lane only."""

    deeds: list[tuple[int, Deed]]
    rejected: list[Rejected]
    duplicates: int
    late: int
    left_out: int
