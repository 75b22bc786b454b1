"""From the victim's own operator and region, in the victim's likeness: nothing foreign to see."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import relayed
from sekisho.simulation.operations.attackers.scene import (
    Access,
    Crew,
    Scene,
    Thing,
    fresh,
    likeness,
    neighbour,
    open_visit,
)
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.operations.world.devices import DESKS
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import API, EMAIL, PASSWORD, PUSH, SMS, TOOL, TOTP, WEB

LIKE_THE_VICTIM = 0.6


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """A relay behind a domestic home line."""
    return relayed(scene, local_visit(scene, crew, hijack.account, time), hijack, time)


def local_visit(scene: Scene, crew: Crew, account: int, time: int, *, steady: bool = False) -> int:
    """A visit over a neighbouring line; ``steady`` keeps to one machine, otherwise each is new."""
    thing = likeness(scene, account)
    if thing.channel in {TOOL, API} or scene.rng.random() >= LIKE_THE_VICTIM:
        thing = fresh(scene, DESKS, channel=WEB)
    if steady:
        thing = Thing(crew.cookies[0], crew.agents[0], 0, WEB)
    return open_visit(scene, account, time, thing, neighbour(scene, account), int(scene.world.accounts.factor[account]))


VARIANT = Variant(
    name="residential_proxy",
    title=Text("国内の住宅用回線から", "domestic residential proxy"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP, PUSH),
)
