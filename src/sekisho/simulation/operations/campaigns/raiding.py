"""One raid carried out on its day."""

from dataclasses import replace

from sekisho.kernel.moments import MINUTE
from sekisho.simulation.operations.attackers.catalogue import VARIANTS
from sekisho.simulation.operations.attackers.conduct import hastened, plunder
from sekisho.simulation.operations.attackers.crew import hire
from sekisho.simulation.operations.attackers.scene import Access, Scene
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.operations.campaigns import insiders
from sekisho.simulation.operations.campaigns.raid import Raid
from sekisho.simulation.operations.days.crowding import Wish, gather
from sekisho.simulation.rules.book import depth_for
from sekisho.simulation.types.truth import Hijack

GATHERING = 25.0
"""Minutes over which the victims of one raid are entered, at the prior's pace."""


def carry_out(scene: Scene, raid: Raid) -> None:
    """Enter every victim's account, trade in those that are worth it, and let the insiders gain."""
    crew = raid.crew or hire(scene)
    for place, (victim, way) in enumerate(raid.plans):
        variant = VARIANTS[way]
        hijack = scene.truth.open(victim, way, raid.script.name)
        late = 0.0 if place == 0 else scene.rng.uniform(0, GATHERING * raid.haste)
        time = round((raid.time + late) * MINUTE)
        access = variant.enter(scene, crew, hijack, time)
        scene.busy.add(victim)
        if access is None:
            hijack.kind = "attempt"
        elif scene.rng.random() < raid.script.trading:
            _trade(scene, raid, variant, access, hijack)
    bought = [wish for symbol in raid.symbols for wish in gather(scene.gatherings, symbol).wishes if wish.hijack]
    _shape(scene, raid, bought)
    insiders.act(scene, raid, bought)


def _trade(scene: Scene, raid: Raid, variant: Variant, access: Access, hijack: Hijack) -> None:
    conduct = hastened(variant.conduct, raid.haste)
    script = raid.script
    if script.shares:
        conduct = replace(conduct, budget=script.shares * (script.price + script.peak) / 2 / len(raid.plans))
    plunder(scene, access, hijack, conduct, raid.symbols)


def _shape(scene: Scene, raid: Raid, bought: list[Wish]) -> None:
    """Give a published case the depth at which its orders lead to its peak."""
    script = raid.script
    if not script.peak or not bought:
        return
    spent = sum(wish.intent.budget for wish in bought)
    net = spent - script.insider_shares * (script.peak - script.price) / 2
    gathering = gather(scene.gatherings, raid.symbols[0])
    gathering.depth = depth_for(script.peak / script.price, max(net, spent / 3), script.adv) * 1.05
