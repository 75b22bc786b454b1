"""Counters over sliding windows in a flat array of doubles, several counters to one window.

A window of width w keeps for each counter the sum of the current tile of w milliseconds and of the one before it.
The level is the current sum plus the part of the previous one that still lies in the window, as if that part had been
spread evenly. So a counter is bounded, needs no list of events, and errs by at most one tile's unevenness.

A window lies in the array as: start of the current tile, then current and previous sum of each counter.
"""

from array import array
from typing import TypeAlias

Numbers: TypeAlias = "array[float] | list[float]"
BITS = 52
"""Bits of a double that hold an integer exactly; the size of a distinct-count bitmap."""
NEVER = (0.0, 0.0)
_EMPTY = array("d", bytes(8 * 16))


def room(counters: int) -> int:
    """Doubles that a window with so many counters takes."""
    return 1 + 2 * counters


def tile(state: Numbers, window: int, counters: int, width: int, at: int) -> int:
    """Where an amount of the first counter at ``at`` (ms) belongs; the next counters' follow by twos.

    Begins a new tile when ``at`` asks for one. Late amounts join the tile they belong to; 0 when they are too old.
    """
    age = at - state[window]
    if age >= width:
        turn(state, window, counters, width, at)
        return window + 1
    if age >= 0:
        return window + 1
    return window + 2 if age >= -width else 0


def bump(state: "array[float]", window: int, counters: int, width: int, at: int, amounts: tuple[float, ...]) -> None:
    """Add one amount to each counter at ``at`` (ms); nothing when it is too old."""
    place = tile(state, window, counters, width, at)
    if not place:
        return
    for amount in amounts:
        if amount:
            state[place] += amount
        place += 2


def turn(state: Numbers, window: int, counters: int, width: int, at: int) -> None:
    """Begin the tile that contains ``at``; tiles start at multiples of ``width``."""
    start = at - at % width
    if start - state[window] == width:
        for place in range(window + 1, window + 1 + 2 * counters, 2):
            state[place + 1] = state[place]
            state[place] = 0.0
    else:
        state[window + 1 : window + 1 + 2 * counters] = _EMPTY[: 2 * counters]
    state[window] = start


def weights(state: "array[float]", window: int, width: int, at: int) -> tuple[float, float]:
    """How much of the current and of the previous sum lies in the ``width`` milliseconds before ``at``."""
    age = at - state[window]
    if age >= 2 * width:
        return NEVER
    if age >= width:
        return 2.0 - age / width, 0.0
    return 1.0, 1.0 if age <= 0 else 1.0 - age / width


def level(state: "array[float]", window: int, width: int, at: int, counter: int = 0) -> float:
    """The sum of one counter over the ``width`` milliseconds before ``at``."""
    age = at - state[window]
    if age >= 2 * width:
        return 0.0
    now, before = weights(state, window, width, at)
    place = window + 1 + 2 * counter
    return state[place] * now + state[place + 1] * before


def mark(state: "array[float]", window: int, width: int, at: int, key: float) -> None:
    """Set the bit of ``key`` in a window of one counter that holds a bitmap."""
    place = tile(state, window, 1, width, at)
    if place:
        state[place] = int(state[place]) | 1 << int(key) % BITS


def marked(state: "array[float]", window: int, width: int, at: int) -> int:
    """Bits set in the window and the tile before it."""
    age = at - state[window]
    if age >= 2 * width:
        return 0
    if age >= width:
        return int(state[window + 1]).bit_count()
    return (int(state[window + 1]) | int(state[window + 2])).bit_count()
