"""First the contacts are changed, so that codes and warnings go elsewhere; the money follows days later."""

import numpy as np

from sekisho.kernel.moments import HOUR, MINUTE
from sekisho.kernel.texts import Text
from sekisho.simulation.operations.attackers.codes import coaxed, known
from sekisho.simulation.operations.attackers.crew import rush, visit
from sekisho.simulation.operations.attackers.scene import Access, Crew, Scene, change, get_in
from sekisho.simulation.operations.attackers.variant import Variant
from sekisho.simulation.types.truth import Hijack
from sekisho.simulation.types.words import EMAIL, FACTORS, FIELD, PASSWORD, SMS

OPENED = 7 * HOUR
ALSO = {"phone": 0.5, "notices": 0.4, "password": 0.35}


def before(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> None:
    """Get in with a coaxed code and take over mail, and often phone, notices and password."""
    early = max(time - round(scene.rng.uniform(40, 150) * MINUTE), OPENED)
    access = coaxed(scene, visit(scene, crew, hijack.account, early), hijack, early)
    if access is None:
        return
    at = access.time + rush(scene, 40, 400)
    change(scene, access.visit, hijack, at, FIELD["email"])
    for name, chance in ALSO.items():
        if scene.rng.random() < chance:
            at += rush(scene, 20, 200)
            change(scene, access.visit, hijack, at, FIELD[name])


def enter(scene: Scene, crew: Crew, hijack: Hijack, time: int) -> Access | None:
    """Codes now arrive at the intruder's own address."""
    if not hijack.can_answer:
        return None
    row = visit(scene, crew, hijack.account, time)
    factor = int(scene.diary.visits["factor"][row])
    if factor not in {SMS, EMAIL, PASSWORD}:
        scene.diary.visits.write("factor", np.array([row]), EMAIL)
    known(hijack, factor)
    hijack.can_answer = ("password", *(FACTORS[kind] for kind in (SMS, EMAIL)))
    return get_in(scene, row, hijack, time)


VARIANT = Variant(
    name="contact_change_first",
    title=Text("連絡先の変更が先", "contacts changed first"),
    enter=enter,
    victims=(SMS, EMAIL),
    before=before,
    lead=(0, 3),
)
