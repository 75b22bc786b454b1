"""An account at the same firm has bought before and sells to the victims, order against order, at equal prices."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import relayed, stored
from sekisho.simulation.operations.attackers.crew import visit
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import EMAIL, PASSWORD, SMS


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """By stolen password where that is enough, relayed otherwise."""
    row = visit(scene, crew, hijack.account, time)
    if scene.diary.visits["factor"][row] == PASSWORD:
        return stored(scene, row, hijack, time, (PASSWORD,))
    return relayed(scene, row, hijack, time)


VARIANT = Variant(
    name="matched_orders",
    title=Text("馴合売買", "matched orders"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL),
    insiders=1,
)
