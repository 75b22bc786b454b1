"""API clients: proposed, revised, stopped (5.7: two-person record; C-24)."""

import json

import pytest
from tests.builders.console import FIRST, SECOND, desk, founded
from tests.builders.firms import RETURN

from sekisho.firms.operations.clients import approve_client
from sekisho.firms.queries.clients import access_client, access_clients, access_proposal
from sekisho.firms.types.clients import ClientState, OrderLimits
from sekisho.web.operations.clock import now

FORM = {
    "name_ja": "見本アプリ", "name_en": "Sample app", "kind": "native", "profile": "oidc_basic",
    "redirect_uris": f"{RETURN}\n", "scope": ["openid", "orders:place"], "per_order": "100000", "per_day": "300000",
    "symbols": "7203 6758", "expires": "2027-03-31",
}  # fmt: skip


@pytest.fixture
def app(database: str) -> str:
    """A client that is in use; its id."""
    founded()
    desk().post("/staff/clients/new", FORM)
    (found,) = access_clients(by=FIRST)
    approve_client(client_id=found.client_id, by=SECOND, at=now())
    return found.client_id


def test_terms_are_kept_as_they_were_typed(app: str) -> None:
    found = access_client(by=FIRST, client_id=app).terms

    assert found.redirect_uris == (RETURN,)
    assert found.limits == OrderLimits(per_order_yen=100_000, per_day_yen=300_000, symbols=("7203", "6758"))
    page = desk(language="en").get(f"/staff/clients/{app}").content.decode()
    assert "¥100,000 an order, ¥300,000 a day (7203 6758)" in page
    assert "2027-03-31" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"jwks": "{"}, "no JSON object"),
        ({"jwks": "[]"}, "no JSON object"),
        ({"per_day": "many"}, "whole yen"),
        ({"expires": "soon"}, "as a date"),
        ({"expires": "9999-12-31"}, "as a date"),
        ({"name_en": ""}, "Give a name in both languages"),
        ({"redirect_uris": "http://x.example/#"}, "whole https addresses"),
        ({"kind": "strange", "profile": "strange", "third_party": "yes"}, "Give public keys only"),
    ],
)
def test_every_mistake_is_named_and_nothing_typed_is_lost(database: str, wrong: dict[str, str], words: str) -> None:
    founded()

    answer = desk(language="en").post("/staff/clients/new", {**FORM, **wrong})

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert 'value="見本アプリ"' in answer.content.decode()
    assert access_clients(by=FIRST) == ()


def test_a_change_begins_from_what_is_registered_and_waits_for_another(app: str) -> None:
    page = desk(language="en").get(f"/staff/clients/{app}/revise").content.decode()
    for value in ('value="100000"', 'value="2027-03-31"', 'value="7203 6758"', RETURN):
        assert value in page

    answer = desk().post(f"/staff/clients/{app}/revise", {**FORM, "per_order": "50000"})

    assert answer["Location"] == f"/staff/clients/{app}?done=proposed"
    assert access_proposal(by=SECOND, client_id=app).changed == ("limits",)
    assert "A proposal of sato waits" in desk(SECOND, language="en").get(f"/staff/clients/{app}").content.decode()
    assert "A decision" in desk(SECOND, language="en").get("/staff/clients").content.decode()
    assert desk().post(f"/staff/clients/{app}/revise", FORM).status_code == 409
    assert desk().post(f"/staff/clients/{app}/revise", {**FORM, "jwks": "{"}).status_code == 400


def test_a_wrong_change_is_refused_with_what_to_mend(app: str) -> None:
    answer = desk(language="en").post(f"/staff/clients/{app}/revise", {**FORM, "jwks": json.dumps({"keys": []})})

    assert answer.status_code == 400
    assert "jwks" in answer.content.decode()


def test_one_person_stops_a_client_at_once_or_closes_it(app: str) -> None:
    desk().post(f"/staff/clients/{app}/stop", {"do": "suspend", "reason": "leaked"})
    assert access_client(by=FIRST, client_id=app).state is ClientState.SUSPENDED
    assert "waits for somebody else" in desk(language="en").get(f"/staff/clients/{app}").content.decode()
    assert 'value="client-resumption"' in desk(SECOND).get(f"/staff/clients/{app}").content.decode()

    desk().post(f"/staff/clients/{app}/stop", {"do": "close"})
    assert access_client(by=FIRST, client_id=app).state is ClientState.CLOSED


def test_a_client_that_is_not_there_is_a_page_with_a_way_on(database: str) -> None:
    founded()

    for path in ("/staff/clients/cl_0", "/staff/clients/cl_0/revise"):
        answer = desk().get(path)
        assert answer.status_code == 404
        assert 'href="/staff/clients"' in answer.content.decode()
