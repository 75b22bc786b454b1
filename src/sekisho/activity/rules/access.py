"""The account's fold over logins: what is usual for it, and what is new now (facts group ACCESS)."""

from array import array

from sekisho.activity.rules.context import Context
from sekisho.activity.rules.layout import (
    AGENTS,
    AGENTS_END,
    ASNS,
    ASNS_END,
    C_FIRST,
    C_VERSION,
    CHANNELS,
    CHANNELS_END,
    CLIENT_STRIDE,
    CLIENTS,
    CLIENTS_END,
    COUNTRIES,
    COUNTRIES_END,
    D_FIRST,
    D_LOGINS,
    D_STRONG,
    DAY_COUNTERS,
    DEVICE_STRIDE,
    DEVICES,
    DEVICES_END,
    FACTOR_AT,
    FACTORS_KNOWN,
    FIRST_SEEN,
    FRONT_SINCE,
    HOUR_BINS,
    HOURS,
    IN_1H,
    IN_10M,
    IN_24H,
    LANGUAGE,
    LAST_LOGIN,
    LATEST,
    LOGINS,
    NETWORKS,
    NETWORKS_END,
    PAIR,
    PHR,
    SETTLING,
    STRONG_KINDS,
    TIMEZONE,
    TROUBLE_AT,
)
from sekisho.activity.rules.tables import filled, find, remember, unsettled
from sekisho.activity.rules.windows import bump, level, weights
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR, JST_OFFSET, MINUTE

_BIN = DAY // HOUR_BINS
_HABIT_LOGINS = 60
_ENOUGH_LOGINS = 3


def access_facts(state: "array[float]", context: Context, flags: int) -> FactRow:
    """The 24 facts of the group ACCESS, before the event is learnt. ``flags`` are the session's."""
    at = context.at
    logins, last, seen = state[LOGINS], state[LAST_LOGIN], state[FIRST_SEEN]
    strong = state[STRONG_KINDS] != 0.0
    return [
        (at - seen) / DAY if at > seen else 0.0,
        logins,
        (max(at - last, 0.0) / DAY) if last else None,
        filled(state, DEVICES, DEVICES_END, DEVICE_STRIDE),
        *(_novelty(state, context) if logins else _UNKNOWN),
        _hour_share(state, at),
        *(_trouble(state, at) if at - state[TROUBLE_AT] < 2 * DAY else _QUIET),
        strong,
        (strong and not flags & PHR) if flags & FACTORS_KNOWN else None,
    ]


_UNKNOWN: tuple[None, ...] = (None,) * 12
"""An account without a successful login has no habits: nothing can be new to it."""
_QUIET = (0.0, 0.0, 0.0, 0.0)


def _trouble(state: "array[float]", at: int) -> FactRow:
    """Failures in ten minutes and in a day, wrong codes in an hour, abandoned challenges in a day."""
    now, before = weights(state, IN_24H, DAY, at)
    return [
        level(state, IN_10M, 10 * MINUTE, at),
        state[IN_24H + 1] * now + state[IN_24H + 2] * before,
        level(state, IN_1H, HOUR, at),
        state[IN_24H + 3] * now + state[IN_24H + 4] * before,
    ]


def _novelty(state: "array[float]", context: Context) -> FactRow:
    at = context.at
    if context.where() == _front(state) and state[CHANNELS] == context.channel and _old(state, context):
        place = DEVICES
        known: FactRow = [False, (at - state[place + D_FIRST]) / DAY, state[place + D_LOGINS], *_NOTHING_NEW]
    else:
        known = [
            *_device(state, context.device, at),
            unsettled(state, NETWORKS, NETWORKS_END, context.network, at),
            unsettled(state, ASNS, ASNS_END, context.asn, at),
            unsettled(state, COUNTRIES, COUNTRIES_END, context.country, at),
            unsettled(state, AGENTS, AGENTS_END, context.agent, at),
            unsettled(state, CHANNELS, CHANNELS_END, context.channel, at),
        ]
    return [
        *known,
        *(_client(state, context, at) if context.client else (None, None)),
        _differs(state[LANGUAGE], context.language),
        _differs(state[TIMEZONE], context.timezone),
    ]


_NOTHING_NEW = (False, False, False, False, False)


def _front(state: "array[float]") -> tuple[float, float, float, float, float]:
    """The most recent network, operator, country, device and agent."""
    return state[NETWORKS], state[ASNS], state[COUNTRIES], state[DEVICES], state[AGENTS]


def _old(state: "array[float]", context: Context) -> bool:
    """Whether all of the first rows have settled, and none is empty."""
    return context.at - state[FRONT_SINCE] >= SETTLING and 0.0 not in context.where()


def _device(state: "array[float]", device: float, at: int) -> tuple[bool | None, float | None, float | None]:
    if not device:
        return None, None, None
    place = DEVICES if state[DEVICES] == device else find(state, DEVICES, DEVICES_END, DEVICE_STRIDE, device)
    if place < 0:
        return True, 0.0, 0.0
    age = max(at - state[place + D_FIRST], 0.0)
    return age < SETTLING and not state[place + D_STRONG], age / DAY, state[place + D_LOGINS]


def _client(state: "array[float]", context: Context, at: int) -> tuple[bool | None, bool | None]:
    place = find(state, CLIENTS, CLIENTS_END, CLIENT_STRIDE, context.client)
    if place < 0:
        return True, None
    fresh = at - state[place + C_FIRST] < SETTLING
    older = context.client_version < state[place + C_VERSION] if context.client_version else None
    return fresh, older


def _differs(usual: float, now: float) -> bool | None:
    return now != usual if usual and now else None


def _hour_share(state: "array[float]", at: int) -> float | None:
    hours = state[HOURS : HOURS + HOUR_BINS]
    total = sum(hours)
    if total < _ENOUGH_LOGINS:
        return None
    middle = (at + JST_OFFSET) % DAY // _BIN
    return (hours[middle - 1] + hours[middle] + hours[(middle + 1) % HOUR_BINS]) / total


def learn_success(state: "array[float]", context: Context, flags: int) -> None:
    """A login succeeded: its context begins to settle, or goes on settling."""
    at = context.at
    _learn_device(state, context, flags)
    if context.where() != _front(state) or state[CHANNELS] != context.channel:
        _learn_places(state, context)
    if context.client:
        place = remember(state, CLIENTS, CLIENTS_END, CLIENT_STRIDE, context.client, at)
        state[place + C_VERSION] = max(state[place + C_VERSION], context.client_version)
    _learn_hour(state, at)
    state[LOGINS] += 1.0
    state[LAST_LOGIN] = max(state[LAST_LOGIN], at)


def _learn_places(state: "array[float]", context: Context) -> None:
    at = context.at
    tables = (
        (NETWORKS, NETWORKS_END, context.network),
        (ASNS, ASNS_END, context.asn),
        (COUNTRIES, COUNTRIES_END, context.country),
        (AGENTS, AGENTS_END, context.agent),
        (CHANNELS, CHANNELS_END, context.channel),
    )
    for base, end, key in tables:
        if key:
            remember(state, base, end, PAIR, key, at)
    firsts = (NETWORKS, ASNS, COUNTRIES, AGENTS, CHANNELS, DEVICES)
    state[FRONT_SINCE] = max(state[base + 1] for base in firsts)


def _learn_device(state: "array[float]", context: Context, flags: int) -> None:
    at = context.at
    settled = not context.device
    if context.device:
        place = remember(state, DEVICES, DEVICES_END, DEVICE_STRIDE, context.device, at)
        # A phishing-resistant login vouches for its device, unless the authenticator itself is fresh:
        # a thief who enrols one must not make his own device usual (C-10).
        if flags & PHR and at - state[FACTOR_AT] >= SETTLING:
            state[place + D_STRONG] = 1.0
        state[place + D_LOGINS] += 1.0
        settled = bool(state[place + D_STRONG]) or at - state[place + D_FIRST] >= SETTLING
    for place, now in ((LANGUAGE, context.language), (TIMEZONE, context.timezone)):
        if now and (settled or not state[place]):
            state[place] = now


def _learn_hour(state: "array[float]", at: int) -> None:
    state[HOURS + (at + JST_OFFSET) % DAY // _BIN] += 1.0
    if sum(state[HOURS : HOURS + HOUR_BINS]) > _HABIT_LOGINS:
        for place in range(HOURS, HOURS + HOUR_BINS):
            state[place] *= 0.5


def learn_failure(state: "array[float]", at: int, *, code: bool) -> None:
    """An authentication failed; ``code`` when it was a one-time code."""
    state[TROUBLE_AT] = max(state[TROUBLE_AT], at)
    bump(state, IN_10M, 1, 10 * MINUTE, at, (1.0,))
    bump(state, IN_24H, DAY_COUNTERS, DAY, at, (1.0, 0.0, 0.0))
    if code:
        bump(state, IN_1H, 1, HOUR, at, (1.0,))


def learn_abandoned(state: "array[float]", at: int) -> None:
    """A challenge was abandoned."""
    state[TROUBLE_AT] = max(state[TROUBLE_AT], at)
    bump(state, IN_24H, DAY_COUNTERS, DAY, at, (0.0, 1.0, 0.0))


def touch(state: "array[float]", at: int) -> bool:
    """Note the account's latest event. Returns whether this one came late."""
    if at < state[LATEST]:
        return True
    state[LATEST] = at
    return False


def confirm_device(state: "array[float]", device: float) -> None:
    """The customer vouched for the session's device with a phishing-resistant factor."""
    place = find(state, DEVICES, DEVICES_END, DEVICE_STRIDE, device) if device else -1
    if place >= 0:
        state[place + D_STRONG] = 1.0
