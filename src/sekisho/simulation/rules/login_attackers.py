"""Attackers who know the password, after the models of the RBA data set (das-group; Wiefling et al., TOPS 2022).

They differ in what they know of the victim besides. Values are borrowed from real logins of other customers:

- *naive*: any country and any browser seen so far, each value alike, however rare.
- *vpn*: an address in the victim's country and the browser of a recent login there: the usual values come up often.
- *targeted*: the victim's own browser, and an address of the victim's operator that the victim never used.
- *very_targeted*: the victim's own browser, and another host in the victim's own /24.

No attacker has the device cookie. The rest of the login (channel, client, factors) is the victim's own.
"""

from collections import deque
from ipaddress import IPv4Address

import numpy as np

from sekisho.activity.types.events import Device
from sekisho.simulation.types.login_bench import NAIVE, TARGETED, VPN, Seen

RECENT = 512
"""Logins from which values are borrowed."""
_HOSTS = 254


class Crowd:
    """The logins of everybody, as far as attackers can borrow from them."""

    def __init__(self) -> None:
        self._recent: deque[Seen] = deque(maxlen=RECENT)
        self._countries: dict[str, Seen] = {}
        self._browsers: dict[str, Seen] = {}

    def see(self, seen: Seen) -> None:
        """Remember an honest login that names address and browser."""
        device = seen.login.device
        if seen.place.country is None or device is None or device.user_agent is None:
            return
        self._recent.append(seen)
        self._countries[seen.place.country] = seen
        self._browsers[device.user_agent] = seen

    def borrow(self, attacker: int, victim: Seen, chance: np.random.Generator) -> tuple[str, Device] | None:
        """Address and device of an attempt; ``None`` while nobody has logged in whose values would fit."""
        own = victim.login.device
        if attacker == NAIVE:
            place, browser = _any(list(self._countries.values()), chance), _any(list(self._browsers.values()), chance)
        elif attacker == VPN:
            place = browser = _any([one for one in self._recent if one.place.country == victim.place.country], chance)
        elif attacker == TARGETED:
            place, browser = _any([one for one in self._recent if _fits(one, victim)], chance), victim
        else:
            return neighbour(victim.login.ip or "", chance), disguised(own, chance)
        if place is None or browser is None or place.login.ip is None:
            return None
        return place.login.ip, disguised(browser.login.device, chance)


def _fits(one: Seen, victim: Seen) -> bool:
    """An address of the same operator that is not the victim's own."""
    return one.place.asn == victim.place.asn and one.login.ip != victim.login.ip


def _any(choices: list[Seen], chance: np.random.Generator) -> Seen | None:
    return choices[int(chance.integers(len(choices)))] if choices else None


def neighbour(ip: str, chance: np.random.Generator) -> str:
    """Another host of the same /24."""
    number = int(IPv4Address(ip))
    host = (number % 256 - 1 + int(chance.integers(1, _HOSTS))) % _HOSTS + 1
    return str(IPv4Address(number - number % 256 + host))


def disguised(device: Device | None, chance: np.random.Generator) -> Device:
    """The same browser on another machine: everything it tells of itself, but another cookie."""
    told = device or Device()
    return Device(
        id=f"{int(chance.integers(1 << 60)):015x}", user_agent=told.user_agent, platform=told.platform,
        language=told.language, timezone=told.timezone, screen=told.screen,
    )  # fmt: skip
