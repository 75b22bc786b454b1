import pytest

from sekisho.authentication.rules.scraping import refusal_of

BROWSERS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
]


@pytest.mark.parametrize("agent", BROWSERS)
def test_a_browser_is_let_on(agent: str) -> None:
    assert refusal_of(agent) is None


@pytest.mark.parametrize(
    "agent", ["python-requests/2.34", "curl/8.5.0", "Go-http-client/2.0", "okhttp/4.12.0", "Java/17.0.9"]
)
def test_a_program_is_told_which_door_is_meant_for_it(agent: str) -> None:
    told = refusal_of(agent)

    assert told is not None
    assert "連携中のサービス" in told.ja
    assert "Connected services" in told.en


def test_a_firm_may_know_more_names() -> None:
    assert refusal_of("KakeiboBot/3", named=("kakeibobot",)) is not None
