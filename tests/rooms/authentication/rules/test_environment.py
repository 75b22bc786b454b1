"""A check says which ways work here and offers one that does (C-12), without a smartphone too (C-26)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.authentication.rules.environment import environment_of
from sekisho.authentication.types.environment import Environment, Way, Works

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36"
EVERYTHING = {
    "supported": True,
    "platform": True,
    "conditional": True,
    "told": {"userVerifyingPlatformAuthenticator": True, "hybridTransport": True, "conditionalCreate": True},
}


def works(environment: Environment) -> dict[Way, Works]:
    return {method.way: method.works for method in environment.methods}


def test_a_modern_device_is_offered_its_own_passkey_first() -> None:
    for user_agent in (WINDOWS, IPHONE, ANDROID):
        found = environment_of(EVERYTHING, user_agent=user_agent)

        assert (found.best.way, found.best.works, found.best.hint) == (Way.THIS_DEVICE, Works.YES, "client-device")
        assert (found.autofill, found.in_passing, found.embedded, found.advice) == (True, True, False, None)


def test_a_computer_without_a_screen_lock_is_offered_the_phone_and_told_of_the_lock() -> None:
    report = {**EVERYTHING, "told": {"userVerifyingPlatformAuthenticator": False, "hybridTransport": True}}

    found = environment_of(report, user_agent=WINDOWS)

    assert found.best.way is Way.OTHER_PHONE
    assert works(found)[Way.THIS_DEVICE] is Works.NO
    assert found.advice is not None
    assert "画面ロック" in found.advice.ja


def test_a_company_computer_without_bluetooth_is_offered_the_security_key() -> None:
    report = {"supported": True, "told": {"userVerifyingPlatformAuthenticator": False, "hybridTransport": False}}

    assert environment_of(report, user_agent=WINDOWS).best.way is Way.SECURITY_KEY


def test_on_a_phone_the_security_key_comes_before_a_second_phone() -> None:
    order = [method.way for method in environment_of(EVERYTHING, user_agent=ANDROID).methods]

    assert order.index(Way.SECURITY_KEY) < order.index(Way.OTHER_PHONE)


@pytest.mark.parametrize(
    "user_agent", [f"{IPHONE} Line/14.0", f"{ANDROID}; wv)", "Mozilla/5.0 FBAN/FBIOS", "Mozilla/5.0 Instagram 300"]
)
def test_a_page_inside_an_app_sends_people_to_their_browser(user_agent: str) -> None:
    found = environment_of(EVERYTHING, user_agent=user_agent)

    assert found.embedded
    assert works(found)[Way.THIS_DEVICE] is Works.MAYBE
    assert found.advice is not None
    assert "ブラウザー" in found.advice.ja


def test_a_browser_without_passkeys_still_gets_a_way() -> None:
    found = environment_of({"supported": False}, user_agent=WINDOWS)

    assert (found.best.way, found.best.works) == (Way.CARD, Works.MAYBE)
    assert found.advice is not None


@pytest.mark.parametrize(
    "user_agent",
    [
        "Mozilla/5.0 (Windows NT 6.1; Win64) Chrome/109",
        "Mozilla/5.0 (Linux; Android 8.0; X)",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X)",
    ],
)
def test_an_old_device_is_asked_to_be_updated(user_agent: str) -> None:
    advice = environment_of(EVERYTHING, user_agent=user_agent).advice

    assert advice is not None
    assert "更新" in advice.ja


def test_a_browser_that_tells_nothing_gets_a_try() -> None:
    found = environment_of({"supported": True, "platform": None, "told": None}, user_agent=WINDOWS)

    assert works(found) == {
        Way.THIS_DEVICE: Works.MAYBE,
        Way.OTHER_PHONE: Works.MAYBE,
        Way.SECURITY_KEY: Works.YES,
        Way.CARD: Works.MAYBE,
    }


ANYTHING = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.booleans())


@given(
    st.dictionaries(st.sampled_from(["supported", "platform", "conditional", "told"]), ANYTHING),
    st.dictionaries(st.sampled_from(sorted(EVERYTHING["told"])), ANYTHING),  # type: ignore[call-overload]
    st.text(),
    st.booleans(),
)
def test_whatever_a_browser_reports_there_is_a_way_with_a_next_step(
    report: dict[str, Any],
    told: dict[str, Any],
    user_agent: str,
    nested: bool,  # noqa: FBT001
) -> None:
    found = environment_of({**report, "told": told} if nested else report, user_agent=user_agent)

    assert {method.way for method in found.methods} == set(Way)
    assert found.best.works is not Works.NO
    assert all(method.next_step.ja and method.next_step.en for method in found.methods)
