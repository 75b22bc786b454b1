"""Stage 2, keyed by network, exact browser string and the whole market: logins and buying weighted by session risk."""

from array import array

from sekisho.activity.rules.instruments import RAISED
from sekisho.activity.rules.tables import make_room
from sekisho.activity.rules.windows import level, room, tile
from sekisho.activity.types.facts import FactRow
from sekisho.kernel.moments import DAY, HOUR, MINUTE

_DECAY_AT = 1_000_000.0
_ZERO_NETWORK = array("d", bytes(8 * room(1)))
_MOST_AGENTS = 50_000
_MOST_NETWORKS = 200_000
_TEN_MINUTES, _HALF_AN_HOUR = 10 * MINUTE, 30 * MINUTE
_NOBODY = (None, 0.0)
_NO_AGENT: tuple[None, None] = (None, None)
_Window = list[float]
"""A window of two counters, the second a part of the first; a list, since there are few and each is read often."""


def _window() -> _Window:
    return [0.0] * room(2)


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
    """Everything that is counted across accounts besides instruments.

    ``logins``: of ten minutes, and failed ones. ``bought``: yen of half an hour spent on thin names, and the same
    weighted by session risk. ``exact``: by exact browser string, logins of an hour, and those of raised risk.
    ``networks``: logins of raised risk in a day.
    """

    __slots__ = ("agents", "asns", "bought", "exact", "logins", "networks")

    def __init__(self) -> None:
        self.asns = Shares()
        self.agents = Shares()
        self.networks: dict[float, array[float]] = {}
        self.exact: dict[float, _Window] = {}
        self.logins = _window()
        self.bought = _window()

    def login(self, at: int, keys: tuple[float, float, float, float], risk: float, *, failed: bool) -> FactRow:
        """A login of session risk ``risk``. Returns what ``facts`` says before it."""
        network, asn, agent, exact = keys
        raised = risk >= RAISED
        risky = self.networks.get(network) if network else None
        of_exact: tuple[float | None, float | None]
        if exact:
            of_agent = self.exact.get(exact)
            if of_agent is None:
                of_agent = make_room(self.exact, _MOST_AGENTS)[exact] = _window()
            of_exact = _count(of_agent, HOUR, at, raised)
        else:
            of_exact = _NO_AGENT
        facts: FactRow = [
            self.asns.add(asn),
            self.agents.add(agent),
            level(risky, 0, DAY, at) if risky else (0.0 if network else None),
            *of_exact,
            _count(self.logins, _TEN_MINUTES, at, failed)[0],
            _part(self.bought, _HALF_AN_HOUR, at)[0],
        ]
        if raised and network:
            self._raise(network, at)
        return facts

    def _raise(self, network: float, at: int) -> None:
        state = self.networks.get(network)
        if state is None:
            state = make_room(self.networks, _MOST_NETWORKS)[network] = _ZERO_NETWORK[:]
        if place := tile(state, 0, 1, DAY, at):
            state[place] += 1.0

    def buy(self, at: int, value: float, risk: float) -> None:
        """A buy order in a thin name."""
        _add(self.bought, _HALF_AN_HOUR, at, value, value * risk)

    def facts(self, at: int, keys: tuple[float, float, float, float]) -> FactRow:
        """Seven facts, ``asn_share`` to ``market_risky_buy_share_30m``.

        ``keys`` are network, operator, agent and exact browser string.
        """
        network, asn, agent, exact = keys
        there = self.networks.get(network)
        of_agent = self.exact.get(exact)
        return [
            self.asns.share(asn),
            self.agents.share(agent),
            level(there, 0, DAY, at) if there else (0.0 if network else None),
            *(_part(of_agent, HOUR, at) if of_agent else (_NOBODY if exact else _NO_AGENT)),
            _part(self.logins, _TEN_MINUTES, at)[0],
            _part(self.bought, _HALF_AN_HOUR, at)[0],
        ]


def _count(window: _Window, width: int, at: int, part: bool) -> tuple[float | None, float]:  # noqa: FBT001 - it is counted
    """What ``_part`` says; then one more in the whole, and in the part when it is one."""
    start, whole, whole_0, of_it, of_it_0 = window
    age = at - start
    if not 0.0 <= age < width:
        told = _part(window, width, at)
        _add(window, width, at, 1.0, float(part))
        return told
    window[1] = whole + 1.0
    if part:
        window[3] = of_it + 1.0
    fading = 1.0 - age / width
    whole += whole_0 * fading
    of_it += of_it_0 * fading
    return (of_it / whole if whole else None), of_it


def _add(window: _Window, width: int, at: int, whole: float, part: float) -> None:
    """Add to both counters at ``at``; see ``windows``."""
    if place := tile(window, 0, 2, width, at):
        window[place] += whole
        window[place + 2] += part


def _part(window: _Window, width: int, at: int) -> tuple[float | None, float]:
    """The second counter's share of the first, and the second itself."""
    start, whole, whole_0, part, part_0 = window
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
