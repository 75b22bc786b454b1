"""Small tables of (key, first seen, …) inside a flat array, most recent first, bounded by forgetting the last."""

from array import array
from itertools import islice
from typing import TypeVar

from sekisho.activity.rules.layout import SETTLING, Table

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_PART = 64
_EMPTY = array("d", bytes(8 * 4))


def find(state: "array[float]", table: Table, key: float) -> int:
    """Place of the row with ``key``, or -1."""
    front, rest, end, stride = table
    if state[front] == key:
        return front
    keys = state[rest:end:stride]  # searched in one go, which is quicker than looking at each
    return rest + stride * keys.index(key) if key in keys else -1


def unsettled(state: "array[float]", table: Table, key: float, at: int) -> bool | None:
    """Whether ``key`` is absent or was first seen less than the settling time ago; unknown for 0."""
    if not key:
        return None
    place = table[0]
    if state[place] != key:
        place = find(state, table, key)
    return place < 0 or at - state[place + 1] < SETTLING


def remember(state: "array[float]", table: Table, key: float, at: int) -> bool:
    """Bring ``key`` to the front, adding it with first seen ``at`` when absent. Returns whether it was absent."""
    front, rest, end, stride = table
    if state[front] == key:
        return False
    if not state[front]:  # an empty table, as most are when an account is young
        state[front] = key
        state[front + 1] = at
        return True
    former = state[front : front + stride]
    keys = state[rest:end:stride]
    known = key in keys
    if known:
        last = rest + stride * keys.index(key)
        state[front : front + stride] = state[last : last + stride]
    else:
        last = end - stride
        state[front : front + stride] = _EMPTY[:stride]
        state[front] = key
        state[front + 1] = at
    if last > rest:
        state[rest + stride : last + stride] = state[rest:last]
    state[rest : rest + stride] = former
    return not known


def make_room(states: dict[_Key, _Value], most: int) -> dict[_Key, _Value]:
    """When ``most`` keys are held, forget those that came first: a part at once, as each search for the first costs."""
    if len(states) >= most:
        for key in list(islice(states, max(most // _PART, 1))):
            del states[key]
    return states
