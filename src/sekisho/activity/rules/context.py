"""One event's surroundings in the form the folds read: numbers and keys, looked up once."""

from array import array

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from sekisho.activity.rules.layout import ACCESS_SIZE, FIRST_SEEN, KEY, WHOLE_SIZE
from sekisho.activity.types.facts import Value

Facts = tuple[Value, ...]
_ACCESS_ZERO = array("d", bytes(8 * ACCESS_SIZE))
_TRADE_ZERO = array("d", bytes(8 * (WHOLE_SIZE - ACCESS_SIZE)))


def key_of(text: str) -> float:
    """A 52-bit hash that a double holds exactly, the same on every machine; never 0."""
    return float(xxh3_64_intdigest(text.encode()) >> 12 or 1)


class Context(Struct, gc=False):
    """Keys are 52-bit hashes as doubles; 0.0 means that the event does not say.

    ``kind`` and ``word`` are the facts ``event_type`` and ``channel``; ``time`` holds the facts ``hour`` to
    ``non_business_day``, ``place`` those from ``country`` to ``private_relay``. ``session_place`` and ``flags`` tell
    the session, once it is found.
    """

    at: int
    kind: str
    word: str
    time: Facts
    place: Facts
    device: float
    network: float
    asn: float
    country: float
    agent: float
    agent_exact: float
    channel: float
    client: float
    client_version: float
    language: float
    timezone: float
    session: float
    session_place: int = -1
    flags: int = 0


def new_account(name: str, at: int) -> "array[float]":
    """State of the account ``name``, first heard of at ``at`` (ms)."""
    state = _ACCESS_ZERO[:]
    state[KEY] = key_of(name)
    state[FIRST_SEEN] = at
    return state


def begin_trading(state: "array[float]") -> None:
    """Add the trading part when it is not there yet."""
    if len(state) == ACCESS_SIZE:
        state.extend(_TRADE_ZERO)
