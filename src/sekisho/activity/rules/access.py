"""The account's fold over logins: what is usual for it, and what is new now (facts group ACCESS)."""

from array import array

from sekisho.activity.rules.context import Context, Facts
from sekisho.activity.rules.layout import (
    AGENT,
    AGENTS,
    ASN,
    ASNS,
    C_FIRST,
    C_VERSION,
    CHANNEL,
    CHANNELS,
    CLIENT,
    CLIENTS,
    COUNTRIES,
    COUNTRY,
    D_FIRST,
    D_LOGINS,
    D_STRONG,
    DAY_COUNTERS,
    DEVICE,
    DEVICE_ROWS,
    DEVICES,
    FACTOR_AT,
    FACTORS_KNOWN,
    FIRST_SEEN,
    FRONT_SINCE,
    HOUR_BINS,
    HOURS,
    HOURS_TOTAL,
    IN_1H,
    IN_10M,
    IN_24H,
    KNOWN_DEVICES,
    LANGUAGE,
    LAST_LOGIN,
    LOGINS,
    NETWORK,
    NETWORKS,
    PHR,
    SETTLING,
    STRONG_KINDS,
    TIMEZONE,
    TROUBLE_AT,
)
from sekisho.activity.rules.tables import find, remember, unsettled
from sekisho.activity.rules.windows import bump, level, weights
from sekisho.kernel.moments import DAY, HOUR, JST_OFFSET, MINUTE

_BIN = DAY // HOUR_BINS
_AROUND = tuple(tuple(HOURS + (middle + step) % HOUR_BINS for step in (-1, 0, 1)) for middle in range(HOUR_BINS))
_HABIT_LOGINS = 60
_ENOUGH_LOGINS = 3
_PLACES = (NETWORKS, ASNS, COUNTRIES, AGENTS, CHANNELS)
_UNKNOWN: Facts = (None,) * 8
_UNCOMPARED: Facts = (None,) * 4
_UNTOLD = (None, None)
_QUIET = (0.0, 0.0, 0.0, 0.0)


def same_place(state: "array[float]", context: Context) -> bool:
    """Whether everything about where and on what is as at the latest login, as far as the lists know it."""
    return (
        state[NETWORK] == context.network
        and state[DEVICE] == context.device
        and state[AGENT] == context.agent
        and state[CHANNEL] == context.channel
        and (state[ASN] == context.asn or not context.asn)
        and (state[COUNTRY] == context.country or not context.country)
    )


def access_facts(state: "array[float]", context: Context, flags: int, *, same: bool) -> Facts:
    """The 23 facts of the group ACCESS, before the event is learnt.

    ``flags`` are the session's; ``same`` is what ``same_place`` says.
    """
    at = context.at
    logins, last, seen = state[LOGINS], state[LAST_LOGIN], state[FIRST_SEEN]
    strong = state[STRONG_KINDS] != 0.0
    return (
        (at - seen) / DAY if at > seen else 0.0,
        logins,
        ((at - last) / DAY if at > last else 0.0) if last else None,
        int(state[KNOWN_DEVICES]),
        *(_novelty(state, context, same=same) if logins else _UNKNOWN),
        *(_conduct(state, context) if logins else _UNCOMPARED),
        _hour_share(state, at),
        *(_trouble(state, at) if at - state[TROUBLE_AT] < 2 * DAY else _QUIET),
        strong,
        (strong and not flags & PHR) if flags & FACTORS_KNOWN else None,
    )


def _novelty(state: "array[float]", context: Context, *, same: bool) -> Facts:
    """The eight facts from ``new_device`` to ``new_channel``, the short way for who is where he always is."""
    at = context.at
    if same and at - state[FRONT_SINCE] >= SETTLING and context.device and context.network and context.agent:
        age = (at - state[DEVICE + D_FIRST]) / DAY
        operator, country = False if context.asn else None, False if context.country else None
        return False, age, state[DEVICE + D_LOGINS], False, operator, country, False, False
    return (
        *_device(state, context.device, at),
        unsettled(state, NETWORKS, context.network, at),
        unsettled(state, ASNS, context.asn, at),
        unsettled(state, COUNTRIES, context.country, at),
        unsettled(state, AGENTS, context.agent, at),
        unsettled(state, CHANNELS, context.channel, at),
    )


def _device(state: "array[float]", device: float, at: int) -> tuple[bool | None, float | None, float | None]:
    if not device:
        return None, None, None
    place = find(state, DEVICES, device)
    if place < 0:
        return True, 0.0, 0.0
    age = max(at - state[place + D_FIRST], 0.0)
    return age < SETTLING and not state[place + D_STRONG], age / DAY, state[place + D_LOGINS]


def _conduct(state: "array[float]", context: Context) -> Facts:
    """The four facts from ``new_client`` to ``timezone_changed``."""
    language, timezone = state[LANGUAGE], state[TIMEZONE]
    return (
        *(_program(state, context) if context.client else _UNTOLD),
        context.language != language if language and context.language else None,
        context.timezone != timezone if timezone and context.timezone else None,
    )


def _program(state: "array[float]", context: Context) -> tuple[bool, bool | None]:
    """Whether the client program is new, and older than the account last used."""
    client, version = context.client, context.client_version
    place = CLIENT if state[CLIENT] == client else find(state, CLIENTS, client)
    if place < 0:
        return True, None
    return context.at - state[place + C_FIRST] < SETTLING, version < state[place + C_VERSION] if version else None


def _hour_share(state: "array[float]", at: int) -> float | None:
    total = state[HOURS_TOTAL]
    if total < _ENOUGH_LOGINS:
        return None
    before, now, after = _AROUND[(at + JST_OFFSET) % DAY // _BIN]
    return (state[before] + state[now] + state[after]) / total


def _trouble(state: "array[float]", at: int) -> Facts:
    """Failures in ten minutes and in a day, wrong codes in an hour, abandoned challenges in a day."""
    now, before = weights(state, IN_24H, DAY, at)
    return (
        level(state, IN_10M, 10 * MINUTE, at),
        state[IN_24H + 1] * now + state[IN_24H + 2] * before,
        level(state, IN_1H, HOUR, at),
        state[IN_24H + 3] * now + state[IN_24H + 4] * before,
    )


def learn_success(state: "array[float]", context: Context, flags: int, *, same: bool) -> None:
    """A login succeeded: its context begins to settle, or goes on settling. ``same``: see ``same_place``."""
    at = context.at
    if not same:
        _learn_places(state, context)
    _learn_device(state, context, flags)
    client, version = context.client, context.client_version
    if client:
        if state[CLIENT] != client:
            remember(state, CLIENTS, client, at)
        state[CLIENT + C_VERSION] = max(state[CLIENT + C_VERSION], version)
    _learn_hour(state, at)
    state[LOGINS] += 1.0
    state[LAST_LOGIN] = max(state[LAST_LOGIN], at)


def _learn_places(state: "array[float]", context: Context) -> None:
    at, device = context.at, context.device
    if device and state[DEVICE] != device and remember(state, DEVICES, device, at):
        state[KNOWN_DEVICES] = min(state[KNOWN_DEVICES] + 1.0, DEVICE_ROWS)
    keys = context.network, context.asn, context.country, context.agent, context.channel
    for table, key in zip(_PLACES, keys, strict=True):
        if key and state[table[0]] != key:
            remember(state, table, key, at)
    state[FRONT_SINCE] = max(
        state[DEVICE + 1], state[NETWORK + 1], state[ASN + 1], state[COUNTRY + 1], state[AGENT + 1], state[CHANNEL + 1]
    )


def _learn_device(state: "array[float]", context: Context, flags: int) -> None:
    """Count the login on the device, now the table's first row. Only a settled one teaches language and time zone."""
    at = context.at
    settled = not context.device
    if not settled:
        # A phishing-resistant login vouches for its device, unless the authenticator itself is fresh:
        # a thief who enrols one must not make his own device usual (C-10).
        if flags & PHR and at - state[FACTOR_AT] >= SETTLING:
            state[DEVICE + D_STRONG] = 1.0
        state[DEVICE + D_LOGINS] += 1.0
        settled = at - state[DEVICE + D_FIRST] >= SETTLING or state[DEVICE + D_STRONG] != 0.0
    if context.language and (settled or not state[LANGUAGE]):
        state[LANGUAGE] = context.language
    if context.timezone and (settled or not state[TIMEZONE]):
        state[TIMEZONE] = context.timezone


def _learn_hour(state: "array[float]", at: int) -> None:
    state[HOURS + (at + JST_OFFSET) % DAY // _BIN] += 1.0
    total = state[HOURS_TOTAL] + 1.0
    if total > _HABIT_LOGINS:
        total *= 0.5
        for place in range(HOURS, HOURS + HOUR_BINS):
            state[place] *= 0.5
    state[HOURS_TOTAL] = total


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


def confirm_device(state: "array[float]", device: float) -> None:
    """The customer vouched for the session's device with a phishing-resistant factor."""
    place = find(state, DEVICES, device) if device else -1
    if place >= 0:
        state[place + D_STRONG] = 1.0
