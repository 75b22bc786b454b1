"""The session itself is stolen: no login at all, the same session and cookie from elsewhere."""

import numpy as np

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.crew import address, machine
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene, at_hand
from sekisho.simulation.operations.attackers.variant import ANY_FACTOR, Variant
from sekisho.simulation.types.truth import Hijack

FRESHEST = 3 * HOUR
"""How old a stolen session may be before the firm ends it."""
FULL_PROFILE = 0.6
"""Thieves that bring the whole browser profile along, not the session cookie alone."""


def pick(scene: Scene, planned: int, time: int) -> int | None:
    """Somebody who signed in within the last hours."""
    del planned
    return at_hand(scene, time - FRESHEST, time)


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """Go on in the victim's session from another line, with the same or another browser."""
    visits = scene.diary.visits
    mine = scene.present[visits["account"][scene.present] == hijack.account]
    row = visits.take(mine[visits["at"][mine] <= time][-1:])
    thing = machine(scene, crew, hijack.account)
    told = row | {"address": np.array([address(scene, crew, hijack.account)], dtype=np.uint64)}
    if scene.rng.random() >= FULL_PROFILE:
        told |= {"agent": np.array([thing.agent]), "locale": np.array([thing.locale])}
    hijack.can_answer = ()
    return Access(int(visits.add(1, **told)[0]), max(time, int(row["at"][0]) + MINUTE))


VARIANT = Variant(
    name="stolen_session",
    title=Text("セッションの窃取", "stolen session"),
    enter=enter,
    victims=ANY_FACTOR,
    pick=pick,
)
