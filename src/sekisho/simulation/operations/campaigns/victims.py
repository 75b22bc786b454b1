"""What victims do when they notice: some report, hours or days later."""

import numpy as np

from sekisho.kernel.moments import DAY, HOUR
from sekisho.simulation.operations.attackers.scene import Scene
from sekisho.simulation.operations.world.building import Notice
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import SAYS

REPORTING = 0.8
MEDIAN_HOURS, SPREAD = 16.0, 1.3
"""How late a customer notices; an assumption of the size of the delay in the regulator's restated counts."""
WHAT = ("not_my_order", "not_my_login", "phished")
WHAT_SHARES = (0.6, 0.25, 0.15)


def report(scene: Scene, hijack: Hijack) -> None:
    """Arrange a report for later; one an incident."""
    rng = scene.rng
    if hijack.noticed or rng.random() >= REPORTING:
        return
    hijack.noticed = True
    delay = float(np.exp(rng.normal(np.log(MEDIAN_HOURS), SPREAD))) * HOUR
    at = round(scene.diary.start + 15 * HOUR + delay)
    if (at - scene.diary.start) % DAY < 6 * HOUR:
        at += 7 * HOUR
    says = SAYS.index(str(rng.choice(WHAT, p=WHAT_SHARES)))
    scene.world.notices.append(Notice(at, hijack.account, says))
