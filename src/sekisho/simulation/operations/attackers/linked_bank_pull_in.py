"""Money is pulled in from the linked bank before the buying."""

import numpy as np

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.crew import rush
from sekisho.simulation.operations.attackers.relay import enter
from sekisho.simulation.operations.attackers.scene import Access, Scene
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import EMAIL, INSTANT, LINKED_BANK, PASSWORD, PUSH, SMS, TOTP

SMALLEST, LARGEST = 3e5, 5e6
STEP = 100_000


def inside(scene: Scene, access: Access, hijack: Hijack) -> None:
    """One to three round sums from the customer's own bank account."""
    at = access.time
    for _ in range(int(scene.rng.integers(1, 4))):
        at += rush(scene, 20, 240)
        amount = round(float(np.exp(scene.rng.uniform(np.log(SMALLEST), np.log(LARGEST)))) / STEP) * STEP
        scene.diary.write(
            "cash", np.array([at]), visit=np.array([access.visit]), incident=hijack.number, direction=0,
            method=int(scene.rng.choice((LINKED_BANK, INSTANT))), amount=amount, bank=hijack.account, same=True,
        )  # fmt: skip
        scene.world.accounts.cash[hijack.account] += amount


VARIANT = Variant(
    name="linked_bank_pull_in",
    title=Text("連携銀行からの引き込み", "money pulled in from the linked bank"),
    enter=enter,
    victims=(PASSWORD, SMS, EMAIL, TOTP, PUSH),
    inside=inside,
)
