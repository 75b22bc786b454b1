import pytest

from sekisho.activity.rules.agents import is_automation

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)


@pytest.mark.parametrize(
    "user_agent",
    ["curl/8.5.0", "python-requests/2.32.3", "Python/3.11 aiohttp/3.9.1", "okhttp/4.12.0", "Go-http-client/2.0",
     "Wget/1.21", "Java/17.0.2", "node", "axios/1.7.2", CHROME.replace("Chrome", "HeadlessChrome"),
     f"{CHROME} Selenium/4.20",
     "Mozilla/5.0 (Windows NT; Windows NT 10.0; ja-JP) WindowsPowerShell/5.1.22621.2506"],
)  # fmt: skip
def test_a_program_that_names_itself_is_automation(user_agent: str) -> None:
    assert is_automation(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [CHROME, "MyTrade/5.1 (Android 14; Pixel 7) okhttp/4.12.0", "MyTrade/5 CFNetwork/1498 Darwin/23.6.0", "", "nodes",
     "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"],
)  # fmt: skip
def test_browsers_and_named_apps_are_not(user_agent: str) -> None:
    assert not is_automation(user_agent)
