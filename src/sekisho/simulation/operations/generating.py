"""The verb of the room: make the events of a brokerage, day by day, and keep the truth apart."""

from collections.abc import Iterator
from datetime import date, timedelta

from sekisho.simulation.operations import past
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.campaigns.planning import check, raids
from sekisho.simulation.operations.campaigns.raid import Raid
from sekisho.simulation.operations.campaigns.raiding import carry_out
from sekisho.simulation.operations.days.crowding import Gatherings
from sekisho.simulation.operations.days.diary import Diary
from sekisho.simulation.operations.days.living import Intrude, live
from sekisho.simulation.operations.days.market import MarketDay
from sekisho.simulation.operations.labelling import labels, span
from sekisho.simulation.operations.streams import stream
from sekisho.simulation.operations.telling import Block, Teller
from sekisho.simulation.operations.world.building import World, build
from sekisho.simulation.types.plan import Plan
from sekisho.simulation.types.truth import Truth
from sekisho.simulation.types.world import Ints


class Run:
    """One run. Its events can be read once; the labels are complete when the last event is read."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._labels: list[dict[str, object]] | None = None

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
        teller = Teller(world.names)
        for diary in past.tell(world):
            yield from teller.tell(diary, past.DAY)
        for number in range(self.plan.days):
            intrude = _intrusion(world, truth, planned, number)
            diary = live(world, self.plan.start + timedelta(days=number), intrude)
            span(diary, truth)
            yield from teller.tell(diary, number)
        self._labels = labels(truth, teller.bad, teller.names)

    def lines(self) -> Iterator[bytes]:
        """The events in order of time, one at a time, without line ends."""
        for block in self.blocks():
            yield from block.data.splitlines()


def _intrusion(world: World, truth: Truth, planned: list[Raid], number: int) -> Intrude:
    """What the attackers do on one day of the run."""

    def intrude(diary: Diary, market: MarketDay, gatherings: Gatherings, present: Ints) -> set[int]:
        rng = stream(world.plan.seed, "attack", diary.number)
        scene = Scene(world, diary, market, rng, truth, gatherings, present)
        for raid in planned:
            if raid.busy_on(number):
                carry_out(scene, raid, number)
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
