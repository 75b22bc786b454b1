"""Whoever is signed in confirms with the surest thing he holds, and is never stuck (C-01, C-13, C-14)."""

import re

import pytest
from django.test import Client
from tests.builders.beside import (
    address_set_up,
    app_set_up,
    code_sent_to,
    field,
    number_on,
    sheet,
    telephone_set_up,
    text_of,
)
from tests.builders.interim import code_now, give_app, long_standing
from tests.builders.scenes import stored_passkey
from tests.builders.web import client, signed_in

from sekisho.authentication.operations.sessions import end_session
from sekisho.authentication.queries.sessions import session_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.sessions import EndReason
from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import HOUR
from sekisho.web.operations.clock import now
from sekisho.web.types.calls import SESSION_COOKIE

DOWNGRADE = "authentication:confirmation:downgrade_refused"


@pytest.fixture
def who(database: str) -> Principal:
    return long_standing(language="en")


@pytest.fixture
def fresh(who: Principal) -> Client:
    """His browser, just after a login with two factors."""
    browser = client(language="en")
    signed_in(browser, who, acr=Acr.MFA)
    return browser


def stale(who: Principal) -> Client:
    """Another browser of his, twenty minutes after the login."""
    browser = client(language="en")
    signed_in(browser, who, acr=Acr.MFA, age=HOUR // 3)
    return browser


def reaches(browser: Client) -> bool:
    """Whether he comes to what asks for a fresh proof."""
    return browser.get("/enrol").status_code == 200


def test_a_code_of_his_app_makes_the_session_fresh_under_a_new_token(who: Principal) -> None:
    secret, browser = give_app(who), stale(who)
    before = browser.cookies[SESSION_COOKIE].value
    led = browser.get("/enrol")["Location"]

    answer = browser.post("/confirm/code", {"factor": "totp", "code": code_now(secret), "next": "/enrol"})

    assert led == "/confirm?next=%2Fenrol"
    assert answer["Location"] == "/enrol"
    assert reaches(browser)
    assert browser.cookies[SESSION_COOKIE].value != before


def test_a_wrong_code_raises_nothing_and_can_be_corrected(who: Principal) -> None:
    secret, browser = give_app(who), stale(who)

    wrong = browser.post("/confirm/code", {"factor": "totp", "code": "000000", "next": "/enrol"})
    assert (wrong.status_code, reaches(browser)) == (403, False)
    assert 'id="refused"' in text_of(wrong)
    assert field(wrong, "next") == "/enrol"

    assert browser.post("/confirm/code", {"factor": "totp", "code": code_now(secret)}).status_code == 302


def test_a_saved_code_is_good_once(who: Principal, fresh: Client) -> None:
    code, browser = sheet(fresh)[0], stale(who)
    form = {"factor": "recovery_code", "code": code}

    assert browser.post("/confirm/code", form).status_code == 302
    assert browser.post("/confirm/code", form).status_code == 403


def test_a_code_that_was_sent_counts_on_the_page_that_asked_for_it(who: Principal, fresh: Client) -> None:
    address, browser, other = address_set_up(fresh), stale(who), stale(who)
    sent = browser.post("/confirm/send", {"factor": "email_otp", "next": "/enrol"})
    form = {"factor": "email_otp", "code": code_sent_to(address), "sent": field(sent, "sent")}

    assert re.search(r"We have sent a code to h[^<]*@", text_of(sent))
    assert address not in text_of(sent)
    assert other.post("/confirm/code", form).status_code == 403
    assert browser.post("/confirm/code", {**form, "sent": ""}).status_code == 403
    assert browser.post("/confirm/code", form).status_code == 302


def test_a_number_typed_into_the_app_confirms_once_the_app_has_sent_it(who: Principal, fresh: Client) -> None:
    device, browser = telephone_set_up(fresh), stale(who)
    page = browser.post("/confirm/send", {"factor": "push_number", "next": "/enrol"})
    form = {"prompt": field(page, "prompt"), "next": "/enrol"}

    early = browser.post("/confirm/push", form)
    asked = device.prompt()
    device.type(asked, number_on(page))
    answer = browser.post("/confirm/push", form)

    assert early.status_code == 403
    assert number_on(early) == number_on(page)
    assert asked["content"]["en"].startswith("Confirmation: ")
    assert answer["Location"] == "/enrol"
    assert reaches(browser)


def test_who_says_that_it_was_not_he_is_heard(who: Principal, fresh: Client) -> None:
    device, browser = telephone_set_up(fresh), stale(who)
    page = browser.post("/confirm/send", {"factor": "push_number"})

    device.refuse(device.prompt())
    answer = browser.post("/confirm/push", {"prompt": field(page, "prompt")})

    assert answer.status_code == 403
    assert "This is not me" in text_of(answer)
    assert not reaches(browser)


def test_what_he_does_not_hold_cannot_be_sent(who: Principal) -> None:
    give_app(who)

    answer = stale(who).post("/confirm/send", {"factor": "sms_otp"})

    assert answer.status_code == 403
    assert "set up" in text_of(answer)


def test_too_many_questions_to_the_app_are_stopped(who: Principal, fresh: Client) -> None:
    telephone_set_up(fresh)
    browser = stale(who)

    answers = [browser.post("/confirm/send", {"factor": "push_number"}).status_code for _ in range(8)]

    assert (answers[0], answers[-1]) == (200, 403)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/confirm/code", {"factor": "totp", "code": "000000"}),
        ("/confirm/send", {"factor": "push_number"}),
        ("/confirm/push", {"prompt": "pu_1"}),
    ],
)
def test_who_holds_a_passkey_is_asked_for_nothing_less_and_the_try_is_noted(
    who: Principal, path: str, form: dict[str, str]
) -> None:
    """C-01."""
    secret, browser = give_app(who), stale(who)
    stored_passkey(who)
    shown = text_of(browser.get("/confirm"))

    answer = browser.post(path, {**form, "code": code_now(secret)})

    assert "Confirm with a passkey" in shown
    assert 'action="/confirm/code"' not in shown
    assert answer.status_code == 403
    assert "safer" in text_of(answer)
    assert [entry.kind for entry in read(limit=1_000)].count(DOWNGRADE) == 1
    assert not reaches(browser)


def test_the_ways_are_shown_with_the_surest_first(who: Principal, fresh: Client) -> None:
    app_set_up(fresh)
    telephone_set_up(fresh)
    sheet(fresh)

    page = text_of(stale(who).get("/confirm"))

    labels = re.findall(r"<label[^>]*>([^<]+)<|<h2>([^<]+)</h2>", page)
    assert ["".join(each).strip() for each in labels] == [
        "Number typed into the app", "Code of an authenticator app", "Saved recovery code",
    ]  # fmt: skip


def test_who_holds_nothing_is_led_to_the_way_back_in(who: Principal) -> None:
    page = text_of(stale(who).get("/confirm"))

    assert 'href="/recovery"' in page
    assert 'action="/logout"' in page
    assert 'href="/enrol"' not in page, "that would lead here again"


def test_a_session_that_ends_meanwhile_is_not_raised(who: Principal) -> None:
    secret = give_app(who)
    browser = client(language="en")
    session = signed_in(browser, who, acr=Acr.MFA, age=HOUR // 3)
    end_session(session=session.ref, reason=EndReason.LOGOUT, by=who.ref, at=now())

    answer = browser.post("/confirm/code", {"factor": "totp", "code": code_now(secret)})

    assert answer.status_code in {401, 403}
    assert session_of(session=session.ref).auth_time == session.auth_time


def test_it_leads_on_to_our_own_pages_only(who: Principal) -> None:
    secret = give_app(who)

    answer = stale(who).post("/confirm/code", {"factor": "totp", "code": code_now(secret), "next": "//evil.example"})

    assert answer["Location"] == "/"
