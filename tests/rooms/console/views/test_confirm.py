"""Once more with the key, before something that matters."""

import json

import pytest
from tests.builders.console import FIRST, Desk, desk, founded
from tests.builders.web import client

from sekisho.authentication.types.assurance import Acr
from sekisho.kernel.moments import MINUTE


@pytest.fixture
def sato(fresh_database: str) -> Desk:
    founded()
    return Desk(FIRST)


def test_a_session_rises_and_goes_on_where_it_was(sato: Desk) -> None:
    sato.browser = desk(FIRST, language="en", acr=Acr.PHRH, age=10 * MINUTE)
    place = sato.browser.get("/staff/me/key")["Location"]
    assert place == "/staff/confirm?next=%2Fstaff%2Fme%2Fkey"
    assert 'value="/staff/me/key"' in sato.page(place)

    asked = sato.post("/staff/ceremonies/confirm/begin", {}).json()
    body = {
        "ceremony": asked["ceremony"], "response": sato.key.get(json.dumps(asked["publicKey"])), "next": "/staff/me/key"
    }  # fmt: skip
    assert sato.post("/staff/ceremonies/confirm/finish", body).json() == {"next": "/staff/me/key"}
    assert "Add a second security key" in sato.page("/staff/me/key")


def test_what_proves_nothing_raises_nothing(sato: Desk) -> None:
    asked = sato.post("/staff/ceremonies/confirm/begin", {}).json()

    answer = sato.post("/staff/ceremonies/confirm/finish", {"ceremony": asked["ceremony"], "response": "{}"})

    assert answer.status_code == 400


def test_whoever_holds_no_hardware_key_is_shown_the_way_to_one(fresh_database: str) -> None:
    founded()
    browser = desk(FIRST, language="en", acr=Acr.PASSWORD)

    answer = browser.post("/staff/ceremonies/confirm/begin", "{}", content_type="application/json")

    assert answer.status_code == 403
    assert answer.json()["next"][0]["href"] == "/staff/enrol"
    assert client().get("/staff/confirm")["Location"].startswith("/staff/login")
