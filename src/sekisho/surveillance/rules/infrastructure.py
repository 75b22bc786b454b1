"""Infrastructure: one device, network or automation trace behind risky sessions of strangers (A-04, signal 2)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from msgspec import Struct

from sekisho.kernel.moments import DAY
from sekisho.kernel.texts import Text
from sekisho.surveillance.rules.chance import score_of, surprise, together
from sekisho.surveillance.rules.group import SHOWN, USUAL_RISK, minutes_between
from sekisho.surveillance.rules.marks import at_least
from sekisho.surveillance.rules.sharing import SHARINGS, Sharing
from sekisho.surveillance.rules.state import NOTHING, Pair, Stateful, measures, touch
from sekisho.surveillance.types.finding import Finding
from sekisho.surveillance.types.sighting import RAISED, Seen, Sighting

KEYS = 4_096
USERS = 64
RECENT = 2_048
SHARED_MACHINE_ACCOUNTS = 8.0
SETTLED_DAYS = 7.0
"""What was first seen this long ago is settled: of it, only accounts that order count, as services look and leave."""
_STAFFED = frozenset({"branch", "phone", "system"})
_LEAST_EXPECTED = 0.02
_STEADY, _GAPS = 0.2, 4
_ENOUGH = 4.0
_SHOWN_CHARACTERS = 80


class Use(Struct, gc=False):
    """One account behind the key: first and latest risky act, and what it ordered to buy."""

    first: int
    at: int
    event: str
    risk: float
    ordered: bool = False
    symbol: str | None = None


class Shared(Struct):
    """A device, network or trace: when it was first seen in a risky session, and its risky users."""

    first: int
    users: dict[str, Use] = {}


class InfrastructureState(Struct):
    """Risky users by ``kind|value``, and which accounts were risky anywhere of late (for what is usual)."""

    keys: dict[str, Shared] = {}
    risky: dict[str, int] = {}


class Infrastructure(Stateful[InfrastructureState]):
    """Finds infrastructure shared by risky sessions only.

    Only sessions of raised risk enter, and only where the device or network is new to the account. A household, an
    office, a carrier's shared address and an account aggregator have many accounts but few such sessions, so their
    share stays low; of what was known for a week only accounts that order count, because services look and leave;
    terminals in branches and machines long used by many accounts are left out. A trace (browser string, screen,
    language, time zone, client) must moreover be surprising given how common the browser is, and is left out where
    that is not known.

    References:
        Signal 2 of the domain notes; the degree-normalised projection of accounts onto shared keys of
        the fraud-ring literature, made streaming by counting risky accounts per key against all accounts per key.

    Examples:
        >>> from sekisho.surveillance.types.sighting import Sighting
        >>> def enters(account, minute):
        ...     return Sighting(
        ...         minute * 60_000, f"login-{account}", "login", account, session_risk=0.6,
        ...         device="tablet-1", new_device=True,
        ...     )
        >>> infrastructure = Infrastructure()
        >>> [len(infrastructure.update(enters(account, minute))) for minute, account in enumerate("abcd")]
        [0, 0, 1, 1]

    """

    name = "infrastructure"
    version: ClassVar[int] = 1
    hears: ClassVar[frozenset[str]] = frozenset({"login", "order"})
    window = DAY
    bound = KEYS * (1 + USERS) + RECENT

    def __init__(self, *, risk: float = RAISED, sharings: tuple[Sharing, ...] = SHARINGS) -> None:
        super().__init__(InfrastructureState())
        self.risk, self.sharings = risk, sharings

    def size(self) -> int:
        """How many values the state holds."""
        return sum(1 + len(shared.users) for shared in self.state.keys.values()) + len(self.state.risky)

    def update(self, seen: Seen) -> Sequence[Finding]:
        """Take a login or an order in."""
        if not isinstance(seen, Sighting) or (seen.session_risk or 0.0) < self.risk or seen.channel in _STAFFED:
            return NOTHING
        touch(self.state.risky, seen.account, lambda: seen.at, RECENT)
        self.state.risky[seen.account] = seen.at
        return [found for sharing in self.sharings for found in self._look(sharing, seen)]

    def _look(self, sharing: Sharing, seen: Sighting) -> Sequence[Finding]:
        value, everybody, days = _value(sharing, seen)
        if value is None:
            return NOTHING
        shared = touch(self.state.keys, f"{sharing.kind}|{value}", lambda: Shared(seen.at), KEYS)
        _enter(shared.users, seen, sharing.window)
        users = shared.users
        if max(days, (seen.at - shared.first) / DAY) >= SETTLED_DAYS:
            users = {account: use for account, use in users.items() if use.ordered}
        count = len(users)
        if count < sharing.accounts or count < sharing.share * everybody:
            return NOTHING
        expected = self._expected(sharing, seen)
        surprised = surprise(count, expected)
        return (_finding(sharing, value, users, seen, expected, surprised),) if surprised >= _ENOUGH else NOTHING

    def _expected(self, sharing: Sharing, seen: Sighting) -> float:
        """How many of the recent risky accounts would show the same value by chance."""
        recent = sum(1 for at in self.state.risky.values() if seen.at - at < sharing.window)
        common = sharing.common
        if sharing.kind == "trace" and seen.agent_share is not None:
            common = max(common, seen.agent_share)
        return max(_LEAST_EXPECTED, recent * common)


def _value(sharing: Sharing, seen: Sighting) -> tuple[str | None, float, float]:
    """What may be shared, if it is new to the account; how many accounts show it in all; its age in days."""
    if sharing.kind == "device":
        accounts, age = seen.device_accounts_24h or 0.0, seen.device_first_seen_days or 0.0
        machine = accounts >= SHARED_MACHINE_ACCOUNTS and age >= SETTLED_DAYS
        return (None if machine or seen.new_device is False else seen.device), accounts, age
    if sharing.kind == "network":
        value = None if seen.new_network is False else seen.network
        return value, seen.network_accounts_1h or 0.0, seen.network_first_seen_days or 0.0
    rare = seen.agent_share is not None and at_least(seen.agent_risky_share_1h, sharing.share)
    return (seen.trace if rare else None), 0.0, 0.0


def _enter(users: dict[str, Use], seen: Sighting, window: int) -> None:
    """The account's latest risky act, its first kept; users whose latest lies before the window go."""
    earlier = users.pop(seen.account, None)
    symbol = seen.symbol if seen.side == "buy" else None
    use = Use(seen.at, seen.at, seen.event, seen.session_risk or 0.0, seen.type == "order", symbol)
    if earlier is not None:
        use.first, use.at = min(earlier.first, seen.at), max(earlier.at, seen.at)
        use.risk, use.symbol = max(earlier.risk, use.risk), symbol or earlier.symbol
        use.ordered = use.ordered or earlier.ordered
    elif len(users) >= USERS:
        del users[next(iter(users))]
    users[seen.account] = use
    for account in [account for account, other in users.items() if seen.at - other.at > window]:
        del users[account]


def _finding(
    sharing: Sharing, value: str, users: dict[str, Use], seen: Sighting, expected: float, surprised: float
) -> Finding:
    start = min(use.first for use in users.values())
    steady = is_steady(sorted(use.first for use in users.values()))
    names = tuple(sorted({use.symbol for use in users.values() if use.symbol is not None})[:5])
    signals: dict[str, Pair] = {
        "shared": (sharing.kind, None),
        "shared_value": (value[:_SHOWN_CHARACTERS], None),
        "risky_accounts": (len(users), expected),
        "minutes": (minutes_between(start, seen.at), None),
        "session_risk": (sum(use.risk for use in users.values()) / len(users), USUAL_RISK),
        "steady": (steady, False),
        "names_bought": (names or None, None),
    }
    return Finding(
        key=f"{sharing.kind}|{value}",
        type="infrastructure",
        at=seen.at,
        start=start,
        accounts=tuple(sorted(users)),
        symbol=None,
        score=together(score_of(surprised), 0.5 * steady),
        size=len(users),
        evidence=measures(signals),
        events=tuple(use.event for use in list(users.values())[-SHOWN:]),
        texts=(sharing.text, *_TEXTS),
    )


def is_steady(moments: Sequence[int]) -> bool:
    """Whether four gaps or more are so alike that a machine made them (coefficient of variation under 0.2).

    >>> is_steady([0, 60, 121, 180, 241]), is_steady([0, 60, 65, 400, 410])
    (True, False)
    """
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    if len(gaps) < _GAPS or not (average := sum(gaps) / len(gaps)):
        return False
    return sum((gap - average) ** 2 for gap in gaps) / len(gaps) < (_STEADY * average) ** 2


_TEXTS = (
    Text(
        "対象：{shared_value}。平均の危険度は{session_risk}です。",
        "It is {shared_value}; their mean session risk is {session_risk}.",
    ),
    Text("これらの口座が買った銘柄：{names_bought}。", "They ordered to buy {names_bought}."),
    Text("一定の間隔で操作されたか：{steady}。", "At even intervals, as a machine would: {steady}."),
)
