"""One raid carried out, day by day."""

from dataclasses import replace

from sekisho.kernel.moments import MINUTE
from sekisho.simulation.operations.attackers.catalogue import VARIANTS
from sekisho.simulation.operations.attackers.conduct import hastened, plunder
from sekisho.simulation.operations.attackers.crew import hire
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.operations.campaigns import insiders, victims
from sekisho.simulation.operations.campaigns.raid import Raid, Target
from sekisho.simulation.operations.days.crowding import Wish, gather
from sekisho.simulation.rules.book import depth_for
from sekisho.simulation.types.truth import Hijack

GATHERING = 25.0
"""Minutes over which the victims of one raid are entered, at the prior's pace."""
FADED = 1.08
"""Pressure fades while a raid goes on; the depth makes up for it."""
LAST_ENTRY = 14 * 60 + 30
"""Minute of the day after which nobody is entered in a raid that starts in daylight."""


def carry_out(scene: Scene, raid: Raid, day: int) -> None:
    """Everything the raid does on one day: prepare, enter, trade, let the insiders gain."""
    raid.crew = crew = raid.crew or hire(scene)
    for place, target in enumerate(raid.targets):
        time = _time(scene, raid, place)
        variant = VARIANTS[target.way]
        if day == target.early and variant.before:
            variant.before(scene, crew, _hijack(scene, raid, target, target.account), time)
        if day in target.strikes:
            _strike(scene, raid, target, crew, time)
    bought = [wish for symbol in raid.symbols for wish in gather(scene.gatherings, symbol).wishes if _of(wish, raid)]
    if bought and day == raid.day:
        _shape(scene, raid, bought)
        insiders.act(scene, raid, bought)


def _of(wish: Wish, raid: Raid) -> bool:
    return wish.hijack is not None and wish.hijack.campaign == raid.script.name


def _time(scene: Scene, raid: Raid, place: int) -> int:
    late = 0.0 if place == 0 else scene.rng.uniform(0, GATHERING * raid.haste)
    return round(min(raid.time + late, max(raid.time, LAST_ENTRY)) * MINUTE) + int(scene.rng.integers(MINUTE))


def _hijack(scene: Scene, raid: Raid, target: Target, account: int) -> Hijack:
    """The incident of a target, opened when it is first needed."""
    if target.hijack is None:
        target.hijack = scene.truth.open(account, target.way, raid.script.name)
    return target.hijack


def _strike(scene: Scene, raid: Raid, target: Target, crew: Crew, time: int) -> None:
    variant = VARIANTS[target.way]
    account = variant.pick(scene, target.account, time) if variant.pick else target.account
    if account is None:
        return
    hijack = _hijack(scene, raid, target, account)
    access = variant.enter(scene, crew, hijack, time)
    scene.busy.add(account)
    if access is None:
        hijack.kind = "attempt" if not hijack.entered else "hijack"
        return
    if scene.rng.random() < raid.script.trading or hijack.sold:
        _trade(scene, raid, variant, access, hijack)
        victims.report(scene, hijack)


def _trade(scene: Scene, raid: Raid, variant: Variant, access: Access, hijack: Hijack) -> None:
    if variant.inside and not hijack.sold:
        variant.inside(scene, access, hijack)
    conduct = hastened(variant.conduct, raid.haste)
    shape = raid.script.shape
    if shape:
        conduct = replace(conduct, budget=shape.spent / len(raid.targets), redeploy=(1.0, 1.0))
    plunder(scene, access, hijack, conduct, raid.symbols)


def _shape(scene: Scene, raid: Raid, bought: list[Wish]) -> None:
    """Give a published case the depth at which its orders lead to its peak."""
    gathering = gather(scene.gatherings, raid.symbols[0])
    gathering.echo = raid.script.echo
    shape = raid.script.shape
    if shape:
        spent = sum(wish.intent.budget for wish in bought)
        gathering.depth = depth_for(shape.peak / shape.price, spent, shape.adv) * FADED
