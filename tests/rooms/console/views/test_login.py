"""The staff's door (5.8): no password, and no way out of the staff's part of the site."""

import json
from typing import Any

import pytest
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.console import FIRST, founded, person
from tests.builders.passkeys import Browser
from tests.builders.web import client, somebody

from sekisho.console.views.login import onward_of
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


@pytest.mark.parametrize("wanted", ["/", "/security", "//evil.example", "https://evil.example", "/staff", ""])
def test_a_login_leads_only_to_pages_of_the_staff(wanted: str) -> None:
    assert onward_of(wanted) == "/staff/"


def test_the_page_asks_for_no_password(database: str) -> None:
    page = client(language="en").get("/staff/login?next=/staff/people").content.decode()

    assert 'value="/staff/people"' in page
    assert 'type="password"' not in page


def login_with(principal: str) -> Any:
    key, browser = SoftAuthenticator(), client(language="en")
    Browser(authenticator=key, at=now() - DAY).register(principal)

    def post(path: str, body: object) -> Any:
        return browser.post(path, json.dumps(body), content_type="application/json")

    asked = post("/staff/ceremonies/login/begin", {}).json()
    response = key.get(json.dumps(asked["publicKey"]), passkey=key.passkeys[0])
    return post("/staff/ceremonies/login/finish", {"ceremony": asked["ceremony"], "response": response})


def test_a_customers_passkey_does_not_open_it(fresh_database: str) -> None:
    assert login_with(somebody().ref).status_code == 403


def test_a_passkey_that_is_not_proven_hardware_does_not_open_it(fresh_database: str) -> None:
    """D8."""
    founded()

    answer = login_with(person(FIRST).ref)

    assert answer.status_code == 403
    assert [step["href"] for step in answer.json()["next"]] == ["/staff/login", "/staff/enrol"]
