"""Stolen passwords used days later, tried on many accounts from the same lines."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.crew import address, machine, rush
from sekisho.simulation.operations.attackers.scene import Access, Scene, attempt, fail, get_in, open_visit
from sekisho.simulation.operations.attackers.variant import Crew, Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import ABANDONED, CHALLENGED, EMAIL, PASSWORD, WRONG_PASSWORD


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """A password alone opens accounts without a second factor; a mailbox taken along opens those with mailed codes."""
    factor = int(scene.world.accounts.factor[hijack.account])
    visit = open_visit(
        scene, hijack.account, time, machine(scene, crew, hijack.account), address(scene, crew, hijack.account), factor
    )
    if scene.rng.random() < 0.3:  # noqa: PLR2004 - stale passwords among the stolen ones
        fail(scene, visit, hijack, time - rush(scene, 5, 120), WRONG_PASSWORD)
    if factor == EMAIL:
        attempt(scene, visit, hijack, time - rush(scene, 3, 40), CHALLENGED)
        hijack.can_answer = ("password", "email_otp")
        return get_in(scene, visit, hijack, time)
    if factor != PASSWORD:
        attempt(scene, visit, hijack, time, CHALLENGED)
        attempt(scene, visit, hijack, time + rush(scene, 10, 60), ABANDONED)
        return None
    hijack.can_answer = ("password",)
    return get_in(scene, visit, hijack, time)


VARIANT = Variant(
    name="credential_reuse",
    title=Text("盗まれたパスワードの使い回し", "stolen passwords used later"),
    enter=enter,
    victims=(PASSWORD, EMAIL),
)
