"""The first key, and a new one after a loss, by two codes (5.8: staff recover with four eyes; E-09)."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.console import AUTHORITY, FIRST, SECOND, Desk, founded, hardware_key
from tests.builders.web import client

from sekisho.authentication.queries.authenticators import passkeys_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.assurance import Acr
from sekisho.console.views.enrol import MOST
from sekisho.firms.operations.invitations import (
    decide_invitation,
    invite_founder,
    propose_invitation,
    show_code,
)
from sekisho.firms.operations.staff import approve_staff, register_staff, suspend_staff
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import digest_of

CODES = {"first": "1111 2222 3333 4444", "second": "5555-6666-7777-8888"}


class Newcomer:
    """Somebody with two codes and a key, in front of the page."""

    def __init__(self, key: SoftAuthenticator | None = None) -> None:
        self.browser, self.key = client(language="en"), key or hardware_key()

    def post(self, path: str, body: object) -> Any:
        return self.browser.post(path, json.dumps(body), content_type="application/json")

    def begins(self, **codes: str) -> Any:
        return self.post("/staff/ceremonies/enrol/begin", {**CODES, **codes})

    def enrols(self, **codes: str) -> Any:
        asked = self.begins(**codes).json()
        response = self.key.create(json.dumps(asked["publicKey"]))
        body = {**CODES, **codes, "ceremony": asked["ceremony"], "response": response, "name": "my key"}
        return self.post("/staff/ceremonies/enrol/finish", body)

    def logs_in(self) -> Any:
        asked = self.post("/staff/ceremonies/login/begin", {}).json()
        response = self.key.get(json.dumps(asked["publicKey"]), passkey=self.key.passkeys[-1])
        return self.post(
            "/staff/ceremonies/login/finish",
            {"ceremony": asked["ceremony"], "response": response, "next": "/staff/me"},
        )


def codes_of(name: str) -> bytes:
    return digest_of(CODES[name].replace(" ", "").replace("-", ""))


def founder() -> None:
    invite_founder(
        invitation="iv_0", staff=FIRST, first=codes_of("first"), second=codes_of("second"), at=now()
    )  # fmt: skip


@pytest.fixture
def office(fresh_database: str, settings: Any, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors.pem"
    anchors.write_bytes(x509.load_der_x509_certificate(AUTHORITY.root).public_bytes(Encoding.PEM))
    settings.SEKISHO_STAFF_ANCHORS = (str(anchors),)
    founded()


def test_a_founder_sets_up_his_key_and_logs_in_with_it(office: None) -> None:
    founder()
    somebody = Newcomer()

    assert somebody.enrols().json() == {"next": "/staff/login?enrolled=1"}
    assert "Your key is set up" in somebody.browser.get("/staff/login?enrolled=1").content.decode()
    assert somebody.logs_in().json() == {"next": "/staff/me"}
    assert "My keys and sessions" in somebody.browser.get("/staff/me").content.decode()
    assert passkeys_of(principal=f"staff:{FIRST}")[0].acr is Acr.PHRH
    assert somebody.browser.get("/staff/login?next=/staff/people")["Location"] == "/staff/people"


def test_codes_count_in_either_order_and_once(office: None) -> None:
    founder()

    assert Newcomer().enrols(first=CODES["second"], second=CODES["first"]).status_code == 200
    assert Newcomer().begins().status_code == 409


@pytest.mark.parametrize("wrong", [{"first": "0"}, {"second": "0"}, {"second": CODES["first"]}, {"first": ""}])
def test_one_code_is_worth_nothing_without_the_other(office: None, wrong: dict[str, str]) -> None:
    founder()

    answer = Newcomer().begins(**wrong)

    assert answer.status_code == 409
    assert "not right, or too old" in answer.json()["detail"]


def test_nobody_tries_codes_for_long(office: None) -> None:
    somebody = Newcomer()
    for _ in range(MOST):
        assert somebody.begins(first="0").status_code == 409

    assert somebody.begins(first="0").status_code == 429


def test_a_key_of_unknown_make_is_refused_and_the_codes_count_again(office: None) -> None:
    """D8."""
    founder()

    assert Newcomer(SoftAuthenticator()).enrols().status_code == 403
    assert Newcomer().enrols().status_code == 200


def test_whoever_lost_his_key_is_let_in_by_two_colleagues_and_what_he_lost_opens_nothing(office: None) -> None:
    register_staff(staff="ito", name="Ito", roles=[], by=FIRST, at=now())
    approve_staff(staff="ito", by=SECOND, at=now())
    before = Desk("ito")
    suspend_staff(staff="ito", by=FIRST, reason="lost key", at=now())
    propose_invitation(invitation="iv_1", staff="ito", by=FIRST, at=now())
    decide_invitation(staff="ito", approve=True, by=SECOND, at=now())
    show_code(staff="ito", by=FIRST, digest=codes_of("first"), at=now())
    assert Newcomer().begins().status_code == 409
    show_code(staff="ito", by=SECOND, digest=codes_of("second"), at=now())

    assert Newcomer().enrols().status_code == 200

    (held,) = passkeys_of(principal="staff:ito")
    assert held.name == "my key"
    assert sessions_of(principal="staff:ito", at=now()) == ()
    assert before.browser.get("/staff/").status_code == 302
    assert Desk(SECOND).decides("staff-resumption", "ito").status_code == 200


def test_a_customers_passkey_does_not_open_the_staffs_door(office: None) -> None:
    from_outside = Newcomer(SoftAuthenticator())
    desk = Desk(FIRST)
    asked = from_outside.post("/staff/ceremonies/login/begin", {}).json()
    answer = from_outside.post(
        "/staff/ceremonies/login/finish", {"ceremony": asked["ceremony"], "response": "{}", "next": "/staff/"}
    )

    assert answer.status_code == 400
    assert [step["href"] for step in answer.json()["next"]] == ["/staff/login", "/staff/enrol"]
    assert desk.browser.post("/staff/logout").status_code == 200
    assert desk.browser.get("/staff/").status_code == 302
