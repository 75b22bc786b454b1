"""The verb of the room: make the events of a brokerage, day by day, and keep the truth apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sekisho.simulation.operations import past
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.campaigns.planning import check, raids
from sekisho.simulation.operations.campaigns.raid import Raid
from sekisho.simulation.operations.campaigns.raiding import carry_out
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.living import Intrude, live
from sekisho.simulation.operations.labelling import labels, span
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.world.building import World, build
from sekisho.simulation.rules.rendering.lines import lines
from sekisho.simulation.rules.rendering.names import Names
from sekisho.simulation.types.labels import BadEvent
from sekisho.simulation.types.plan import Plan
from sekisho.simulation.types.truth import Truth
from sekisho.simulation.types.words import KINDS

STRETCH = 20_000
"""Events rendered at a time."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some events in order, as lines of NDJSON; ``day`` counts from 0, the past is -1."""

    day: int
    events: int
    data: bytes


class Run:
    """One run. Its events can be read once; the labels are complete when the last event is read."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._labels: list[dict[str, object]] | None = None
        self._bad: list[BadEvent] = []
        self._told = 0

    @property
    def labels(self) -> list[dict[str, object]]:
        """The lines of the labels file: incidents, beneficiaries, bad events.

        Raises:
            RuntimeError: the events are not yet read to the end.

        """
        if self._labels is None:
            message = "the labels are complete only after the last event; read blocks() or lines() to the end first"
            raise RuntimeError(message)
        return self._labels

    def blocks(self) -> Iterator[Block]:
        """The events in order of time, in pieces of some megabytes."""
        world, truth = build(self.plan), Truth()
        planned = raids(world, truth)
        names = world.names
        for diary in past.tell(world):
            yield from self._tell(diary, names, -1)
        for number in range(self.plan.days):
            today = [raid for raid in planned if raid.day == number]
            diary = live(world, self.plan.start + timedelta(days=number), _intrusion(world, truth, today))
            span(diary, truth)
            yield from self._tell(diary, names, number)
        self._labels = labels(truth, self._bad, names)

    def lines(self) -> Iterator[bytes]:
        """The events in order of time, one at a time, without line ends."""
        for block in self.blocks():
            yield from block.data.splitlines()

    def _tell(self, diary: Diary, names: Names, day: int) -> Iterator[Block]:
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
            bad = np.flatnonzero(incidents[part] >= 0)
            self._bad += [
                BadEvent(event=names.event(number), incident=incident)
                for number, incident in zip(numbers[bad].tolist(), incidents[part][bad].tolist(), strict=True)
            ]
            text = lines(
                at[part], kinds[part], rows[part], numbers, sheets=diary.sheets, visits=diary.visits, names=names
            )
            yield Block(day=day, events=len(part), data=("\n".join(text) + "\n").encode())


def _intrusion(world: World, truth: Truth, today: list[Raid]) -> Intrude | None:
    if not today:
        return None

    def intrude(diary, market, gatherings, present):  # type: ignore[no-untyped-def]
        scene = Scene(world, diary, market, stream(world.plan.seed, "attack", diary.number), truth, gatherings, present)
        for raid in today:
            carry_out(scene, raid)
        return scene.busy

    return intrude


def generate(
    *,
    seed: int,
    accounts: int,
    days: int,
    campaigns: tuple[str, ...] = ("mixed",),
    start: date = date(2025, 3, 17),
    rate: float = 1e-4,
    past_days: int = 90,
) -> Run:
    """A run of the simulator; nothing happens until its blocks or lines are read.

    Raises:
        PlanError: a wish lies outside its bounds, names no campaign, or spans no trading day.

    """
    plan = Plan(
        seed=seed, accounts=accounts, days=days, campaigns=campaigns, start=start, rate=rate, past_days=past_days
    )
    check(plan)
    return Run(plan)
