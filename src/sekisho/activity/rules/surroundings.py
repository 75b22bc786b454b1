"""Folds keyed by device and by network over the events themselves (first part of the group SURROUNDINGS)."""

from array import array
from math import log

from sekisho.activity.rules.tables import find, remember
from sekisho.activity.rules.windows import BITS, bump, level, mark, marked
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR

_FIRST = 0
_DEVICE_FAILURES = 1
_DEVICE_ACCOUNTS = 4
_DEVICE_STRIDE = 2
_DEVICE_END = _DEVICE_ACCOUNTS + 8 * _DEVICE_STRIDE
_DEVICE_ZERO = array("d", bytes(8 * _DEVICE_END))

_LOGINS = 1
_FAILURES = 4
_ACCOUNTS = 7
_NETWORK_SIZE = 10
_NETWORK_ZERO = array("d", bytes(8 * _NETWORK_SIZE))

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
        bump(state, _DEVICE_FAILURES, HOUR, at, 1.0)


def learn_network_login(state: "array[float]", account: float, at: int, *, failed: bool) -> None:
    """Somebody tried to sign in to ``account`` from the network."""
    bump(state, _LOGINS, HOUR, at, 1.0)
    mark(state, _ACCOUNTS, HOUR, at, account)
    if failed:
        bump(state, _FAILURES, HOUR, at, 1.0)


def device_facts(state: "array[float]", account: float, at: int) -> FactRow:
    """Four facts; the account at hand counts as one of the device's accounts."""
    total = recent = 0
    for place in range(_DEVICE_ACCOUNTS, _DEVICE_END, _DEVICE_STRIDE):
        if state[place]:
            total += 1
            recent += at - state[place + 1] < DAY
    if find(state, _DEVICE_ACCOUNTS, _DEVICE_END, _DEVICE_STRIDE, account) < 0:
        total += 1
        recent += 1
    return [total, recent, level(state, _DEVICE_FAILURES, HOUR, at), max(at - state[_FIRST], 0.0) / DAY]


def network_facts(state: "array[float]", at: int) -> FactRow:
    """Four facts; distinct accounts are estimated from a 52-bit bitmap (linear counting, Whang et al. 1990)."""
    logins = level(state, _LOGINS, HOUR, at)
    failures = level(state, _FAILURES, HOUR, at)
    empty = BITS - marked(state, _ACCOUNTS, HOUR, at)
    accounts = BITS * log(BITS / max(empty, 1))
    return [accounts, failures, failures / logins if logins else None, max(at - state[_FIRST], 0.0) / DAY]
