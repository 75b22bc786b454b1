"""Browsers that grow older: the version in a user agent string moves on while its owner does nothing.

Chrome, Edge, Firefox and Opera bring out a version every four weeks, Safari a smaller one about every eight; each
device takes it on a day of its own. Who signs in once a month therefore mostly shows a string that the account never
showed before: in the published figures of real logins 52 % of the legitimate ones do.
"""

import re

import numpy as np

from sekisho.simulation.types.world import Ints, Words

CYCLE = 28
"""Days from one version to the next."""
_PACKED_ON = 20_164
"""The day (since 1970) whose versions the packed profiles show: 2025-03-17."""
_MAJOR = re.compile(r"(Chrome/|CriOS/|Edg/|EdgA/|Firefox/|FxiOS/|OPR/|rv:)(\d+)")
_SAFARI = re.compile(r"(Version/\d+\.)(\d+)")


def steps(day: int, cookies: Words) -> Ints:
    """How many versions each device is ahead of (or behind) the packed profiles on ``day``."""
    waits = (cookies % np.uint64(CYCLE)).astype(np.int64)
    return (day - _PACKED_ON + waits) // CYCLE


def aged(fragment: str, step: int) -> str:
    """The profile ``step`` versions later."""
    if "Chrome/" not in fragment:
        fragment = _SAFARI.sub(lambda found: f"{found[1]}{max(0, int(found[2]) + step // 2)}", fragment)
    return _MAJOR.sub(lambda found: f"{found[1]}{max(1, int(found[2]) + step)}", fragment)


class Wardrobe:
    """The packed profiles at every age that was asked for."""

    def __init__(self, fragments: list[str], timeless: frozenset[int] = frozenset()) -> None:
        """Keep the profiles as packed; those at ``timeless`` places, such as emulators' images, never move on."""
        self._ages: dict[int, list[str]] = {0: fragments}
        self._timeless = timeless

    def at(self, step: int) -> list[str]:
        """All profiles ``step`` versions later."""
        known = self._ages.get(step)
        if known is None:
            known = self._ages[step] = [
                fragment if place in self._timeless else aged(fragment, step)
                for place, fragment in enumerate(self._ages[0])
            ]
        return known
