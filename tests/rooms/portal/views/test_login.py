import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.builders.interim import PASSWORD, code_now, give_app, give_password, long_standing
from tests.builders.scenes import stored_passkey
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.queries.logins import history_of
from sekisho.authentication.types.principals import Principal
from sekisho.web.types.calls import SESSION_COOKIE


def posted(browser: Client, who: Principal | str, password: str = PASSWORD, **more: Any) -> HttpResponse:
    name = who if isinstance(who, str) else who.login
    answer: HttpResponse = browser.post("/login", {"login": name, "password": password, **more})
    return answer


def field(answer: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, f"no field {name}"
    return found[1]


def test_a_password_and_a_code_of_an_app_let_a_long_standing_customer_in(database: str) -> None:
    browser, who = client(), long_standing()
    give_password(who)
    secret = give_app(who)
    asked = posted(browser, who, next="/sessions")
    assert asked.status_code == 200, asked.content.decode()

    answer = browser.post("/login/factor", {
        "attempt": field(asked, "attempt"), "factor": "totp", "code": code_now(secret), "next": "/sessions",
    })  # fmt: skip

    assert answer.status_code == 302
    assert answer.cookies[SESSION_COOKIE]["secure"]
    assert browser.get("/sessions").status_code == 200
    assert history_of(principal=who.ref)[0].session


def test_a_wrong_password_and_an_unknown_name_read_the_same(database: str) -> None:
    who = long_standing()
    give_password(who)

    wrong, unknown = posted(client(), who, "wrong " * 3), posted(client(), "1234-999999")

    def said(answer: HttpResponse) -> str:
        return re.sub(r"rq_[\w-]+|value=\"[^\"]*\"", "", answer.content.decode())

    assert wrong.status_code == unknown.status_code == 401
    assert said(wrong) == said(unknown)
    assert "/recovery" in said(wrong)


def test_who_has_a_passkey_is_offered_nothing_less_and_told_why(database: str) -> None:
    """C-01."""
    browser, who = client(language="en"), long_standing()
    give_password(who)
    stored_passkey(who)

    answer = posted(browser, who)

    assert answer.status_code in {200, 403}
    assert "passkey" in answer.content.decode()
    assert SESSION_COOKIE not in answer.cookies


def test_a_wrong_code_can_be_corrected_on_the_same_page(database: str) -> None:
    browser, who = client(), long_standing()
    give_password(who)
    secret = give_app(who)
    asked = posted(browser, who)
    attempt = field(asked, "attempt")

    refused = browser.post("/login/factor", {"attempt": attempt, "factor": "totp", "code": "000000"})
    assert 'id="refused"' in refused.content.decode()

    answer = browser.post("/login/factor", {"attempt": attempt, "factor": "totp", "code": code_now(secret)})
    assert answer.status_code == 302


def test_a_login_cannot_be_gone_on_with_in_another_browser(database: str) -> None:
    browser, other, who = client(), client(), long_standing()
    give_password(who)
    secret = give_app(who)
    attempt = field(posted(browser, who), "attempt")

    answer = other.post("/login/factor", {"attempt": attempt, "factor": "totp", "code": code_now(secret)})

    assert answer.status_code == 409
    assert SESSION_COOKIE not in answer.cookies


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_login_leads_to_our_own_pages_only(database: str, place: str) -> None:
    browser = client()
    signed_in(browser, somebody())

    assert browser.get("/login", {"next": place})["Location"] == "/"
    assert browser.get("/login", {"next": "/security"})["Location"] == "/security"


def test_a_browser_gets_work_to_do_bound_to_itself(database: str) -> None:
    browser = client()
    told = browser.get("/login/work?hashes=99999999999").json()

    assert told["parameters"]["algorithm"] == "SHA-256"
    assert told["parameters"]["data"]["hashes"] <= 1_000_000
    assert browser.get("/login/work?hashes=nonsense").json()["parameters"]["data"]["hashes"] >= 1_000
    other = client().get("/login/work").json()
    assert other["parameters"]["data"]["for"] != told["parameters"]["data"]["for"]


def test_many_failures_slow_a_guesser_down_and_say_so(database: str) -> None:
    """C-15."""
    browser, who = client(), long_standing()
    give_password(who)
    statuses = [posted(browser, who, f"guess number {n}").status_code for n in range(6)]

    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert posted(browser, who).status_code == 429


def test_a_service_that_collects_passwords_is_shown_the_door_meant_for_it(database: str) -> None:
    """C-25."""
    who = long_standing()
    give_password(who)

    answer = posted(client(HTTP_USER_AGENT="python-requests/2.34"), who)

    assert answer.status_code == 403
    assert "連携中のサービス" in answer.content.decode()
    assert SESSION_COOKIE not in answer.cookies
