"""The victim's own device over remote control, or somebody in the house: nothing is new but the conduct."""

import numpy as np

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene, at_hand, get_in
from sekisho.simulation.operations.attackers.variant import ANY_FACTOR, Variant
from sekisho.simulation.operations.days import visits
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import FACTORS

RIDES_ALONG = 0.6
"""Cases in which the victim has signed in and watches; in the others the intruder signs in on the device."""


def pick(scene: Scene, planned: int, time: int) -> int | None:
    """Somebody who is signed in, or the planned victim."""
    if scene.rng.random() < RIDES_ALONG:
        return at_hand(scene, time - HOUR // 2, time)
    return planned


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """Use the session that is open, or open one with the victim's own things and every factor on them."""
    del crew
    factor = int(scene.world.accounts.factor[hijack.account])
    hijack.can_answer = ("password", FACTORS[factor], "phr")
    diary = scene.diary.visits
    mine = scene.present[diary["account"][scene.present] == hijack.account]
    mine = mine[(diary["at"][mine] <= time) & (diary["at"][mine] > time - HOUR // 2)]
    if len(mine):
        return Access(int(mine[-1]), max(time, int(diary["at"][mine[-1]]) + 2 * MINUTE))
    rows = visits.begin(scene.rng, scene.world, scene.diary, np.array([hijack.account]), np.array([time]))
    return get_in(scene, int(rows[0]), hijack, time)


VARIANT = Variant(
    name="insider_device",
    title=Text("本人の端末の遠隔操作", "the victim's own device, remotely"),
    enter=enter,
    victims=ANY_FACTOR,
    pick=pick,
)
