"""Stage 2, keyed by network, exact browser string and the whole market: logins and buying weighted by session risk."""

from array import array

from sekisho.activity.rules.instruments import RAISED
from sekisho.activity.rules.windows import bump, level, room, weights
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR, MINUTE

_DECAY_AT = 1_000_000.0
_LOGINS_10M = 0
"""Window of ten minutes: logins, failures."""
_BOUGHT_30M = room(2)
"""Window of half an hour: yen bought of thin names, the same weighted by session risk."""
_ZERO_NETWORK = array("d", bytes(8 * room(1)))
_ZERO_AGENT = array("d", bytes(8 * room(2)))
_ZERO_MARKET = array("d", bytes(8 * 2 * room(2)))
_MOST_AGENTS = 50_000
_MOST_NETWORKS = 200_000


class Shares:
    """How common each value is among all logins; halved together so that old habits fade."""

    __slots__ = ("counts", "total")

    def __init__(self) -> None:
        self.counts: dict[float, float] = {}
        self.total = 0.0

    def add(self, key: float) -> None:
        """One more login showed ``key``."""
        self.counts[key] = self.counts.get(key, 0.0) + 1.0
        self.total += 1.0
        if self.total >= _DECAY_AT:
            self.counts = {key: count / 2 for key, count in self.counts.items() if count > 1.0}
            self.total = sum(self.counts.values())

    def share(self, key: float) -> float | None:
        """Share of logins that showed ``key``; unknown before the first login or without a key."""
        return self.counts.get(key, 0.0) / self.total if key and self.total else None


class Market:
    """Everything that is counted across accounts besides instruments."""

    __slots__ = ("agents", "asns", "exact", "networks", "state")

    def __init__(self) -> None:
        self.asns = Shares()
        self.agents = Shares()
        self.networks: dict[float, array[float]] = {}
        self.exact: dict[float, array[float]] = {}
        self.state: array[float] = _ZERO_MARKET[:]

    def login(self, at: int, keys: tuple[float, float, float, float], risk: float, *, failed: bool) -> None:
        """A login of session risk ``risk``; ``keys`` are network, operator, agent and exact browser string."""
        network, asn, agent, exact = keys
        bump(self.state, _LOGINS_10M, 2, 10 * MINUTE, at, (1.0, 1.0 if failed else 0.0))
        if asn:
            self.asns.add(asn)
        if agent:
            self.agents.add(agent)
        if exact:
            risky = 1.0 if risk >= RAISED else 0.0
            bump(_kept(self.exact, exact, _ZERO_AGENT, _MOST_AGENTS), 0, 2, HOUR, at, (1.0, risky))
        if network and risk >= RAISED:
            bump(_kept(self.networks, network, _ZERO_NETWORK, _MOST_NETWORKS), 0, 1, DAY, at, (1.0,))

    def buy(self, at: int, value: float, risk: float) -> None:
        """A buy order in a thin name."""
        bump(self.state, _BOUGHT_30M, 2, 30 * MINUTE, at, (value, value * risk))

    def facts(self, at: int, keys: tuple[float, float, float, float]) -> FactRow:
        """Seven facts, ``asn_share`` to ``market_risky_buy_share_30m``, before the event is learnt."""
        network, asn, agent, exact = keys
        there = self.networks.get(network)
        return [
            self.asns.share(asn),
            self.agents.share(agent),
            level(there, 0, DAY, at) if there else (0.0 if network else None),
            *_second_share(self.exact.get(exact), 0, HOUR, at, 0.0 if exact else None),
            _second_share(self.state, _LOGINS_10M, 10 * MINUTE, at, None)[0],
            _second_share(self.state, _BOUGHT_30M, 30 * MINUTE, at, None)[0],
        ]


def _second_share(
    state: "array[float] | None", window: int, width: int, at: int, nothing: float | None
) -> tuple[float | None, float | None]:
    """The second counter's share of the first, and the second itself."""
    if state is None:
        return None, nothing
    now, before = weights(state, window, width, at)
    if not now:
        return None, 0.0
    whole = state[window + 1] * now + state[window + 2] * before
    part = state[window + 3] * now + state[window + 4] * before
    return (part / whole if whole else None), part


def _kept(states: "dict[float, array[float]]", key: float, zero: "array[float]", most: int) -> "array[float]":
    """The state of ``key``, made when absent; past the bound the oldest key is forgotten."""
    state = states.get(key)
    if state is None:
        if len(states) >= most:
            del states[next(iter(states))]
        state = states[key] = zero[:]
    return state
