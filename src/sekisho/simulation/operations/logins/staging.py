"""A stream of customers who log in at a set pace, each of whom is attacked at most once, at the end of the story."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from msgspec import structs

from sekisho.activity.types.events import PHISHING_RESISTANT, Event, Login
from sekisho.activity.types.place import Place
from sekisho.kernel.moments import SECOND, from_milliseconds, to_milliseconds
from sekisho.simulation.rules.login_attackers import Crowd
from sekisho.simulation.types.login_bench import ATTACKERS, HOLDER, Access, LoginPlan, Pace, Seen

_IPV4 = "."


class Told(NamedTuple):
    """One event of the stream, and who caused it."""

    event: Access
    attacker: int


class _Threat(NamedTuple):
    """An attack that waits for its time and for values to borrow."""

    due: int
    attacker: int
    victim: Seen


class Stage:
    """Thins visits to the pace and lets attackers in.

    A visit is all events of one session; events without a session belong to nobody's visit and are left out. After
    the attack nothing more is told of its account, so no later login is judged by a history that holds the
    attack. Only accounts on an IPv4 line of a known operator, whose login did not rest on a phishing-resistant
    factor, are attacked: the others cannot be imitated by these attackers.
    """

    def __init__(self, plan: LoginPlan, pace: Pace, look_up: Callable[[str], Place]) -> None:
        self._plan, self._pace, self._look_up = plan, pace, look_up
        self._chance = np.random.default_rng([plan.seed, pace.gap])
        self._crowd = Crowd()
        self._visits: dict[str, tuple[int, str]] = {}
        self._logins: dict[str, int] = {}
        self._threats: list[_Threat] = []
        self._ended: set[str] = set()
        self._attacks = 0

    def play(self, events: Iterable[Event]) -> Iterator[Told]:
        """The kept events in order of time, attacks among them."""
        for event in events:
            if not isinstance(event, Access) or not self._kept(event):
                continue
            yield Told(event, HOLDER)
            if isinstance(event, Login) and event.body.outcome == "success" and event.ip is not None:
                seen = Seen(event, self._look_up(event.ip))
                yield from self._strike(to_milliseconds(event.at), event.account)
                self._crowd.see(seen)
                self._threaten(seen)

    def _kept(self, event: Access) -> bool:
        if event.session is None or event.account in self._ended:
            return False
        at = to_milliseconds(event.at)
        began, session = self._visits.get(event.account, (at - self._pace.gap, ""))
        if session == event.session:
            return True
        if at - began < self._pace.gap:
            return False
        self._visits[event.account] = at, event.session
        return True

    def _threaten(self, seen: Seen) -> None:
        """Perhaps plan an attack for some time before the account's next visit."""
        login = seen.login
        times = self._logins[login.account] = self._logins.get(login.account, 0) + 1
        self._threats = [threat for threat in self._threats if threat.victim.login.account != login.account]
        if times < self._plan.history or self._chance.random() >= self._plan.chance or not _open(seen):
            return
        due = to_milliseconds(login.at) + int(self._chance.random() * self._pace.gap)
        self._threats.append(_Threat(due, int(self._chance.integers(len(ATTACKERS))), seen))

    def _strike(self, now: int, present: str) -> Iterator[Told]:
        """Carry out what is due, just after the login of somebody else, who is ``present``."""
        waiting = []
        for threat in self._threats:
            ripe = threat.due <= now and threat.victim.login.account != present
            spoils = self._crowd.borrow(threat.attacker, threat.victim, self._chance) if ripe else None
            if spoils is None:
                waiting.append(threat)
                continue
            self._attacks += 1
            self._ended.add(threat.victim.login.account)
            attempt = structs.replace(
                threat.victim.login, id=f"attack-{self._attacks}", at=from_milliseconds(now + self._attacks % SECOND),
                session=f"attack-{self._attacks}", ip=spoils[0], device=spoils[1],
            )  # fmt: skip
            yield Told(attempt, threat.attacker)
        self._threats = waiting


def _open(seen: Seen) -> bool:
    """Whether these attackers could imitate the account at all."""
    login, device = seen.login, seen.login.device
    known = seen.place.asn > 0 and seen.place.country is not None and _IPV4 in (login.ip or "")
    named = device is not None and device.user_agent is not None
    return known and named and not resistant(login)


def resistant(login: Login) -> bool:
    """Whether the login rested on a factor that cannot be phished."""
    return not PHISHING_RESISTANT.isdisjoint(login.body.factors)
