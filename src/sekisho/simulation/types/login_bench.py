"""Comparing login scores: who attacks, what is measured."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from msgspec import Struct

from sekisho.activity.types.events import Factor, Login, Logout, Profile
from sekisho.activity.types.place import Place
from sekisho.kernel.moments import DAY
from sekisho.simulation.types.figures import Interval

Access = Login | Factor | Profile | Logout
"""The events that tell who comes and how; the comparison leaves trading out."""

ATTACKERS: Final = ("naive", "vpn", "targeted", "very_targeted")
NAIVE, VPN, TARGETED, VERY_TARGETED = range(4)
HOLDER: Final = -1
"""The account holder, in the place of an attacker's number."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often customers log in: a visit is kept when ``gap`` (ms) has passed since the one kept before.

    ``days`` are simulated in full; ``past_days`` before them are told thinned out, a few logins an account.
    """

    name: str
    gap: int
    days: int
    past_days: int = 90


PACES: Final = (Pace("weekly", 7 * DAY, 120), Pace("monthly", 30 * DAY, 150, past_days=365))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPlan:
    """A comparison.

    ``history`` is the number of earlier logins from which on an account's logins are judged and it may be attacked;
    ``chance`` that a login is the last one before an attack.
    """

    seed: int = 1
    accounts: int = 1_500
    replicates: int = 200
    paces: tuple[Pace, ...] = PACES
    history: int = 4
    chance: float = 0.15


class Seen(NamedTuple):
    """A login and where it came from."""

    login: Login
    place: Place


class Scored(NamedTuple):
    """One judged login: the account's number, who it was, and the score of every method in their order."""

    cluster: int
    attacker: int
    scores: tuple[float, ...]


class Ranked(Struct, frozen=True, kw_only=True):
    """How well one method tells one kind of attacker from account holders.

    ``area`` under the ROC curve; ``touched``: share of honest logins challenged when 90 % of the attackers are caught;
    ``caught``: share of attackers caught when 1 % of honest logins are challenged.
    """

    pace: str
    attacker: str
    method: str
    attacks: int
    honest: int
    area: Interval
    touched: Interval
    caught: Interval


class LoginBench(Struct, frozen=True, kw_only=True):
    """The comparison. ``model`` names the trained model, ``none`` when there was no file of one."""

    seed: int
    accounts: int
    replicates: int
    model: str
    rows: tuple[Ranked, ...]
