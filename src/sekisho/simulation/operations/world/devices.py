"""What people hold in their hands: a main and sometimes a second device, some shared in a household."""

import numpy as np
from numpy.random import Generator

from sekisho.simulation.operations.streams import chosen
from sekisho.simulation.queries.packed import agents
from sekisho.simulation.types.words import (
    API,
    APP,
    FIRST_APP,
    FIRST_DESK,
    LAST_APP,
    LAST_DESK,
    OLD_DESK,
    ORDER_KIT,
    TOOL,
    WEB,
)
from sekisho.simulation.types.world import Counters, Devices, Floats, Ints

LOCALE_SHARES = (0.62, 0.33, 0.03, 0.012, 0.004, 0.003, 0.001, 0.002)
PHONES = ("android_chrome", "android_samsung", "ios_safari", "ios_crios", "ios_gsa", "emulator")
DESKS = (
    "windows_chrome",
    "mac_chrome",
    "windows_edge",
    "windows_firefox",
    "mac_firefox",
    "mac_safari",
    "windows_opera",
)
OLD_PROGRAMS = 0.04
"""Trading programs nobody updated, which still sign in with a password alone."""
PRIVATE_WINDOWS = 0.06
"""Browsers that forget their cookie after every visit."""
DOORS = {"app": APP, "phone": WEB, "desk": WEB, "tool": TOOL, "api": API}


def agents_of(rng: Generator, groups: tuple[str, ...], count: int) -> Ints:
    """Browser profiles of some groups, by their shares of use in Japan."""
    table = agents()
    places = np.concatenate([table.groups[group] for group in groups])
    weights = table.weights[places]
    return places[chosen(rng, count, weights)]


def successors(rng: Generator, agent: Ints) -> Ints:
    """Another version of the same browser on the same system."""
    table = agents()
    found = agent.copy()
    for group in {table.group_of[place] for place in agent.tolist()}:
        here = np.isin(agent, table.groups[group])
        found[here] = agents_of(rng, (group,), int(here.sum()))
    return found


def clients(rng: Generator, door: Ints) -> Ints:
    """The version of the program behind a door; a browser has none."""
    draw = rng.random(len(door))
    app = FIRST_APP + (draw * (LAST_APP - FIRST_APP + 1)).astype(np.int64)
    desk = FIRST_DESK + (draw * (LAST_DESK - FIRST_DESK + 1)).astype(np.int64)
    desk = np.where(
        rng.random(len(door)) < OLD_PROGRAMS, OLD_DESK + (draw * (FIRST_DESK - OLD_DESK)).astype(np.int64), desk
    )
    return np.select([door == APP, door == TOOL, door == API], [app, desk, ORDER_KIT], 0)


def make(rng: Generator, counters: Counters, kinds: list[str], kind: Ints) -> Devices:
    """Devices of the named kinds (app, phone, desk, tool, api), one for each place of ``kind``."""
    groups = {"app": PHONES, "phone": PHONES, "desk": DESKS, "tool": ("tool",), "api": ("order_kit",)}
    agent = np.empty(len(kind), dtype=np.int64)
    for place, name in enumerate(kinds):
        here = kind == place
        agent[here] = agents_of(rng, groups[name], int(here.sum()))
    door = np.array([DOORS[name] for name in kinds])[kind]
    return Devices(
        cookie=counters.take("cookie", len(kind)),
        agent=agent,
        door=door,
        locale=chosen(rng, len(kind), LOCALE_SHARES),
        client=clients(rng, door),
        forgetful=_forgetful(rng, door),
    )


def _forgetful(rng: Generator, door: Ints) -> Floats:
    """Chance that a visit shows a new cookie: browsers lose it now and then, private windows always."""
    private = rng.random(len(door)) < PRIVATE_WINDOWS
    return np.where(door == WEB, np.where(private, 1.0, 0.008), np.where(door == APP, 0.004, 0.001))
