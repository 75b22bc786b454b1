"""The firm's back end registers customers and takes over what they signed, over HTTP (C-11, C-24, E-05)."""

from typing import Any

import pytest
from tests.builders.approving import Desk, hash_over
from tests.builders.firms import founded
from tests.rooms.gateway.operations.test_api_operations import SCOPES, BackEnd

from sekisho.authentication.queries.principals import principal_of
from sekisho.authentication.types.principals import PrincipalState
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.bytes64 import b64
from sekisho.kernel.moments import DAY
from sekisho.notices.queries.contacts import contacts_of
from sekisho.web.operations.clock import now
from sekisho.web.operations.keys import node_keys

MAIL = {"kind": "email", "address": "hanako@example.jp", "proven": True}
HANAKO = {"login": "hanako", "facts": {"person": "individual"}, "contacts": [MAIL], "password": "nobody guesses this"}
CHANGE = {"action": "change", "field": "email", "value": "new@example.jp"}


@pytest.fixture
def desk(fresh_database: str, settings: Any) -> Desk:
    settings.ROOT_URLCONF = "sekisho.gateway.operations.api"
    founded(at=now() - 2 * DAY)
    desk = Desk(at=now(), key=node_keys().signing("ES256"))  # type: ignore[arg-type]
    desk.browser.at = desk.at - 5 * DAY
    return desk.open()


@pytest.fixture
def back(desk: Desk) -> BackEnd:
    return BackEnd("broker", SCOPES | {Scope.CUSTOMERS_WRITE})


def executed(desk: Desk, back: BackEnd, content: dict[str, str]) -> str:
    """A change of contact that the customer signed and the back end executed."""
    made = back.create(key=content["action"], operation="contact_change", content=content).json()
    desk.at = desk.browser.at = now()
    signed = desk.approve(desk.begin(made["id"])).operation
    body = {"receipt": signed.receipt_jws, "op_hash": b64(hash_over(signed))}
    assert back.send("POST", f"/v1/operations/{made['id']}/consume", body).status_code == 200
    return str(made["id"])


def test_a_customer_is_registered_and_shown_without_addresses_and_secrets(back: BackEnd) -> None:
    made = back.send("PUT", "/v1/customers/a-7", HANAKO)

    told = made.json()
    assert (made.status_code, told["account"], told["login"], told["state"]) == (201, "a-7", "hanako", "active")
    assert (told["ways_in"], told["frozen"]) == ({"password": 1}, False)
    assert [(each["kind"], each["proven"], each["fresh"]) for each in told["contacts"]] == [("email", True, True)]
    assert "example.jp" not in made.content.decode()
    assert back.send("GET", "/v1/customers/a-7").json() == told


def test_the_same_customer_again_is_brought_up_to_date(back: BackEnd) -> None:
    back.send("PUT", "/v1/customers/a-7", {"login": "hanako"})

    again = back.send("PUT", "/v1/customers/a-7", {"login": "hanako", "language": "en", "facts": {"age_band": "75+"}})

    assert (again.status_code, again.json()["language"], again.json()["facts"]) == (200, "en", {"age_band": "75+"})


def test_a_stolen_token_sets_no_password_and_moves_no_contact(back: BackEnd) -> None:
    """C-24."""
    back.send("PUT", "/v1/customers/a-7", HANAKO)

    for theft in ({"login": "hanako", "password": "the thief's own words"}, {"login": "hanako", "contacts": [MAIL]}):
        refused = back.send("PUT", "/v1/customers/a-7", theft)
        assert (refused.status_code, refused.json()["code"]) == (409, "signature_needed")


def test_everything_wrong_is_named_in_both_languages(back: BackEnd) -> None:
    refused = back.send("PUT", "/v1/customers/a-7", {"login": "", "contacts": [{"kind": "fax", "address": "1"}]})

    fields = refused.json()["fields"]
    assert (refused.status_code, [each["field"] for each in fields]) == (422, ["login", "contacts[0].kind"])
    assert all(each["ja"] and each["en"] for each in fields)
    assert back.send("GET", "/v1/customers/a-7").status_code == 404


def test_a_login_that_is_taken_is_refused(back: BackEnd) -> None:
    back.send("PUT", "/v1/customers/a-7", {"login": "hanako"})

    refused = back.send("PUT", "/v1/customers/a-8", {"login": "hanako"})

    assert (refused.status_code, refused.json()["code"]) == (409, "login_taken")


def test_a_signed_change_of_contact_is_taken_over_once(desk: Desk, back: BackEnd) -> None:
    operation = executed(desk, back, CHANGE)

    taken = back.send("POST", "/v1/customers/a1/contacts", {"operation": operation})
    again = back.send("POST", "/v1/customers/a1/contacts", {"operation": operation})

    assert [each["proven"] for each in taken.json()["contacts"]] == [False]
    assert (again.status_code, again.json()["code"]) == (409, "already")


def test_what_the_customer_did_not_sign_is_not_taken_over(desk: Desk, back: BackEnd) -> None:
    waiting = back.create(operation="contact_change", content=CHANGE).json()["id"]

    for operation in (waiting, "op_nothing"):
        refused = back.send("POST", "/v1/customers/a1/contacts", {"operation": operation})
        assert (refused.status_code, refused.json()["code"]) == (409, "signature_needed")
    assert contacts_of(subject="a1") == ()


def test_an_address_that_is_none_is_refused_where_it_is_taken_over(desk: Desk, back: BackEnd) -> None:
    operation = executed(desk, back, {**CHANGE, "value": "no address"})

    refused = back.send("POST", "/v1/customers/a1/contacts", {"operation": operation})

    assert (refused.status_code, refused.json()["code"]) == (422, "bad_address")


def test_a_contact_is_proven_only_where_it_belongs(desk: Desk, back: BackEnd) -> None:
    operation = executed(desk, back, CHANGE)
    taken = back.send("POST", "/v1/customers/a1/contacts", {"operation": operation}).json()
    contact = taken["contacts"][0]["id"]
    back.send("PUT", "/v1/customers/a-7", {"login": "hanako"})

    foreign = back.send("POST", f"/v1/customers/a-7/contacts/{contact}/proven", {})
    own = back.send("POST", f"/v1/customers/a1/contacts/{contact}/proven", {})

    assert foreign.status_code == 404
    assert own.json()["contacts"][0]["fresh"]
    assert back.send("POST", "/v1/customers/a1/contacts/ct_nothing/proven", {}).status_code == 404


def test_a_closed_customer_stays_closed_and_a_stranger_is_not_there(back: BackEnd) -> None:
    back.send("PUT", "/v1/customers/a-7", {"login": "hanako"})

    first = back.send("POST", "/v1/customers/a-7/close", {})
    again = back.send("POST", "/v1/customers/a-7/close", {})

    assert [each.json()["state"] for each in (first, again)] == ["closed", "closed"]
    assert back.send("POST", "/v1/customers/a-9/close", {}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v1/customers/a1"), ("GET", "/v1/customers/a1"), ("POST", "/v1/customers/a1/close"),
        ("POST", "/v1/customers/a1/contacts"), ("POST", "/v1/customers/a1/contacts/ct/proven"),
    ],
)  # fmt: skip
def test_a_program_without_the_scope_is_turned_away(desk: Desk, method: str, path: str) -> None:
    refused = BackEnd("other").send(method, path, {"login": "x"})

    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")


def test_a_delegate_is_registered_brought_up_to_date_and_closed(back: BackEnd) -> None:
    """C-23."""
    made = back.send("PUT", "/v1/agents/g-7", {"login": "daughter", "password": "nobody guesses this"})
    again = back.send("PUT", "/v1/agents/g-7", {"login": "daughter-2", "language": "en"})
    wrong = back.send("PUT", "/v1/agents/g-7", {"login": " "})
    closed = [back.send("POST", "/v1/agents/g-7/close", {}).status_code for _ in range(2)]

    assert (made.status_code, made.json()) == (201, {"agent": "agent:g-7"})
    assert (again.status_code, again.json()) == (200, {"agent": "agent:g-7"})
    assert principal_of(ref="agent:g-7").login == "daughter-2"
    assert wrong.status_code == 422
    assert closed == [200, 200]
    assert principal_of(ref="agent:g-7").state is PrincipalState.CLOSED
    assert back.send("POST", "/v1/agents/none/close", {}).status_code == 404
