"""Everything that happens on one day, by kind of event."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from sekisho.kernel.moments import DAY, JST_OFFSET
from sekisho.simulation.operations.world.building import day_number
from sekisho.simulation.types.tables import SHEETS, VISITS, Table
from sekisho.simulation.types.words import IMPERSONAL, KINDS
from sekisho.simulation.types.world import Ints


@dataclass(slots=True)
class Diary:
    """The sheets of one JST day. Times are milliseconds of that day; ``opens`` says whether Tokyo trades."""

    day: date
    opens: bool
    visits: Table = field(default_factory=lambda: Table(VISITS))
    sheets: dict[str, Table] = field(default_factory=lambda: {kind: Table(SHEETS[kind]) for kind in KINDS})

    @property
    def number(self) -> int:
        """Days since 1970."""
        return day_number(self.day)

    @property
    def start(self) -> int:
        """Midnight of the day, in milliseconds since 1970."""
        return self.number * DAY - JST_OFFSET

    def write(
        self, sheet: str, time: Ints, /, *, visit: Ints | int = -1, incident: ArrayLike = -1, **columns: ArrayLike
    ) -> Ints:
        """Write events at times of the day; whose they are comes from the visit unless ``account`` says it."""
        at = self.start + np.minimum(time, DAY - 1)
        if "account" not in columns and sheet not in IMPERSONAL:
            columns["account"] = self.visits["account"][visit]
        return self.sheets[sheet].add(len(time), at=at, visit=visit, incident=incident, **columns)
