"""Where an address is and what a user agent is, in words for people. Nothing leaves the process."""

from sekisho.activity.queries.agents import load_agents
from sekisho.activity.queries.networks import CREDIT, load_networks
from sekisho.activity.types.place import BadAddressError
from sekisho.kernel.texts import Text
from sekisho.web.types.countries import COUNTRIES

UNKNOWN = Text("場所は分かりません", "Place unknown")
UNKNOWN_BROWSER = Text("分からないブラウザー", "Unknown browser")
_BRAND = {
    "Mobile Safari": "Safari",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Firefox Mobile": "Firefox",
}
_SYSTEM = {"Mac OS X": "macOS"}

__all__ = ["CREDIT", "UNKNOWN", "UNKNOWN_BROWSER", "browser_of", "place_of", "prepare"]


def prepare() -> None:
    """Read the lists now, which takes most of a second, and not while the first customers wait."""
    load_networks()
    load_agents()


def place_of(address: str) -> Text:
    """The country of an address, as far as public lists know it; show ``CREDIT`` on the same page."""
    try:
        country = load_networks().look_up(address).country if address else None
    except BadAddressError:
        country = None
    if country is None:
        return UNKNOWN
    return COUNTRIES.get(country, Text(country, country))


def browser_of(user_agent: str) -> Text:
    """``Chrome（Windows）``: what the browser says it is."""
    agent = load_agents().look_up(user_agent)
    if not agent.browser or agent.browser == "Other":
        return UNKNOWN_BROWSER
    browser = _BRAND.get(agent.browser, agent.browser)
    system = _SYSTEM.get(agent.system or "", agent.system)
    return Text(f"{browser}（{system}）", f"{browser} on {system}") if system else Text(browser, browser)
