"""Small companies of Hong Kong and New York, where no daily limit stops the price."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.conduct import Conduct
from sekisho.simulation.operations.attackers.crew import rush
from sekisho.simulation.operations.attackers.relay import enter
from sekisho.simulation.operations.attackers.scene import Access, Scene, change
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import ADD, EMAIL, FIELD, PASSWORD, PUSH, SMS, TOTP

NOT_YET_OPEN = 0.4


def inside(scene: Scene, access: Access, hijack: Hijack) -> None:
    """Open the foreign market where the account has not used it."""
    if scene.rng.random() < NOT_YET_OPEN:
        change(scene, access.visit, hijack, access.time + rush(scene, 15, 120), FIELD["market"], ADD)


VARIANT = Variant(
    name="foreign_small_caps",
    title=Text("外国の小型株", "foreign small caps"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP, PUSH),
    inside=inside,
    conduct=Conduct(reach=(0.01, 0.06)),
    foreign=True,
)
