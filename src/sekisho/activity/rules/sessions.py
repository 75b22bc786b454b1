"""The account's sessions (facts group SESSION): where each began, and whether it has moved."""

from array import array

from sekisho.activity.rules.context import Context
from sekisho.activity.rules.layout import (
    FACTORS_KNOWN,
    PASSWORD_ONLY,
    PHR,
    RELAYABLE,
    S_AGENT,
    S_ASN,
    S_COUNTRY,
    S_DEVICE,
    S_FLAGS,
    S_KEY,
    S_LOGIN,
    S_NETWORK,
    S_ORDERS,
    SESSION_STRIDE,
    SESSIONS,
    SESSIONS_END,
)
from sekisho.activity.types.events import PHISHING_RESISTANT
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, MINUTE

_STRONG_WORDS = PHISHING_RESISTANT | {"phr", "phrh"}
_KNOWLEDGE_WORDS = frozenset({"password", "pwd", "pin", "kba"})
_NONE = -1
UNKNOWN: FactRow = [False, None, None, None, None, None, None]


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


def find_session(state: "array[float]", context: Context) -> int:
    """Place of the session the event belongs to: by reference, else by device, else the latest. -1 when none."""
    wanted, part = (context.session, S_KEY) if context.session else (context.device, S_DEVICE)
    for place in range(SESSIONS, SESSIONS_END, SESSION_STRIDE):
        if wanted and state[place + part] == wanted and state[place + S_LOGIN]:
            return place if context.at - state[place + S_LOGIN] < DAY else _NONE
    if context.session or not state[SESSIONS + S_LOGIN] or context.at - state[SESSIONS + S_LOGIN] >= DAY:
        return _NONE
    return SESSIONS


def open_session(state: "array[float]", context: Context, flags: int) -> None:
    """A login succeeded: its session becomes the first row, and the oldest is forgotten."""
    state[SESSIONS + SESSION_STRIDE : SESSIONS_END] = state[SESSIONS : SESSIONS_END - SESSION_STRIDE]
    state[SESSIONS : SESSIONS + SESSION_STRIDE] = array(
        "d",
        [
            context.session,
            context.at,
            context.network,
            context.asn,
            context.country,
            context.device,
            context.agent,
            flags,
            0.0,
        ],
    )


def close_session(state: "array[float]", context: Context) -> None:
    """A logout: the session can no longer be used to explain an event."""
    place = find_session(state, context)
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


def session_facts(state: "array[float]", context: Context) -> FactRow:
    """The 8 facts of the group SESSION."""
    at, place = context.at, context.session_place
    parallel = parallel_sessions(state, context) if state[SESSIONS + SESSION_STRIDE + S_LOGIN] or place < 0 else 0
    if place < 0:
        return [*UNKNOWN, parallel]
    return [
        True,
        max(at - state[place + S_LOGIN], 0.0) / MINUTE,
        *(
            then != now if then and now else None
            for then, now in zip(state[place + S_NETWORK : place + S_FLAGS], context.where(), strict=True)
        ),
        parallel,
    ]


def parallel_sessions(state: "array[float]", context: Context) -> int:
    """Other sessions begun within half an hour from another device."""
    since, count = context.at - 30 * MINUTE, 0
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
