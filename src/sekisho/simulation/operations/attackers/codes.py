"""The ways past a second factor that several ways in share."""

from sekisho.simulation.operations.attackers.crew import rush
from sekisho.simulation.operations.attackers.scene import Access, Scene, attempt, fail, get_in
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import (
    ABANDONED,
    CHALLENGED,
    FACTORS,
    PASSWORD,
    STRONG,
    WRONG_CODE,
    WRONG_PASSWORD,
)

STALE = 0.3
"""Stolen passwords that were mistyped or changed once since."""
LATE_CODE = 0.4


def known(hijack: Hijack, factor: int) -> None:
    """The intruder holds the password and gets every code of that kind."""
    hijack.can_answer = ("password",) if factor == PASSWORD else ("password", FACTORS[factor])


def refused(scene: Scene, visit: int, hijack: Hijack, time: int) -> None:
    """Asked for a factor that cannot be passed on, the intruder gives up."""
    attempt(scene, visit, hijack, time, CHALLENGED)
    attempt(scene, visit, hijack, time + rush(scene, 10, 90), ABANDONED)


def relayed(scene: Scene, visit: int, hijack: Hijack, time: int) -> Access | None:
    """The victim types into a fake site, which repeats it; a passkey is bound to the real site and stops it."""
    factor = int(scene.diary.visits["factor"][visit])
    if factor >= STRONG:
        refused(scene, visit, hijack, time)
        return None
    if factor != PASSWORD:
        attempt(scene, visit, hijack, time - rush(scene, 8, 50), CHALLENGED)
    known(hijack, factor)
    return get_in(scene, visit, hijack, time)


def coaxed(scene: Scene, visit: int, hijack: Hijack, time: int) -> Access | None:
    """The password is known, the code is talked out of the victim, who sometimes reads out a stale one first."""
    factor = int(scene.diary.visits["factor"][visit])
    if factor >= STRONG:
        refused(scene, visit, hijack, time)
        return None
    attempt(scene, visit, hijack, time - rush(scene, 60, 200), CHALLENGED)
    if scene.rng.random() < LATE_CODE:
        fail(scene, visit, hijack, time - rush(scene, 15, 55), WRONG_CODE)
    known(hijack, factor)
    return get_in(scene, visit, hijack, time)


def stored(scene: Scene, visit: int, hijack: Hijack, time: int, passable: tuple[int, ...]) -> Access | None:
    """A password stolen long ago; second factors other than ``passable`` stop it."""
    factor = int(scene.diary.visits["factor"][visit])
    if scene.rng.random() < STALE:
        fail(scene, visit, hijack, time - rush(scene, 30, 150), WRONG_PASSWORD)
    if factor not in passable:
        refused(scene, visit, hijack, time)
        return None
    if factor != PASSWORD:
        attempt(scene, visit, hijack, time - rush(scene, 3, 25), CHALLENGED)
    known(hijack, factor)
    return get_in(scene, visit, hijack, time)
