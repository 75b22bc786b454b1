"""No disguise: a foreign line, a foreign machine, a list of passwords."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import stored
from sekisho.simulation.operations.attackers.crew import FOREIGN_LOCALE, rush
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene, fail, fresh, line, open_visit
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.operations.world.devices import DESKS
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import PASSWORD, WEB, WRONG_PASSWORD


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """Several passwords, one of which fits."""
    del crew
    thing = fresh(scene, DESKS, channel=WEB, locale=FOREIGN_LOCALE)
    row = open_visit(scene, hijack.account, time, thing, line(scene, "abroad"), PASSWORD)
    for _ in range(int(scene.rng.integers(0, 4))):
        fail(scene, row, hijack, time - rush(scene, 20, 300), WRONG_PASSWORD)
    return stored(scene, row, hijack, time, (PASSWORD,))


VARIANT = Variant(name="naive", title=Text("隠さない侵入", "no disguise"), enter=enter, victims=(PASSWORD,))
