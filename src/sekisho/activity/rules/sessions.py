"""The account's sessions (facts group SESSION): where each began, and whether it has moved."""

from array import array
from functools import lru_cache
from struct import Struct

from sekisho.activity.rules.context import Context, Facts
from sekisho.activity.rules.layout import (
    FACTORS_KNOWN,
    LAST_LOGIN,
    NEWEST_SESSION,
    PASSWORD_ONLY,
    PHR,
    RELAYABLE,
    S_AGENT,
    S_ASN,
    S_COUNTRY,
    S_DEVICE,
    S_KEY,
    S_LOGIN,
    S_NETWORK,
    S_ORDERS,
    SESSION_ROWS,
    SESSION_STRIDE,
    SESSIONS,
    SESSIONS_END,
)
from sekisho.activity.types.events import PHISHING_RESISTANT
from sekisho.kernel.moments import DAY, MINUTE

_STRONG_WORDS = PHISHING_RESISTANT | {"phr", "phrh"}
_KNOWLEDGE_WORDS = frozenset({"password", "pwd", "pin", "kba"})
_NONE = -1
_HALF_AN_HOUR = 30 * MINUTE
_UNKNOWN: Facts = (False, None, None, None, None, None, None)
_write = Struct(f"{SESSION_STRIDE}d").pack_into
_read_place = Struct("5d").unpack_from
_NEWEST_FIRST = tuple(
    tuple(SESSIONS + (newest - age) % SESSION_ROWS * SESSION_STRIDE for age in range(SESSION_ROWS))
    for newest in range(SESSION_ROWS)
)


@lru_cache(maxsize=4_096)
def flags_of(factors: tuple[str, ...]) -> int:
    """Bits for the factors of a login (RFC 8176 values or factor kinds); 0 when none is named."""
    if not factors:
        return 0
    if any(factor in _STRONG_WORDS for factor in factors):
        return FACTORS_KNOWN | PHR
    # Possession of a key (RFC 8176 hwk, swk, pop) alone does not say that the answer is bound to the origin.
    if any(factor not in _KNOWLEDGE_WORDS for factor in factors):
        return FACTORS_KNOWN | RELAYABLE
    return FACTORS_KNOWN | PASSWORD_ONLY


def _flag_facts(flags: int) -> tuple[bool | None, bool | None, bool | None]:
    if not flags & FACTORS_KNOWN:
        return None, None, None
    return bool(flags & PHR), bool(flags & RELAYABLE), bool(flags & PASSWORD_ONLY)


FLAG_FACTS = tuple(_flag_facts(flags) for flags in range(2 * FACTORS_KNOWN))
"""By a session's flags: phishing-resistant, relayable code, password only; all unknown when no factor was named."""


def find_session(state: "array[float]", session: float, device: float, at: int) -> int:
    """Place of the session an event belongs to: by reference, else by device, else the latest. -1 when none."""
    wanted, part = (session, S_KEY) if session else (device, S_DEVICE)
    rows = _NEWEST_FIRST[int(state[NEWEST_SESSION])]
    if wanted:
        for place in rows:
            if state[place + part] == wanted and state[place + S_LOGIN]:
                return place if at - state[place + S_LOGIN] < DAY else _NONE
    newest = rows[0]
    if session or not state[newest + S_LOGIN] or at - state[newest + S_LOGIN] >= DAY:
        return _NONE
    return newest


def open_session(state: "array[float]", context: Context) -> None:
    """A login succeeded: its session becomes the newest row, in the place of the oldest."""
    newest = (int(state[NEWEST_SESSION]) + 1) % SESSION_ROWS
    state[NEWEST_SESSION] = newest
    _write(
        state, 8 * (SESSIONS + newest * SESSION_STRIDE), context.session, context.at, context.network, context.asn,
        context.country, context.device, context.agent, context.flags, 0.0,
    )  # fmt: skip


def close_session(state: "array[float]", session: float, device: float, at: int) -> None:
    """A logout: the session can no longer be used to explain an event."""
    place = find_session(state, session, device, at)
    if place >= 0:
        state[place + S_LOGIN] = 0.0


def adopt(state: "array[float]", context: Context) -> None:
    """Fill in from the event's session what the event itself does not say (device, network, agent)."""
    place = context.session_place
    context.device = context.device or state[place + S_DEVICE]
    context.agent = context.agent or state[place + S_AGENT]
    if not context.network:
        context.network = state[place + S_NETWORK]
        context.asn = state[place + S_ASN]
        context.country = state[place + S_COUNTRY]


def session_facts(state: "array[float]", context: Context) -> Facts:
    """The 8 facts of the group SESSION."""
    at, place = context.at, context.session_place
    if place < 0:
        return *_UNKNOWN, parallel_sessions(state, context)
    network, asn, country, device, agent = _read_place(state, 8 * (place + S_NETWORK))
    since = state[place + S_LOGIN]
    return (
        True,
        (at - since) / MINUTE if at > since else 0.0,
        network != context.network if network and context.network else None,
        asn != context.asn if asn and context.asn else None,
        country != context.country if country and context.country else None,
        device != context.device if device and context.device else None,
        agent != context.agent if agent and context.agent else None,
        parallel_sessions(state, context),
    )


def parallel_sessions(state: "array[float]", context: Context) -> int:
    """Other sessions begun within half an hour from another device."""
    since, count = context.at - _HALF_AN_HOUR, 0
    if state[LAST_LOGIN] <= since:
        return 0
    for row in range(SESSIONS, SESSIONS_END, SESSION_STRIDE):
        if state[row + S_LOGIN] > since and row != context.session_place and state[row + S_DEVICE] != context.device:
            count += 1
    return count


def count_order(state: "array[float]", place: int) -> bool | None:
    """Count an order in its session. Returns whether it is the first; unknown without a session."""
    if place < 0:
        return None
    state[place + S_ORDERS] += 1.0
    return state[place + S_ORDERS] == 1.0
