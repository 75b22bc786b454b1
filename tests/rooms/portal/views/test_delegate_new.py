"""A holder names who may act for him, reads it once more, and signs it; nothing else lets anybody in (C-23)."""

import json

import pytest
from django.test import Client
from tests.builders.authenticator import SoftAuthenticator
from tests.builders.passkeys import Browser
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.queries.delegations import accounts_of, delegations_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.principals import Principal, PrincipalKind
from sekisho.kernel.moments import DAY, from_milliseconds
from sekisho.web.operations.clock import now

LATER = f"{from_milliseconds(now() + 90 * DAY):%Y-%m-%d}"
FORM = {
    "delegate": "g-1", "name": "関所 花子", "relation": "長女", "operation": ["order_place", "order_cancel"],
    "limit": "500,000", "valid_until": LATER,
}  # fmt: skip


@pytest.fixture
def agent(fresh_database: str) -> Principal:
    return somebody(PrincipalKind.AGENT, identifier_="g-1")


@pytest.fixture
def holder(agent: Principal) -> Principal:
    return somebody(identifier_="a-1", language="en")


@pytest.fixture
def browser(holder: Principal) -> Client:
    made = client(language="en")
    signed_in(made, holder, acr=Acr.PHR)
    return made


def test_what_was_typed_is_signed_and_then_stands(browser: Client, holder: Principal, agent: Principal) -> None:
    key = SoftAuthenticator()
    Browser(authenticator=key, at=now() - 2 * DAY).register(holder.ref)
    led = browser.post("/delegates/new", FORM)["Location"]
    page = browser.get(led).content.decode()
    assert accounts_of(agent=agent.ref, at=now()) == ()

    body = {"operation": led.rpartition("/")[2], "language": "en"}
    asked = browser.post("/ceremonies/approve/begin", json.dumps(body), content_type="application/json").json()
    answer = {**body, "ceremony": asked["ceremony"], "response": key.get(json.dumps(asked["publicKey"]))}
    done = browser.post("/ceremonies/approve/finish", json.dumps(answer), content_type="application/json").json()

    (found,) = delegations_of(account="a-1")
    assert "関所 花子" in page
    assert "500,000" in page
    assert done["next"] == "/delegates?done=granted"
    assert "That person can act on this account" in browser.get(done["next"]).content.decode()
    assert (found.agent, found.limit_yen) == ("agent:g-1", 500_000)
    assert found.operations == {OperationCode.ORDER_PLACE, OperationCode.ORDER_CANCEL}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"delegate": "nobody"}, "There is no delegate of this number."),
        ({"operation": []}, ""),
        ({"operation": ["bank_account_change"]}, "cannot be allowed"),
        ({"valid_until": "2099-01-01"}, "not too far away"),
        ({"valid_until": "soon"}, ""),
        ({"limit": "0"}, ""),
        ({"name": ""}, ""),
    ],
)
def test_what_does_not_do_is_told_and_kept_in_the_form(browser: Client, change: dict[str, object], words: str) -> None:
    answer = browser.post("/delegates/new", {**FORM, **change})
    page = answer.content.decode()

    assert answer.status_code == 400
    assert words in page
    assert "長女" in page
    assert delegations_of(account="a-1") == ()


def test_a_delegate_and_a_weak_session_are_kept_out(holder: Principal, agent: Principal) -> None:
    weak, other = client(), client()
    signed_in(weak, holder, acr=Acr.MFA)
    signed_in(other, agent, acr=Acr.PHR)

    assert weak.get("/delegates/new")["Location"].startswith("/confirm?")
    assert other.get("/delegates/new").status_code == 403


def test_a_delegate_sees_his_own_number(agent: Principal) -> None:
    other = client()
    signed_in(other, agent, acr=Acr.PHR)

    assert 'id="own-number">agent:g-1<' in other.get("/delegates").content.decode()
