"""Small tables of (key, first seen, …) inside a flat array, most recent first, bounded by forgetting the last."""

from array import array
from itertools import islice
from typing import TypeVar

from sekisho.activity.rules.layout import SETTLING, Table

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_PART = 64


def find(state: "array[float]", table: Table, key: float) -> int:
    """Place of the row with ``key``, or -1."""
    front, rest, end, stride = table
    if state[front] == key:
        return front
    for place in range(rest, end, stride):
        if state[place] == key:
            return place
    return -1


def unsettled(state: "array[float]", table: Table, key: float, at: int) -> bool | None:
    """Whether ``key`` is absent or was first seen less than the settling time ago; unknown for 0."""
    if not key:
        return None
    place = find(state, table, key)
    return place < 0 or at - state[place + 1] < SETTLING


def remember(state: "array[float]", table: Table, key: float, at: int) -> bool:
    """Bring ``key`` to the front, adding it with first seen ``at`` when absent. Returns whether it was absent."""
    front, rest, end, stride = table
    place = find(state, table, key)
    if place == front:
        return False
    former = state[front : front + stride]
    if place < 0:
        state[front : front + stride] = array("d", [key, at] + [0.0] * (stride - 2))
        last = end - stride
    else:
        state[front : front + stride] = state[place : place + stride]
        last = place
    if last > rest:
        state[rest + stride : last + stride] = state[rest:last]
    state[rest : rest + stride] = former
    return place < 0


def make_room(states: dict[_Key, _Value], most: int) -> dict[_Key, _Value]:
    """When ``most`` keys are held, forget those that came first: a part at once, as each search for the first costs."""
    if len(states) >= most:
        for key in list(islice(states, max(most // _PART, 1))):
            del states[key]
    return states
