"""What browser, system and device a user agent string claims, by the rules of the ua-parser project."""

from functools import cache, lru_cache

from ua_parser import Parser
from ua_parser.loaders import load_lazy_builtins
from ua_parser.regex import Resolver

from sekisho.activity.rules.agents import is_automation
from sekisho.activity.types.agent import NO_AGENT, Agent

REMEMBERED = 20_000
_SPIDER = "Spider"


class Agents:
    """Reads user agent strings.

    A string not met lately costs about ten microseconds (some 1,300 patterns at once), a remembered one far less
    than a microsecond; real traffic repeats itself.

    Args:
        remembered: how many strings' answers are kept at hand.

    """

    def __init__(self, *, remembered: int = REMEMBERED) -> None:
        self._parser = Parser(Resolver(load_lazy_builtins()))
        self._remembered = lru_cache(maxsize=remembered)(self.look_up_afresh)

    def look_up(self, user_agent: str | None) -> Agent:
        """The agent behind the string; recent answers are remembered. None and blank say nothing."""
        return self._remembered(user_agent) if user_agent else NO_AGENT

    def look_up_afresh(self, user_agent: str) -> Agent:
        """As ``look_up``, without the memory of recent answers."""
        found = self._parser.parse(user_agent)
        browser, system, device = found.user_agent, found.os, found.device
        return Agent(
            browser.family if browser else None,
            browser.major if browser else None,
            system.family if system else None,
            system.major if system else None,
            device.family if device else None,
            is_automation(user_agent) or (device is not None and device.family == _SPIDER),
        )


@cache
def load_agents() -> Agents:
    """The reader of the product, built once a process (about 0.2 s)."""
    return Agents()
