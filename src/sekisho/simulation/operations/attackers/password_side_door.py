"""An old trading program that still takes a password alone, whatever the account has enrolled."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import STALE
from sekisho.simulation.operations.attackers.crew import address, rush
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene, fail, fresh, get_in, open_visit
from sekisho.simulation.operations.attackers.variant import ANY_FACTOR, Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import OLD_DESK, PASSWORD, TOOL, WRONG_PASSWORD


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """Sign in through one of the two old versions."""
    client = OLD_DESK + int(scene.rng.integers(2))
    thing = fresh(scene, ("tool",), channel=TOOL, client=client)
    row = open_visit(scene, hijack.account, time, thing, address(scene, crew, hijack.account), PASSWORD)
    if scene.rng.random() < STALE:
        fail(scene, row, hijack, time - rush(scene, 10, 120), WRONG_PASSWORD)
    hijack.can_answer = ("password",)
    return get_in(scene, row, hijack, time)


VARIANT = Variant(
    name="password_side_door",
    title=Text("旧版ツールの抜け道", "side door of an old trading program"),
    enter=enter,
    victims=ANY_FACTOR,
)
