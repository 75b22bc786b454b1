"""Counters over sliding windows, three numbers each, in a flat array of doubles.

A window of width w keeps the sum of the current tile of w milliseconds and of the one before it. The level is the
current sum plus the part of the previous one that still lies in the window, as if that part had been spread evenly.
So a counter is bounded, needs no list of events, and errs by at most one tile's unevenness.
"""

from array import array

WIDTH_OF_COUNTER = 3
_START, _CURRENT, _PREVIOUS = 0, 1, 2
BITS = 52
"""Bits of a double that hold an integer exactly; the size of a distinct-count bitmap."""


def bump(state: "array[float]", place: int, width: int, at: int, amount: float) -> None:
    """Add ``amount`` at ``at`` (ms). Late amounts join the tile they belong to, or are too old to matter."""
    start = state[place]
    age = at - start
    if 0 <= age < width:
        state[place + _CURRENT] += amount
    elif age >= width:
        turn(state, place, width, at)
        state[place + _CURRENT] += amount
    elif age >= -width:
        state[place + _PREVIOUS] += amount


def turn(state: "array[float]", place: int, width: int, at: int) -> None:
    """Begin the tile that contains ``at``; tiles start at multiples of ``width``."""
    start = at - at % width
    state[place + _PREVIOUS] = state[place + _CURRENT] if start - state[place] == width else 0.0
    state[place + _CURRENT] = 0.0
    state[place] = start


def level(state: "array[float]", place: int, width: int, at: int) -> float:
    """The sum over the ``width`` milliseconds before ``at``."""
    age = at - state[place]
    if age < width:
        if age <= 0:
            return state[place + _CURRENT] + state[place + _PREVIOUS]
        return state[place + _CURRENT] + state[place + _PREVIOUS] * (1.0 - age / width)
    if age < 2 * width:
        return state[place + _CURRENT] * (2.0 - age / width)
    return 0.0


def mark(state: "array[float]", place: int, width: int, at: int, key: float) -> None:
    """Set the bit of ``key`` in the window's bitmap."""
    if at - state[place] >= width:
        turn(state, place, width, at)
    bit = 1 << int(key) % BITS
    state[place + _CURRENT] = float(int(state[place + _CURRENT]) | bit)


def marked(state: "array[float]", place: int, width: int, at: int) -> int:
    """Bits set in the window and the tile before it."""
    age = at - state[place]
    if age >= 2 * width:
        return 0
    if age >= width:
        return int(state[place + _CURRENT]).bit_count()
    return (int(state[place + _CURRENT]) | int(state[place + _PREVIOUS])).bit_count()
