"""Groups of intruders and their means."""

import numpy as np

from sekisho.simulation.operations.attackers.scene import (
    Crew,
    Scene,
    Thing,
    fresh,
    likeness,
    line,
    neighbour,
    open_visit,
)
from sekisho.simulation.operations.world.devices import DESKS, PHONES
from sekisho.simulation.types.words import APP, LAST_APP, WEB

LINES = ("hosting", "rented", "abroad", "residential")
LINE_SHARES = (0.2, 0.3, 0.2, 0.3)
MACHINES = (1, 2, 3, 8)
FOREIGN_LOCALE, JAPANESE_LOCALES = 5, (0, 1)
COPY_AGENT = 0.5
REUSE_MACHINE = 0.35
KEEP_ADDRESS = 0.3
CARELESS = 0.4
"""Crews abroad that forget to change the language of their machines."""
BY_APP = 0.3
LOCAL = 0.5
"""Home lines of the victim's own operator: proxies are sold by region."""


def hire(scene: Scene) -> Crew:
    """A new group with its machines and lines."""
    rng = scene.rng
    machines = [fresh(scene, DESKS, channel=WEB) for _ in range(int(rng.choice(MACHINES)))]
    kind = str(rng.choice(LINES, p=LINE_SHARES))
    foreign = kind in {"rented", "abroad"} and rng.random() < CARELESS
    locale = FOREIGN_LOCALE if foreign else int(rng.choice(JAPANESE_LOCALES))
    emulator = fresh(scene, ("emulator",), channel=APP)
    cookies, agents = [m.cookie for m in machines], [m.agent for m in machines]
    return Crew(cookies, agents, kind, locale, line(scene, kind), emulator.agent)


def machine(scene: Scene, crew: Crew, victim: int) -> Thing:
    """What the crew signs in with: one of its machines, or a fresh profile, perhaps with the victim's likeness."""
    rng = scene.rng
    place = int(rng.integers(len(crew.cookies)))
    if rng.random() < REUSE_MACHINE:
        return Thing(crew.cookies[place], crew.agents[place], crew.locale, WEB)
    if rng.random() < COPY_AGENT:
        twin = likeness(scene, victim)
        return twin if twin.channel in {WEB, APP} else fresh(scene, DESKS, channel=WEB)
    if rng.random() < BY_APP:
        return fresh(scene, PHONES, channel=APP, client=LAST_APP, locale=crew.locale)
    return fresh(scene, DESKS, channel=WEB, locale=crew.locale)


def address(scene: Scene, crew: Crew, victim: int) -> int:
    """Where the crew comes from: mostly another address each time, for home lines often the victim's own operator."""
    if scene.rng.random() < KEEP_ADDRESS:
        return crew.address
    if crew.line == "residential" and scene.rng.random() < LOCAL:
        return neighbour(scene, victim)
    return line(scene, crew.line)


def rush(scene: Scene, low: float, high: float) -> int:
    """A wait of some seconds, log-uniform, in milliseconds."""
    return round(1_000 * float(np.exp(scene.rng.uniform(np.log(low), np.log(high)))))


def visit(scene: Scene, crew: Crew, account: int, time: int) -> int:
    """A visit with the crew's means, asked for the account's own factor."""
    factor = int(scene.world.accounts.factor[account])
    return open_visit(scene, account, time, machine(scene, crew, account), address(scene, crew, account), factor)
