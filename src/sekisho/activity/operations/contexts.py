"""From an event to its context: look-ups in local files, once per distinct value."""

from functools import lru_cache
from typing import get_args

from sekisho.activity.queries.agents import Agents
from sekisho.activity.queries.market import market_phase, non_business_day
from sekisho.activity.queries.networks import Networks
from sekisho.activity.rules.context import Context, key_of
from sekisho.activity.types.events import AccountEvent, Device, Event
from sekisho.activity.types.facts import FactRow
from sekisho.activity.types.market import UnknownDayError
from sekisho.kernel.moments import MINUTE, jst_hour

_CHANNELS = {
    word: float(place) for place, word in enumerate(("web", "app", "tool", "api", "phone", "branch", "system"), start=1)
}
_TAGS = {kind: str(kind.__struct_config__.tag) for kind in get_args(Event)}
_HOME = "JP"
_NO_PLACE: FactRow = [None, None, None, None, None, None]
_NO_KEYS = (0.0, 0.0, 0.0)
_NO_DEVICE = (0.0, 0.0, 0.0, 0.0, 0.0)
_NO_CLIENT = (0.0, 0.0)


@lru_cache(maxsize=4_096)
def client_of(client: str) -> tuple[float, float]:
    """Key of the program's name, and its version as one number that sorts (0 when none is told)."""
    name, _, version = client.partition("/")
    number = 0.0
    for part in (*version.split("."), "0", "0", "0")[:3]:
        digits = "".join(character for character in part if character.isdecimal() and character.isascii())
        number = number * 1_000.0 + min(int(digits[:9] or "0"), 999)
    return key_of(name), number


def _time(at: int) -> FactRow:
    """Hour, phase of the trading day, whether the exchange is closed; beyond the known calendar only the hour."""
    try:
        return [jst_hour(at), market_phase(at), non_business_day(at)]
    except UnknownDayError:
        return [jst_hour(at), None, None]


class Contexts:
    """Makes contexts; holds the look-up tables and small caches, no state of any account."""

    def __init__(self, *, networks: Networks, agents: Agents) -> None:
        self._networks = networks
        self._agents = agents
        self._place = lru_cache(maxsize=131_072)(self._place_afresh)
        self._device = lru_cache(maxsize=65_536)(self._device_afresh)
        self._minute = -1
        self._time: FactRow = [None, None, None]

    def of(self, event: AccountEvent, at: int) -> Context:
        """The context of an account's event at ``at`` (ms)."""
        place, (network, asn, country) = self._place(event.ip) if event.ip else (_NO_PLACE, _NO_KEYS)
        device, agent, exact, language, timezone = self._device(event.device) if event.device else _NO_DEVICE
        client, version = client_of(event.client) if event.client else _NO_CLIENT
        kind = _TAGS[type(event)]
        return Context(
            at, kind, device, network, asn, country, agent, exact, _CHANNELS[event.channel], client, version,
            language, timezone, key_of(event.session) if event.session else 0.0,
            [kind, event.channel, *self._clock(at), *place, not network, not device],
        )  # fmt: skip

    def _clock(self, at: int) -> FactRow:
        minute = at // MINUTE
        if minute != self._minute:
            self._minute = minute
            self._time = _time(at)
        return self._time

    def _place_afresh(self, ip: str) -> tuple[FactRow, tuple[float, float, float]]:
        place = self._networks.look_up_afresh(ip)
        country = place.country
        facts: FactRow = [
            country,
            None if country is None else country != _HOME,
            place.hosting,
            place.vpn,
            place.tor,
            place.private_relay,
        ]
        return facts, (key_of(place.network), float(place.asn), key_of(country) if country else 0.0)

    def _device_afresh(self, device: Device) -> tuple[float, float, float, float, float]:
        """Keys of the device, of its browser and system, of its exact browser string, of its language and zone."""
        agent = exact = 0.0
        if device.user_agent:
            told = self._agents.look_up(device.user_agent)
            agent, exact = key_of(f"{told.browser}/{told.system}"), key_of(device.user_agent)
        return (
            key_of(device.id) if device.id else 0.0,
            agent,
            exact,
            key_of(device.language) if device.language else 0.0,
            key_of(device.timezone) if device.timezone else 0.0,
        )
