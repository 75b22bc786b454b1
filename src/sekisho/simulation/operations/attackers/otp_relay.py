"""The password is known; a caller or a message talks the one-time code out of the victim."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import coaxed
from sekisho.simulation.operations.attackers.crew import visit
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import EMAIL, SMS, TOTP


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """Challenge, sometimes a stale code, then the right one."""
    return coaxed(scene, visit(scene, crew, hijack.account, time), hijack, time)


VARIANT = Variant(
    name="otp_relay",
    title=Text("ワンタイムコードの聞き出し", "one-time code talked out of the victim"),
    enter=enter,
    victims=(SMS, EMAIL, TOTP),
)
