"""At the end of a recovery stands a new passkey, and of the old access nothing is left (C-09, C-10, C-20)."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.builders.recovering import authenticator, begun, case_of, granted_to, with_codes
from tests.builders.scenes import stored_passkey
from tests.builders.web import client, opened

from sekisho.authentication.models import Recovery
from sekisho.authentication.operations.freezes import place_freeze
from sekisho.authentication.queries.authenticators import authenticator_of, passkeys_of
from sekisho.authentication.queries.freezes import status_of
from sekisho.authentication.queries.recoveries import recovery_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.authenticators import AuthenticatorState
from sekisho.authentication.types.freezes import FreezeSource
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.authentication.types.recovery import CaseState
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now

JSON = "application/json"


@pytest.fixture
def who(fresh_database: str) -> Principal:
    """Somebody whose phone, with a passkey and a session, is gone."""
    found = with_codes()[0]
    stored_passkey(found, hold_until=None)
    opened(found)
    return found


@pytest.fixture
def browser(who: Principal) -> Client:
    """His new device, with a recovery that was granted."""
    return granted_to(who)[0]


def enrolled(browser: Client) -> Any:
    options = browser.post("/ceremonies/recovery/begin", {"place": "client-device"}, content_type=JSON).json()
    response = authenticator().create(json.dumps(options["publicKey"]))
    body = {"ceremony": options["ceremony"], "response": json.loads(response), "name": "new phone"}
    return browser.post("/ceremonies/recovery/finish", body, content_type=JSON)


def test_the_new_passkey_takes_the_place_of_the_lost_one_and_everybody_is_signed_out(
    browser: Client, who: Principal
) -> None:
    old = passkeys_of(principal=who.ref)[0]
    case = case_of(who)

    answer = enrolled(browser)

    (new,) = [each for each in passkeys_of(principal=who.ref) if each.active]
    assert answer.json() == {"next": "/recovery/done"}
    assert (new.name, new.held(now() + DAY)) == ("new phone", True)
    assert authenticator_of(authenticator=old.id).state is AuthenticatorState.REVOKED
    assert sessions_of(principal=who.ref, at=now()) == ()
    assert recovery_of(case=case.id).state is CaseState.COMPLETED
    page = browser.get("/recovery/done").content.decode()
    assert "Your new passkey is set up" in page
    assert "still frozen" not in page


def test_before_it_is_granted_nothing_can_be_set_up(who: Principal) -> None:
    browser, _ = begun(who, "0000-0000-0000-0000")
    for path in ("begin", "finish"):
        answer = browser.post(f"/ceremonies/recovery/{path}", {}, content_type=JSON)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_granted")
    assert browser.get("/recovery/done").status_code == 409
    assert len(passkeys_of(principal=who.ref)) == 1


def test_a_grant_is_used_once(browser: Client, who: Principal) -> None:
    enrolled(browser)

    again = browser.post("/ceremonies/recovery/begin", {}, content_type=JSON)

    assert again.status_code == 409


def test_of_two_passkeys_under_one_grant_only_the_first_stays(browser: Client, who: Principal) -> None:
    bodies = []
    for name in ("first", "second"):
        options = browser.post("/ceremonies/recovery/begin", {}, content_type=JSON).json()
        response = json.loads(authenticator().create(json.dumps(options["publicKey"])))
        bodies.append({"ceremony": options["ceremony"], "response": response, "name": name})
    case = case_of(who)
    assert browser.post("/ceremonies/recovery/finish", bodies[0], content_type=JSON).status_code == 200
    Recovery.objects.filter(id=case.id).update(state="granted", ended=None)  # as it was when the second one looked

    Recovery.objects.filter(id=case.id).update(granted=now() + DAY)  # and its passkey is none of this grant
    answer = browser.post("/ceremonies/recovery/finish", bodies[1], content_type=JSON)

    assert answer.status_code == 409
    assert [each.name for each in passkeys_of(principal=who.ref) if each.active] == ["first"]


def test_a_ceremony_of_another_browser_sets_nothing_up(browser: Client, who: Principal) -> None:
    thief = client()
    options = browser.post("/ceremonies/recovery/begin", {}, content_type=JSON).json()
    body = {
        "ceremony": options["ceremony"],
        "response": json.loads(authenticator().create(json.dumps(options["publicKey"]))),
    }

    assert thief.post("/ceremonies/recovery/finish", body, content_type=JSON).status_code == 404
    assert [each.name for each in passkeys_of(principal=who.ref)] == ["my phone"]


def test_an_answer_that_proves_too_little_leaves_the_grant_and_says_so(browser: Client, who: Principal) -> None:
    options = browser.post("/ceremonies/recovery/begin", {}, content_type=JSON).json()

    bad = browser.post(
        "/ceremonies/recovery/finish", {"ceremony": options["ceremony"], "response": {"id": "x"}}, content_type=JSON
    )

    assert bad.status_code == 400
    assert case_of(who).state is CaseState.GRANTED
    assert enrolled(browser).status_code == 200


def test_an_account_that_he_froze_himself_is_opened_again_on_the_recovery(browser: Client, who: Principal) -> None:
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by=who.ref, reason="lost", visit=Visit(),
        at=now() - DAY,
    )  # fmt: skip
    enrolled(browser)
    before = browser.get("/recovery/done").content.decode()

    answer = browser.post("/recovery/release")

    assert "The account is still frozen" in before
    assert answer.status_code == 200
    assert status_of(account="a-1") is None


def test_a_freeze_that_came_after_the_recovery_is_not_opened_by_it(browser: Client, who: Principal) -> None:
    enrolled(browser)
    place_freeze(
        freeze="fz_1", account="a-1", source=FreezeSource.CUSTOMER, by=who.ref, reason="again", visit=Visit(),
        at=now() + 1_000,
    )  # fmt: skip

    answer = browser.post("/recovery/release")

    assert answer.status_code == 409
    assert status_of(account="a-1") is not None
