"""Versions of client programs, and whether one is too old (E-04)."""

import re
from collections.abc import Sequence

from sekisho.authentication.types.policy import ClientMinimum

PARTS = 4
"""Numbers in a version, at most."""
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


def parsed(version: str) -> tuple[int, ...] | None:
    """A version's numbers, padded, so that they compare; None where it is no version."""
    if not _VERSION.fullmatch(version):
        return None
    numbers = tuple(int(part) for part in version.split("."))
    return numbers + (0,) * (PARTS - len(numbers))


def too_old(clients: Sequence[ClientMinimum], *, channel: str, client: str, at: int) -> ClientMinimum | None:
    """The line that refuses this client; None where none does.

    Once a channel has a line in force, only the programs in the table come in there: one that does not say what it is,
    or whose version cannot be read, could be the oldest of all.

    Args:
        clients: the oldest versions accepted.
        channel: as in ``Visit``.
        client: program and version, e.g. ``ispeed/9.1.2``; as in ``Visit``.
        at: the moment, in milliseconds.

    """
    lines = [each for each in clients if each.channel == channel and at >= each.since]
    program, _, version = client.partition("/")
    own = [each for each in lines if each.program == program]
    if not own:
        return lines[0] if lines else None
    newest = max(own, key=lambda each: parsed(each.version) or ())
    found = parsed(version.partition(" ")[0])
    return newest if found is None or found < (parsed(newest.version) or ()) else None
