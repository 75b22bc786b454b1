import pytest

from sekisho.web.operations.places import UNKNOWN, UNKNOWN_BROWSER, browser_of, place_of, prepare
from sekisho.web.types.countries import COUNTRIES

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
    "Mobile/15E148 Safari/604.1"
)


def test_an_address_is_told_by_its_country() -> None:
    prepare()
    assert place_of("133.242.0.1").ja == "日本"
    assert place_of("133.242.0.1").en == "Japan"


@pytest.mark.parametrize("address", ["", "127.0.0.1", "10.1.2.3", "no address at all"])
def test_what_the_lists_do_not_know_is_unknown(address: str) -> None:
    assert place_of(address) is UNKNOWN


def test_a_browser_is_told_as_people_call_it() -> None:
    assert (browser_of(CHROME).ja, browser_of(CHROME).en) == ("Chrome（Windows）", "Chrome on Windows")
    assert browser_of(IPHONE).en == "Safari on iOS"


@pytest.mark.parametrize("agent", ["", "nothing known"])
def test_what_names_no_browser_is_unknown(agent: str) -> None:
    assert browser_of(agent) is UNKNOWN_BROWSER


def test_countries_have_two_letters_and_both_names() -> None:
    assert [code for code, name in COUNTRIES.items() if len(code) != 2 or not name.ja or not name.en] == []
    assert COUNTRIES["GB"].en == "United Kingdom"
