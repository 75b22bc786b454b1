"""Patient: a little every day, under the usual thresholds."""

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import relayed
from sekisho.simulation.operations.attackers.conduct import Conduct
from sekisho.simulation.operations.attackers.residential_proxy import local_visit
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import EMAIL, PASSWORD, SMS, TOTP


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """Every day anew over a line of the victim's own operator, always with the same machine."""
    return relayed(scene, local_visit(scene, crew, hijack.account, time, steady=True), hijack, time)


VARIANT = Variant(
    name="slow_and_low",
    title=Text("少しずつ、目立たずに", "slow and low"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP),
    conduct=Conduct(
        sells=0.2, redeploy=(0.7, 0.95), slices=(1, 2), reach=(-0.004, 0.006), adv_share=0.06, wait=(2.0, 60.0)
    ),
    repeats=12,
)
