"""Folds keyed by device and by network over the events themselves (first part of the group SURROUNDINGS)."""

from array import array
from math import log
from struct import Struct

from sekisho.activity.rules.context import Facts
from sekisho.activity.rules.layout import PAIR, Table
from sekisho.activity.rules.tables import remember
from sekisho.activity.rules.windows import BITS, level, room, tile
from sekisho.kernel.moments import DAY, HOUR

_FIRST = 0
_DEVICE_FAILURES = 1
_ACCOUNT = 4
_ACCOUNTS = Table.at(_ACCOUNT, 8, PAIR)
_SECOND_ACCOUNT = _ACCOUNTS.rest
_DEVICE_ZERO = array("d", bytes(8 * _ACCOUNTS.end))

_LOGINS = 1
"""Window of an hour: logins, failures, bitmap of accounts."""
_COUNTERS = 3
_NETWORK_ZERO = array("d", bytes(8 * (_LOGINS + room(_COUNTERS))))

_read_network = Struct(f"{_LOGINS + room(_COUNTERS)}d").unpack_from

NO_DEVICE: Facts = (None, None, None, None)
NO_NETWORK: Facts = (None, None, None, None)
NEW_DEVICE: Facts = (1, 1, 0.0, 0.0)
"""The four facts of a device never seen before."""
NEW_NETWORK: Facts = (0.0, 0.0, None, 0.0)
"""The four facts of a network never seen before."""


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
    if state[_ACCOUNT] != account:
        remember(state, _ACCOUNTS, account, at)
    state[_ACCOUNT + 1] = at
    if failed and (place := tile(state, _DEVICE_FAILURES, 1, HOUR, at)):
        state[place] += 1.0


def learn_network_login(state: "array[float]", account: float, at: int, *, failed: bool) -> None:
    """Somebody tried to sign in to ``account`` from the network."""
    place = tile(state, _LOGINS, _COUNTERS, HOUR, at)
    if place:
        state[place] += 1.0
        if failed:
            state[place + 2] += 1.0
        state[place + 4] = int(state[place + 4]) | 1 << int(account) % BITS


def device_facts(state: "array[float]", account: float, at: int) -> Facts:
    """Four facts; the account at hand counts as one of the device's accounts."""
    if state[_ACCOUNT] == account and not state[_SECOND_ACCOUNT]:  # nobody else uses it
        total, recent = 1, 1 if at - state[_ACCOUNT + 1] < DAY else 0
    else:
        total, recent = _count_accounts(state, account, at)
    first = state[_FIRST]
    return (
        total,
        recent,
        level(state, _DEVICE_FAILURES, HOUR, at) if state[_DEVICE_FAILURES] else 0.0,
        (at - first) / DAY if at > first else 0.0,
    )


def _count_accounts(state: "array[float]", account: float, at: int) -> tuple[int, int]:
    total = recent = 0
    known = False
    for place in range(_ACCOUNT, _ACCOUNTS.end, PAIR):
        other = state[place]
        if not other:
            break
        total += 1
        recent += at - state[place + 1] < DAY
        known = known or other == account
    return (total, recent) if known else (total + 1, recent + 1)


def network_facts(state: "array[float]", at: int) -> Facts:
    """Four facts; distinct accounts are estimated from a 52-bit bitmap (linear counting, Whang et al. 1990)."""
    first, start, logins, logins_0, failures, failures_0, bits, bits_0 = _read_network(state)
    days = (at - first) / DAY if at > first else 0.0
    age = at - start
    if age >= 2 * HOUR:
        return 0.0, 0.0, None, days
    if age >= HOUR:
        fading = 2.0 - age / HOUR
        logins, failures, accounts = logins * fading, failures * fading, int(bits)
    else:
        fading = 1.0 - age / HOUR if age > 0 else 1.0
        logins, failures = logins + logins_0 * fading, failures + failures_0 * fading
        accounts = int(bits) | int(bits_0)
    return _ESTIMATES[accounts.bit_count()], failures, failures / logins if logins else None, days


_ESTIMATES = tuple(BITS * log(BITS / max(BITS - bits, 1)) for bits in range(BITS + 1))
