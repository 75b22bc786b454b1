"""Runs of the simulator told once and kept: events, labels and which events are bad."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import msgspec
import numpy as np

from sekisho.activity.types.events import Event
from sekisho.simulation.operations import generate
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.market import MarketDay
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.building import World, build
from sekisho.simulation.queries.packed import trades_on
from sekisho.simulation.types.plan import Plan
from sekisho.simulation.types.truth import Truth

MONDAY = date(2025, 3, 17)
_EVENTS = msgspec.json.Decoder(Event)


@dataclass(frozen=True, slots=True)
class Told:
    """Everything of one run. ``bad`` maps bad events to their incidents."""

    lines: tuple[bytes, ...]
    events: tuple[Any, ...]
    labels: tuple[dict[str, Any], ...]
    bad: dict[str, int]

    def incidents(self, kind: str = "hijack") -> list[dict[str, Any]]:
        return [line for line in self.labels if line.get("kind") == kind]

    def of(self, kind: str) -> list[Any]:
        """Events of one class, by its name in lower case."""
        return [event for event in self.events if type(event).__name__.lower() == kind]

    def bad_of(self, kind: str) -> list[Any]:
        return [event for event in self.of(kind) if event.id in self.bad]

    def counts(self) -> Counter[str]:
        return Counter(type(event).__name__.lower() for event in self.events)


@cache
def told(*campaigns: str, seed: int = 3, accounts: int = 1_500, days: int = 1, **wishes: Any) -> Told:
    """A run, made once for all tests that ask for the same."""
    run = generate(seed=seed, accounts=accounts, days=days, campaigns=campaigns, **({"past_days": 20} | wishes))
    lines = tuple(run.lines())
    labels = tuple(run.labels)
    bad = {str(line["event"]): int(str(line["incident"])) for line in labels if "event" in line}
    return Told(lines, tuple(_EVENTS.decode(line) for line in lines), labels, bad)


def world(*, seed: int = 3, accounts: int = 800, **wishes: Any) -> World:
    """A brokerage that has not yet lived a day."""
    return build(Plan(seed=seed, accounts=accounts, days=1, **wishes))


def scene(made: World, *, day: date = MONDAY, seed: int = 1) -> Scene:
    """An empty day for intruders: nobody else is there, prices stand still."""
    diary = Diary(day=day, opens=trades_on(day))
    market = MarketDay.still(made.instruments)
    nobody = np.empty(0, dtype=np.int64)
    return Scene(made, diary, market, stream(seed, "test"), Truth(), {}, nobody)
