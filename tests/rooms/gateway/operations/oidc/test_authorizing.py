"""The browser's way: from the client, through login and consent, and back."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.builders.approvals import CONTENTS
from tests.builders.grants import BOARD, DESK, READER
from tests.builders.oauth import Program
from tests.builders.oidc import asked, authorize, founded, origin, parameters, pushed, redeem, registered
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.kernel.moments import HOUR


@pytest.fixture
def desk(database: str) -> Program:
    founded()
    return registered("desk", DESK)


def begun(browser: Client, who: Program, **changes: str) -> str:
    """A pushed request brought by a browser; gives where it leads."""
    answer = browser.get("/oidc/authorize", {"client_id": who.client_id, "request_uri": pushed(who, **changes)})
    return str(answer.headers["Location"])


def test_who_is_signed_in_goes_straight_back(desk: Program) -> None:
    browser = client()
    signed_in(browser)

    answer = authorize(browser, desk)

    assert answer.status_code == 303
    assert set(parameters(answer)) == {"code", "state", "iss"}
    assert parameters(answer)["iss"] == origin()


def test_who_is_not_logs_in_and_comes_back(desk: Program) -> None:
    browser = client()
    answer = authorize(browser, desk, login_hint="hanako")

    place = urlsplit(answer.headers["Location"])
    assert place.path == "/login"
    onward = parse_qs(place.query)["next"][0]
    assert parse_qs(place.query)["login"] == ["hanako"]
    assert urlsplit(browser.get(onward).headers["Location"]).path == "/login"
    signed_in(browser)

    returned = browser.get(onward)
    assert returned.status_code == 200  # a page of ours, which leads on
    assert parameters(returned)["state"] == "s-1"
    assert parameters(returned)["code"] in returned.content.decode()


def test_only_the_browser_that_began_goes_on(desk: Program) -> None:
    onward = parse_qs(urlsplit(authorize(client(), desk).headers["Location"]).query)["next"][0]
    other = client()
    signed_in(other)

    answer = other.get(onward)

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "Refresh" not in answer.headers


def test_a_weak_or_old_login_is_confirmed_first(desk: Program) -> None:
    browser = client()
    signed_in(browser, acr=Acr.MFA, age=HOUR // 4)

    for changes in ({"acr_values": "phr"}, {"max_age": "60"}, {"prompt": "login"}):
        assert urlsplit(authorize(browser, desk, **changes).headers["Location"]).path == "/confirm"
    assert parameters(authorize(browser, desk, prompt="none", acr_values="phr"))["error"] == "login_required"


def test_an_unknown_client_or_address_leads_nowhere(desk: Program) -> None:
    """Redirect tricks."""
    browser = client()
    signed_in(browser)
    for changes in (
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": "https://client.example/callback@evil.example"},
        {"client_id": "nobody"},
        {"request_uri": "urn:ietf:params:oauth:request_uri:guess"},
    ):
        answer = browser.get("/oidc/authorize", {**asked(desk), **changes})
        assert answer.status_code == 400
        assert "Location" not in answer.headers
    for query in ("client_id=%ff", "a&" * 60, "x" * 70_000):
        assert browser.get(f"/oidc/authorize?{query}").status_code in {400, 414}


def test_what_is_wrong_goes_back_with_our_name(desk: Program) -> None:
    told = parameters(authorize(client(), desk, response_type="token"))

    assert (told["error"], told["state"], told["iss"]) == ("unsupported_response_type", "s-1", origin())
    assert "state" not in parameters(authorize(client(), desk, response_type="token", state=""))


def test_a_request_may_be_posted_from_our_own_pages_only(desk: Program) -> None:
    browser = client()
    signed_in(browser)

    assert browser.post("/oidc/authorize", asked(desk)).status_code in {303, 400}
    foreign = browser.post("/oidc/authorize", asked(desk), headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert browser.put("/oidc/authorize").status_code == 405


def test_another_company_is_let_in_by_the_customer_alone(desk: Program) -> None:
    """C-25."""
    reader, browser = registered("reader", READER), client(csrf=True)
    signed_in(browser)
    page_at = begun(browser, reader, scope="openid accounts:read")
    shown = browser.get(page_at)

    assert page_at.startswith("/oidc/consent/")
    assert "見本の窓口" in shown.content.decode()
    assert browser.post(page_at, {"answer": "allow"}).status_code == 403  # no CSRF token
    form = {"answer": "allow", "csrfmiddlewaretoken": shown.context["csrf_token"]}
    onward = browser.post(page_at, form).headers["Location"]

    assert redeem(reader, parameters(browser.get(onward))["code"]).json()["scope"] == "accounts:read openid"
    assert "code" in parameters(browser.get("/oidc/authorize", {"client_id": "reader", "request_uri": pushed(reader)}))


def test_a_no_is_told_to_the_company(desk: Program) -> None:
    reader, browser = registered("reader", READER), client()
    signed_in(browser)
    page_at = begun(browser, reader)

    answer = browser.post(page_at, {"answer": "deny"})

    assert answer.status_code == 200  # a form's redirect to a client would be stopped by the page's policy
    assert parameters(answer)["error"] == "access_denied"
    assert browser.get(page_at).status_code == 400


def test_the_consent_page_of_a_request_that_needs_none_leads_on(desk: Program) -> None:
    browser = client()
    onward = parse_qs(urlsplit(authorize(browser, desk).headers["Location"]).query)["next"][0]
    signed_in(browser)
    page_at = onward.replace("continue", "consent")

    assert browser.post(page_at, {"answer": "allow"}).status_code == 400
    assert "code" in parameters(browser.get(page_at))
    assert browser.get("/oidc/consent/ar_guess").status_code == 400


def test_what_is_to_be_signed_leads_to_its_approval(desk: Program) -> None:
    board, browser = registered("board", BOARD), client()
    signed_in(browser, somebody())
    details = json.dumps([{"type": "sekisho_withdrawal", "content": CONTENTS[OperationCode.WITHDRAW]}])

    place = urlsplit(begun(browser, board, authorization_details=details))

    assert place.path.startswith("/approve/op_")
    assert parse_qs(place.query)["next"][0].startswith("/oidc/continue/ar_")
