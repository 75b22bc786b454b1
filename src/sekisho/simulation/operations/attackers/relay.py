"""Adversary in the middle: a fake site passes name, password and code on within the session."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import relayed
from sekisho.simulation.operations.attackers.crew import visit
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import EMAIL, PASSWORD, PUSH, SMS, TOTP


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """The relay signs in while the victim is typing."""
    return relayed(scene, visit(scene, crew, hijack.account, time), hijack, time)


VARIANT = Variant(
    name="relay",
    title=Text("中継型フィッシング", "phishing relayed live"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP, PUSH),
)
