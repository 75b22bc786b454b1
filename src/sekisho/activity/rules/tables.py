"""Small tables of (key, first seen, …) inside a flat array, most recent first, bounded by forgetting the last."""

from array import array

from sekisho.activity.rules.layout import PAIR, SETTLING


def find(state: "array[float]", base: int, end: int, stride: int, key: float) -> int:
    """Place of the row with ``key``, or -1."""
    if state[base] == key:
        return base
    for place in range(base + stride, end, stride):
        if state[place] == key:
            return place
    return -1


def unsettled(state: "array[float]", base: int, end: int, key: float, at: int) -> bool | None:
    """Whether ``key`` of a table of pairs is absent or first seen less than the settling time ago; unknown for 0."""
    if not key:
        return None
    place = base if state[base] == key else find(state, base, end, PAIR, key)
    return place < 0 or at - state[place + 1] < SETTLING


def remember(state: "array[float]", base: int, end: int, stride: int, key: float, at: int) -> int:
    """Bring ``key`` to the front, adding it with first seen ``at`` when absent. Returns its place."""
    if state[base] == key:
        return base
    place = find(state, base, end, stride, key)
    if place < 0:
        row = array("d", [key, at]) + array("d", bytes(8 * (stride - 2)))
        state[base + stride : end] = state[base : end - stride]
    else:
        row = state[place : place + stride]
        state[base + stride : place + stride] = state[base:place]
    state[base : base + stride] = row
    return base


def filled(state: "array[float]", base: int, end: int, stride: int) -> int:
    """How many rows are in use; rows fill from the front."""
    for place in range(base, end, stride):
        if not state[place]:
            return (place - base) // stride
    return (end - base) // stride
