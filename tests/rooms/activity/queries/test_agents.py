import pytest

from sekisho.activity.queries.agents import Agents, load_agents
from sekisho.activity.types.agent import NO_AGENT, Agent

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) {}Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "agent"),
    [
        (
            CHROME.format("Windows NT 10.0; Win64; x64", "Chrome/141.0.0.0 "),
            Agent("Chrome", "141", "Windows", "10", None, automation=False),
        ),
        (
            CHROME.format("Linux; Android 10; K", "Chrome/141.0.0.0 Mobile "),
            Agent("Chrome Mobile", "141", "Android", "10", "K", automation=False),
        ),
        (IPHONE, Agent("Mobile Safari", "18", "iOS", "18", "iPhone", automation=False)),
        (
            CHROME.format("X11; Linux x86_64", "HeadlessChrome/120.0.0.0 "),
            Agent("HeadlessChrome", "120", "Linux", None, None, automation=True),
        ),
        ("python-requests/2.32.3", Agent("Python Requests", "2", None, None, None, automation=True)),
    ],
)
def test_agents_are_what_their_strings_claim(user_agent: str, agent: Agent) -> None:
    assert load_agents().look_up(user_agent) == agent


def test_a_crawler_that_names_itself_is_automation() -> None:
    found = load_agents().look_up("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")

    assert found.device_family == "Spider"
    assert found.automation


@pytest.mark.parametrize("user_agent", [None, ""])
def test_silence_says_nothing(user_agent: str | None) -> None:
    assert load_agents().look_up(user_agent) == NO_AGENT


def test_nonsense_is_an_agent_without_names() -> None:
    assert load_agents().look_up("\u95a2\u6240 \0 xx") == NO_AGENT


def test_a_remembered_answer_is_the_same_and_memory_is_bounded() -> None:
    agents = Agents(remembered=1)
    first = agents.look_up(IPHONE)

    assert agents.look_up(IPHONE) is first
    agents.look_up("curl/8.5.0")
    assert agents.look_up(IPHONE) == first
    assert agents.look_up(IPHONE) is not first


def test_the_reader_is_built_once() -> None:
    assert load_agents() is load_agents()
