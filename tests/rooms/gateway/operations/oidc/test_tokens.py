"""The endpoints that programs call."""

from typing import Any

import pytest
from tests.builders.grants import BACK, BOARD, DESK
from tests.builders.oauth import Program, claims_in
from tests.builders.oidc import (
    authorize,
    call,
    founded,
    machine_token,
    parameters,
    post,
    pushed,
    redeem,
    registered,
    token,
)
from tests.builders.web import client, signed_in

from sekisho.authentication import models
from sekisho.web.operations.clock import now


@pytest.fixture
def back(database: str) -> Program:
    founded()
    return registered("back", BACK)


def logged_in(who: Program, **changes: str) -> dict[str, Any]:
    browser = client()
    signed_in(browser)
    answer = browser.get("/oidc/authorize", {"client_id": who.client_id, "request_uri": pushed(who, **changes)})
    return dict(redeem(who, parameters(answer)["code"]).json())


def test_a_pushed_request_comes_back_as_a_name_for_a_minute(back: Program) -> None:
    board = registered("board", BOARD)
    answer = post("/oidc/par", {**board.form(now()), "client_id": "board"})

    assert answer.status_code == 400
    assert pushed(board).startswith("urn:ietf:params:oauth:request_uri:")


def test_the_firms_resource_looks_into_a_token(back: Program) -> None:
    board = registered("board", BOARD)
    access = logged_in(board, scope="openid accounts:read")["access_token"]

    told = post("/oidc/introspect", back.form(now(), token=access)).json()

    assert (told["active"], told["scope"], told["cnf"]) == (True, "accounts:read openid", {"jkt": board.thumbprint})
    assert post("/oidc/introspect", {"token": access}).status_code == 401


def test_a_client_gives_a_token_back(back: Program) -> None:
    access = machine_token(back)

    assert post("/oidc/revoke", back.form(now(), token=access)).status_code == 200
    assert post("/oidc/introspect", back.form(now(), token=access)).json() == {"active": False}


def test_userinfo_tells_the_name_and_nothing_about_the_person(back: Program) -> None:
    board = registered("board", BOARD)
    answer = logged_in(board, scope="openid accounts:read")

    told = call(board, "/oidc/userinfo", answer["access_token"])

    assert told.json() == {"sub": claims_in(answer["id_token"])["sub"], "acr": "phr"}
    assert call(board, "/oidc/userinfo", answer["access_token"], method="POST").status_code == 200
    assert call(back, "/oidc/userinfo", machine_token(back)).status_code == 403


def test_a_machine_that_may_ask_has_only_its_own_name(back: Program) -> None:
    access = machine_token(back)
    models.AccessToken.objects.update(scopes=["openid"])

    assert call(back, "/oidc/userinfo", access).json() == {"sub": "back"}


def test_a_plain_login_works_from_end_to_end(back: Program) -> None:
    desk, browser = registered("desk", DESK), client()
    signed_in(browser)

    answer = redeem(desk, parameters(authorize(browser, desk))["code"])

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Pragma"] == "no-cache"
    assert claims_in(answer.json()["id_token"])["nonce"] == "n-1"
    assert token(desk, {"grant_type": "password"}).json()["error"] == "unsupported_grant_type"
