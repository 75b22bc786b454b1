"""Folds keyed by device and by network over the events themselves (first part of the group SURROUNDINGS)."""

from array import array
from math import log

from sekisho.activity.rules.tables import remember
from sekisho.activity.rules.windows import BITS, bump, level, mark, marked, room, weights
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR

_FIRST = 0
_DEVICE_FAILURES = 1
_DEVICE_ACCOUNTS = 4
_DEVICE_STRIDE = 2
_DEVICE_END = _DEVICE_ACCOUNTS + 8 * _DEVICE_STRIDE
_DEVICE_ZERO = array("d", bytes(8 * _DEVICE_END))

_LOGINS = 1
"""Window of an hour: logins, failures."""
_ACCOUNTS = _LOGINS + room(2)
_NETWORK_ZERO = array("d", bytes(8 * (_ACCOUNTS + room(1))))

NO_DEVICE: FactRow = [None, None, None, None]
NO_NETWORK: FactRow = [None, None, None, None]


def new_device_state(at: int) -> "array[float]":
    """State of a device first seen at ``at``: failures in an hour, the latest eight accounts."""
    state = _DEVICE_ZERO[:]
    state[_FIRST] = at
    return state


def new_network_state(at: int) -> "array[float]":
    """State of a network first seen at ``at``: logins, failures and distinct accounts in an hour."""
    state = _NETWORK_ZERO[:]
    state[_FIRST] = at
    return state


def learn_device_login(state: "array[float]", account: float, at: int, *, failed: bool) -> None:
    """Somebody tried to sign in to ``account`` from the device."""
    place = remember(state, _DEVICE_ACCOUNTS, _DEVICE_END, _DEVICE_STRIDE, account, at)
    state[place + 1] = at
    if failed:
        bump(state, _DEVICE_FAILURES, 1, HOUR, at, (1.0,))


def learn_network_login(state: "array[float]", account: float, at: int, *, failed: bool) -> None:
    """Somebody tried to sign in to ``account`` from the network."""
    bump(state, _LOGINS, 2, HOUR, at, (1.0, 1.0 if failed else 0.0))
    mark(state, _ACCOUNTS, HOUR, at, account)


def device_facts(state: "array[float]", account: float, at: int) -> FactRow:
    """Four facts; the account at hand counts as one of the device's accounts."""
    total = recent = 0
    known = False
    for place in range(_DEVICE_ACCOUNTS, _DEVICE_END, _DEVICE_STRIDE):
        other = state[place]
        if not other:
            break
        total += 1
        recent += at - state[place + 1] < DAY
        known = known or other == account
    if not known:
        total, recent = total + 1, recent + 1
    return [total, recent, level(state, _DEVICE_FAILURES, HOUR, at), max(at - state[_FIRST], 0.0) / DAY]


def network_facts(state: "array[float]", at: int) -> FactRow:
    """Four facts; distinct accounts are estimated from a 52-bit bitmap (linear counting, Whang et al. 1990)."""
    now, before = weights(state, _LOGINS, HOUR, at)
    first = max(at - state[_FIRST], 0.0) / DAY
    if not now:
        return [0.0, 0.0, None, first]
    logins = state[_LOGINS + 1] * now + state[_LOGINS + 2] * before
    failures = state[_LOGINS + 3] * now + state[_LOGINS + 4] * before
    return [
        _ESTIMATES[marked(state, _ACCOUNTS, HOUR, at)],
        failures,
        failures / logins if logins else None,
        first,
    ]


_ESTIMATES = tuple(BITS * log(BITS / max(BITS - bits, 1)) for bits in range(BITS + 1))
