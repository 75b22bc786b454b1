"""A client asks for a logout."""

import pytest
from django.test import Client
from tests.builders.grants import DESK
from tests.builders.oauth import Program
from tests.builders.oidc import authorize, founded, parameters, redeem, registered
from tests.builders.web import client, signed_in

from sekisho.authentication import models
from sekisho.authentication.types.sessions import Session

BYE = "https://client.example/bye"


@pytest.fixture
def desk(database: str) -> Program:
    founded()
    return registered("desk", {**DESK, "post_logout_redirect_uris": (BYE,)})


def visited(desk: Program) -> tuple[Client, Session, str]:
    browser = client()
    session = signed_in(browser)
    token = redeem(desk, parameters(authorize(browser, desk))["code"]).json()["id_token"]
    return browser, session, token


def state(session: Session) -> str:
    return str(models.Session.objects.get(ref=session.ref).state)


def test_the_id_token_of_this_session_ends_it_and_leads_back(desk: Program) -> None:
    browser, session, token = visited(desk)

    answer = browser.get("/oidc/logout", {"id_token_hint": token, "post_logout_redirect_uri": BYE, "state": "x"})

    assert answer.headers["Refresh"] == f"0; url={BYE}?state=x"
    assert state(session) == "ended"


def test_a_link_from_anywhere_only_asks(desk: Program) -> None:
    browser, session, _ = visited(desk)
    _, _, other = visited(desk)

    for given in ({}, {"id_token_hint": other}):
        shown = browser.get("/oidc/logout", given)
        assert shown.status_code == 200
        assert state(session) == "active"
    answer = browser.post("/oidc/logout", {"client_id": "desk"})
    assert answer.headers["Location"] == "/"
    assert state(session) == "ended"


def test_whoever_is_not_signed_in_is_sent_on_to_a_registered_address_only(desk: Program) -> None:
    answer = client().get("/oidc/logout", {"client_id": "desk", "post_logout_redirect_uri": BYE})

    assert answer.headers["Refresh"] == f"0; url={BYE}"
    evil = client().get("/oidc/logout", {"client_id": "desk", "post_logout_redirect_uri": "https://evil.example/"})
    assert evil.status_code == 400
    assert "Refresh" not in evil.headers
