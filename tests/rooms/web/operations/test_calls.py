from typing import Any

import pytest
from tests.builders.web import client, opened, request, signed_in, somebody

from sekisho.authentication.types.assurance import Acr
from sekisho.web.operations.calls import browser_token, call_of, forget_call, new_browser, session_cookie
from sekisho.web.types.calls import BROWSER_COOKIE, SESSION_COOKIE, STAFF_COOKIE


def with_cookies(cookies: dict[str, str], **extra: Any) -> Any:
    asked = request(**extra)
    asked.COOKIES = cookies
    return asked


def test_a_stranger_has_a_browser_and_nothing_else(database: str) -> None:
    asked = request(headers={"user-agent": "x" * 900})
    call = call_of(asked)

    assert (call.session, call.principal, call.acr) == (None, None, Acr.NONE)
    assert call.browser == call.visit.session
    assert call.browser.startswith("br_")
    assert call.visit.device == ""
    assert len(call.visit.user_agent) == 512
    assert new_browser(asked) == browser_token(asked)
    for missing in ("signed_in", "living"):
        with pytest.raises(LookupError):
            getattr(call, missing)


def test_a_request_is_read_once_unless_it_is_forgotten(database: str) -> None:
    asked = request()
    first = call_of(asked)

    assert call_of(asked) is first
    forget_call(asked)
    assert call_of(asked) is not first
    assert call_of(asked).browser == first.browser
    forget_call(request())


def test_somebody_signed_in_is_known_by_his_cookies_and_his_device(database: str) -> None:
    who = somebody()
    session, cookies = opened(who, acr=Acr.PHRH)
    call = call_of(with_cookies(cookies))

    assert call.signed_in == who
    assert call.living.ref == session.ref == call.browser == call.visit.session
    assert call.acr is Acr.PHRH
    assert call.visit.device == session.device


@pytest.mark.parametrize("broken", [{SESSION_COOKIE: "nonsense"}, {SESSION_COOKIE: ""}, {BROWSER_COOKIE: "\x00"}])
def test_a_cookie_that_means_nothing_signs_nobody_in(database: str, broken: dict[str, str]) -> None:
    assert call_of(with_cookies(broken)).session is None


def test_the_address_behind_our_own_proxy_is_the_clients(database: str, settings: Any) -> None:
    settings.SEKISHO_PROXIES = ("10.0.0.0/8",)
    asked = request(headers={"x-forwarded-for": "1.1.1.1, 203.0.113.9"}, REMOTE_ADDR="10.0.0.3")

    assert call_of(asked).visit.ip == "203.0.113.9"


def test_staff_pages_keep_their_session_apart() -> None:
    assert session_cookie(request("/staff/cases")) == STAFF_COOKIE
    assert session_cookie(request("/security")) == SESSION_COOKIE


def test_the_cookies_are_out_of_reach_for_scripts_and_other_hosts(database: str) -> None:
    browser = client()
    signed_in(browser)
    cookie = browser.get("/login").cookies.get(BROWSER_COOKIE) or client().get("/login").cookies[BROWSER_COOKIE]

    assert cookie.key.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True, True, "Lax", "/", "",
    )  # fmt: skip
