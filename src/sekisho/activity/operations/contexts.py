"""From an event to its context: look-ups in local files, once per distinct value."""

from functools import lru_cache
from typing import get_args

from sekisho.activity.queries.agents import Agents
from sekisho.activity.queries.market import market_phase, non_business_day
from sekisho.activity.queries.networks import Networks
from sekisho.activity.rules.context import Context, Facts, key_of
from sekisho.activity.types.events import AccountEvent, Event
from sekisho.activity.types.market import UnknownDayError
from sekisho.kernel.moments import MINUTE, jst_hour

_Place = tuple[Facts, float, float, float]
"""Facts of an address, and the keys of its network, operator and country."""
_CHANNELS = {
    word: float(place) for place, word in enumerate(("web", "app", "tool", "api", "phone", "branch", "system"), start=1)
}
_TAGS = {kind: str(kind.__struct_config__.tag) for kind in get_args(Event)}
_HOME = "JP"
_SLOT = 30 * MINUTE
_MOST_PLACES = 131_072
_NO_PLACE: _Place = ((None,) * 6, 0.0, 0.0, 0.0)
_NO_TRAITS = (0.0, 0.0, 0.0, 0.0)
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


def _time(at: int) -> Facts:
    """Hour, phase of the trading day, whether the exchange is closed; beyond the known calendar only the hour."""
    try:
        return jst_hour(at), market_phase(at), non_business_day(at)
    except UnknownDayError:
        return jst_hour(at), None, None


class Contexts:
    """Makes contexts; holds the look-up tables and small caches, no state of any account.

    What many accounts share is remembered: user agents, languages, addresses of large networks. A device's id is
    hashed afresh each time, since among many accounts it would hardly ever be remembered.
    """

    def __init__(self, *, networks: Networks, agents: Agents, places: int = _MOST_PLACES) -> None:
        self._networks = networks
        self._most_places = places
        self._agents = agents
        self._places: dict[str, _Place] = {}
        self._traits = lru_cache(maxsize=32_768)(self._traits_afresh)
        self._marks = lru_cache(maxsize=4_096)(_marks)
        self._until = self._since = 0
        self._time: Facts = (None, None, None)

    def of(self, event: AccountEvent, at: int) -> Context:
        """The context of an account's event at ``at`` (ms)."""
        if not self._since <= at < self._until:
            self._tell_time(at)
        ip = event.ip
        place, network, asn, country = (self._places.get(ip) or self._look_up(ip)) if ip else _NO_PLACE
        told = event.device
        if told is None:
            device, (agent, exact, language, timezone) = 0.0, _NO_TRAITS
        else:
            device = key_of(told.id) if told.id else 0.0
            agent, exact, language, timezone = self._traits(told.user_agent, told.language, told.timezone)
        client, version = client_of(event.client) if event.client else _NO_CLIENT
        channel = event.channel
        return Context(
            at, _TAGS[event.__class__], channel, self._time, place, device, network, asn, country, agent, exact,
            _CHANNELS[channel], client, version, language, timezone, key_of(event.session) if event.session else 0.0,
        )  # fmt: skip

    def _tell_time(self, at: int) -> None:
        """Facts of the clock, and as long as they surely hold: half an hour on which one phase begins and ends."""
        start = at - at % _SLOT
        self._time = _time(at)
        self._since, self._until = start, start + _SLOT  # phases of the trading day change on the half hour only

    def _look_up(self, ip: str) -> _Place:
        """Look an address up in the lists, and remember it; a full memory begins anew."""
        found = self._networks.look_up_afresh(ip)
        marks, country = self._marks(found.country, (found.hosting, found.vpn, found.tor, found.private_relay))
        if len(self._places) >= self._most_places:
            self._places.clear()
        place = self._places[ip] = marks, key_of(found.network), float(found.asn), country
        return place

    def _traits_afresh(
        self, user_agent: str | None, language: str | None, timezone: str | None
    ) -> tuple[float, float, float, float]:
        """Keys of browser and system, of the exact browser string, of language and zone."""
        agent = exact = 0.0
        if user_agent:
            told = self._agents.look_up(user_agent)
            agent, exact = key_of(f"{told.browser}/{told.system}"), key_of(user_agent)
        return agent, exact, key_of(language) if language else 0.0, key_of(timezone) if timezone else 0.0


def _marks(country: str | None, marks: tuple[bool, ...]) -> tuple[Facts, float]:
    """Facts ``country`` to ``private_relay``, and the key of the country; the same few serve all addresses."""
    foreign = None if country is None else country != _HOME
    return (country, foreign, *marks), key_of(country) if country else 0.0
