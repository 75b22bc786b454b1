"""Rows of emulated phones: the app, one and the same build, a new cookie for every account."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import relayed
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene, Thing, line, open_visit
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import APP, EMAIL, LAST_APP, PASSWORD, SMS, TOTP

ON_A_CARRIER = 0.5


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """A fresh emulator of the crew's one build, over a carrier's line or a rented one."""
    cookie = int(scene.world.counters.take("cookie", 1)[0])
    thing = Thing(cookie, crew.emulator, crew.locale, APP, LAST_APP)
    kind = "mobile" if scene.rng.random() < ON_A_CARRIER else crew.line
    factor = int(scene.world.accounts.factor[hijack.account])
    return relayed(scene, open_visit(scene, hijack.account, time, thing, line(scene, kind), factor), hijack, time)


VARIANT = Variant(
    name="emulator_farm",
    title=Text("エミュレーター群", "emulator farm"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP),
)
