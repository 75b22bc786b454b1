"""Stage 2, keyed by network, exact browser string and the whole market: logins and buying weighted by session risk."""

from array import array
from struct import Struct

from sekisho.activity.rules.instruments import RAISED
from sekisho.activity.rules.tables import make_room
from sekisho.activity.rules.windows import level, room, tile
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR, MINUTE

_read_window = Struct(f"{room(2)}d").unpack_from
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
_TEN_MINUTES, _HALF_AN_HOUR = 10 * MINUTE, 30 * MINUTE
_NOBODY = (None, 0.0)
_NO_AGENT = (None, None)


class Shares:
    """How common each value is among all logins; halved together so that old habits fade."""

    __slots__ = ("counts", "total")

    def __init__(self) -> None:
        self.counts: dict[float, float] = {}
        self.total = 0.0

    def add(self, key: float) -> float | None:
        """One more login showed ``key``. Returns its share before."""
        if not key:
            return None
        counts, total = self.counts, self.total
        count = counts.get(key, 0.0)
        counts[key] = count + 1.0
        self.total = total + 1.0
        if self.total >= _DECAY_AT:
            self._fade()
        return count / total if total else None

    def _fade(self) -> None:
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

    def login(self, at: int, keys: tuple[float, float, float, float], risk: float, *, failed: bool) -> FactRow:
        """A login of session risk ``risk``. Returns what ``facts`` says before it."""
        network, asn, agent, exact = keys
        state, raised = self.state, risk >= RAISED
        risky = self.networks.get(network) if network else None
        facts: FactRow = [
            self.asns.add(asn),
            self.agents.add(agent),
            level(risky, 0, DAY, at) if risky else (0.0 if network else None),
            *(self._seen(exact, at, raised=raised) if exact else _NO_AGENT),
            _second_share(state, _LOGINS_10M, _TEN_MINUTES, at)[0],
            _second_share(state, _BOUGHT_30M, _HALF_AN_HOUR, at)[0],
        ]
        if place := tile(state, _LOGINS_10M, 2, _TEN_MINUTES, at):
            state[place] += 1.0
            if failed:
                state[place + 2] += 1.0
        if raised and network:
            self._raise(network, at)
        return facts

    def _seen(self, exact: float, at: int, *, raised: bool) -> tuple[float | None, float]:
        """Share and number of unusual logins with an exact browser string; then it learns of this one."""
        state = self.exact.get(exact)
        if state is None:
            state = make_room(self.exact, _MOST_AGENTS)[exact] = _ZERO_AGENT[:]
        facts = _second_share(state, 0, HOUR, at)
        if place := tile(state, 0, 2, HOUR, at):
            state[place] += 1.0
            if raised:
                state[place + 2] += 1.0
        return facts

    def _raise(self, network: float, at: int) -> None:
        state = self.networks.get(network)
        if state is None:
            state = make_room(self.networks, _MOST_NETWORKS)[network] = _ZERO_NETWORK[:]
        if place := tile(state, 0, 1, DAY, at):
            state[place] += 1.0

    def buy(self, at: int, value: float, risk: float) -> None:
        """A buy order in a thin name."""
        state = self.state
        if place := tile(state, _BOUGHT_30M, 2, _HALF_AN_HOUR, at):
            state[place] += value
            state[place + 2] += value * risk

    def facts(self, at: int, keys: tuple[float, float, float, float]) -> FactRow:
        """Seven facts, ``asn_share`` to ``market_risky_buy_share_30m``, before the event is learnt."""
        network, asn, agent, exact = keys
        there = self.networks.get(network)
        of_agent = self.exact.get(exact)
        return [
            self.asns.share(asn),
            self.agents.share(agent),
            level(there, 0, DAY, at) if there else (0.0 if network else None),
            *(_second_share(of_agent, 0, HOUR, at) if of_agent else (_NOBODY if exact else _NO_AGENT)),
            _second_share(self.state, _LOGINS_10M, _TEN_MINUTES, at)[0],
            _second_share(self.state, _BOUGHT_30M, _HALF_AN_HOUR, at)[0],
        ]


def _second_share(state: "array[float]", window: int, width: int, at: int) -> tuple[float | None, float]:
    """The second counter's share of the first, and the second itself."""
    start, whole, whole_0, part, part_0 = _read_window(state, 8 * window)
    age = at - start
    if age >= 2 * width:
        return _NOBODY
    if age >= width:
        fading = 2.0 - age / width
        whole, part = whole * fading, part * fading
    else:
        fading = 1.0 - age / width if age > 0 else 1.0
        whole, part = whole + whole_0 * fading, part + part_0 * fading
    return (part / whole if whole else None), part
