"""One event's surroundings in the form the folds read: numbers and keys, looked up once."""

from array import array

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from sekisho.activity.rules.layout import ACCESS_SIZE, FIRST_SEEN, KEY, TRADE_SIZE
from sekisho.activity.types.facts import FactRow

_ACCESS_ZERO = array("d", bytes(8 * ACCESS_SIZE))
_TRADE_ZERO = array("d", bytes(8 * TRADE_SIZE))


def key_of(text: str) -> float:
    """A 52-bit hash that a double holds exactly, the same on every machine; never 0."""
    return float(xxh3_64_intdigest(text.encode()) >> 12 or 1)


class Context(Struct, gc=False):
    """Keys are 52-bit hashes as doubles; 0.0 means that the event does not say.

    ``head`` holds the first 13 facts of the group EVENT, ``event_type`` to ``device_missing``.
    """

    at: int
    kind: str
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
    head: FactRow
    session_place: int = -1

    def where(self) -> tuple[float, float, float, float, float]:
        """Network, operator, country, device and agent, in the order in which a session keeps them."""
        return self.network, self.asn, self.country, self.device, self.agent


class Account:
    """State of one account: two flat arrays, the second only once it is needed."""

    __slots__ = ("access", "trade")

    def __init__(self, key: float, at: int) -> None:
        self.access: array[float] = _ACCESS_ZERO[:]
        self.access[KEY] = key
        self.access[FIRST_SEEN] = at
        self.trade: array[float] | None = None

    def trading(self) -> "array[float]":
        """The trading part, made at first use."""
        if self.trade is None:
            self.trade = _TRADE_ZERO[:]
        return self.trade
