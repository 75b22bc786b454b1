"""Margin trading is opened and used: more is bought than the account is worth."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.conduct import Conduct
from sekisho.simulation.operations.attackers.crew import rush
from sekisho.simulation.operations.attackers.relay import enter
from sekisho.simulation.operations.attackers.scene import Access, Scene, change
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import ADD, EMAIL, FIELD, PASSWORD, PUSH, SMS, TOTP


def inside(scene: Scene, access: Access, hijack: Hijack) -> None:
    """Apply for margin where it is not open yet."""
    if not scene.world.accounts.margin[hijack.account]:
        change(scene, access.visit, hijack, access.time + rush(scene, 20, 200), FIELD["margin"], ADD)
        scene.world.accounts.margin[hijack.account] = True


VARIANT = Variant(
    name="margin_opening",
    title=Text("信用取引の開設と利用", "margin opened and used"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP, PUSH),
    inside=inside,
    conduct=Conduct(margin=1.2, sells=0.5),
)
