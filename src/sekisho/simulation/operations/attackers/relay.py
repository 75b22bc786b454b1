"""Adversary in the middle: a fake site passes name, password and code on within the session."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.crew import address, machine, rush
from sekisho.simulation.operations.attackers.scene import Access, Scene, attempt, get_in, open_visit
from sekisho.simulation.operations.attackers.variant import Crew, Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import ABANDONED, CHALLENGED, EMAIL, FACTORS, PASSWORD, PUSH, SMS, STRONG, TOTP


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """The victim types, the relay repeats; a passkey is bound to the real site and stops it."""
    factor = int(scene.world.accounts.factor[hijack.account])
    visit = open_visit(
        scene, hijack.account, time, machine(scene, crew, hijack.account), address(scene, crew, hijack.account), factor
    )
    if factor >= STRONG:
        attempt(scene, visit, hijack, time, CHALLENGED)
        attempt(scene, visit, hijack, time + rush(scene, 20, 90), ABANDONED)
        return None
    if factor != PASSWORD:
        attempt(scene, visit, hijack, time - rush(scene, 8, 50), CHALLENGED)
    hijack.can_answer = ("password", FACTORS[factor]) if factor != PASSWORD else ("password",)
    return get_in(scene, visit, hijack, time)


VARIANT = Variant(
    name="relay",
    title=Text("中継型フィッシング", "phishing relayed live"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP, PUSH),
)
