"""From diaries to lines: merged in order of time, numbered, and the bad ones noted apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.rules.rendering.lines import Stretch, lines
from sekisho.simulation.rules.rendering.names import Names
from sekisho.simulation.types.labels import BadEvent
from sekisho.simulation.types.words import KINDS

STRETCH = 20_000
"""Events rendered at a time."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some events in order, as lines of NDJSON; ``day`` counts from 0, the past is -1."""

    day: int
    events: int
    data: bytes


class Teller:
    """Tells diaries one after the other; ``bad`` grows with the events intruders caused."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.bad: list[BadEvent] = []
        self._told = 0

    def tell(self, diary: Diary, day: int) -> Iterator[Block]:
        """All events of one diary."""
        sheets = [diary.sheets[kind] for kind in KINDS]
        at = np.concatenate([sheet["at"] for sheet in sheets])
        kinds = np.repeat(np.arange(len(KINDS)), [sheet.size for sheet in sheets])
        rows = np.concatenate([np.arange(sheet.size) for sheet in sheets])
        incidents = np.concatenate([sheet["incident"] for sheet in sheets])
        order = np.argsort(at, kind="stable")
        for first in range(0, len(order), STRETCH):
            part = order[first : first + STRETCH]
            numbers = np.arange(self._told, self._told + len(part))
            self._told += len(part)
            stretch = Stretch(at[part], kinds[part], rows[part], numbers)
            self._note(numbers.tolist(), incidents[part].tolist())
            text = lines(stretch, sheets=diary.sheets, visits=diary.visits, names=self.names)
            yield Block(day=day, events=len(part), data=("\n".join(text) + "\n").encode())

    def _note(self, numbers: list[int], incidents: list[int]) -> None:
        self.bad += [
            BadEvent(event=self.names.event(number), incident=incident)
            for number, incident in zip(numbers, incidents, strict=True)
            if incident >= 0
        ]
