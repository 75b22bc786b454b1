"""Beside a passkey, customers set up what helps them, on as sure a proof as a passkey needs (C-09, C-14)."""

import re

import pytest
from django.test import Client
from tests.builders.beside import (
    Telephone,
    address_set_up,
    app_begun,
    app_set_up,
    code_sent_to,
    field,
    sheet,
    telephone_set_up,
    text_of,
)
from tests.builders.interim import code_now, give_app, long_standing
from tests.builders.scenes import stored_passkey
from tests.builders.web import client, signed_in

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.principals import Principal
from sekisho.kernel.moments import HOUR


@pytest.fixture
def who(database: str) -> Principal:
    return long_standing(language="en")


@pytest.fixture
def browser(who: Principal) -> Client:
    made = client(language="en")
    signed_in(made, who, acr=Acr.MFA)
    return made


def held(who: Principal) -> set[FactorCode]:
    return {each.factor for each in authenticators_of(principal=who.ref) if each.active}


def test_each_way_that_was_set_up_is_listed(browser: Client, who: Principal) -> None:
    app_set_up(browser)
    address_set_up(browser)
    telephone_set_up(browser)
    sheet(browser)

    page = text_of(browser.get("/factors?done=app"))

    assert held(who) == {
        FactorCode.TOTP, FactorCode.EMAIL_OTP, FactorCode.PUSH_NUMBER, FactorCode.RECOVERY_CODE,
    }  # fmt: skip
    assert "Your authenticator app is set up." in page
    assert "my app" in page
    assert "10 are left" in page


def test_the_app_counts_after_its_first_right_code(browser: Client, who: Principal) -> None:
    pending, secret = app_begun(browser)

    wrong = browser.post("/factors/app", {"pending": pending, "code": "000000", "name": "red"})
    assert (wrong.status_code, held(who)) == (403, set())
    form = {"pending": field(wrong, "pending"), "name": field(wrong, "name"), "code": code_now(secret)}
    assert browser.post("/factors/app", form)["Location"] == "/factors?done=app"

    assert [each.name for each in authenticators_of(principal=who.ref)] == ["red"]


def test_a_set_up_that_is_over_leads_to_a_new_one(browser: Client) -> None:
    answer = browser.post("/factors/app", {"pending": "none", "code": "000000"})

    assert answer.status_code == 403
    assert 'href="/factors/app"' in text_of(answer)
    assert 'id="code"' not in text_of(answer)


def test_a_sheet_is_shown_once_and_replaces_the_one_before(browser: Client) -> None:
    first, second = sheet(browser), sheet(browser)

    assert len(set(first) | set(second)) == 20
    assert browser.post("/confirm/code", {"factor": "recovery_code", "code": first[0]}).status_code == 403
    assert browser.post("/confirm/code", {"factor": "recovery_code", "code": second[0]}).status_code == 302


def test_few_codes_left_are_a_reason_to_print_new_ones(browser: Client) -> None:
    for code in sheet(browser)[:8]:
        browser.post("/confirm/code", {"factor": "recovery_code", "code": code})

    assert "You have 2 recovery codes left" in text_of(browser.get("/factors"))


def test_a_device_that_has_not_come_yet_is_waited_for(browser: Client, who: Principal) -> None:
    page = browser.get("/factors/device")
    form = {"pending": field(page, "pending"), "letters": field(page, "letters")}

    waiting = browser.post("/factors/device", form)
    Telephone().bind(field(waiting, "letters"))

    assert "has not come yet" in text_of(waiting)
    assert browser.post("/factors/device", form)["Location"] == "/factors?done=device"
    assert held(who) == {FactorCode.PUSH_NUMBER}


def test_the_picture_for_the_app_keeps_its_letters_out_of_any_address_that_is_sent(browser: Client) -> None:
    page = browser.get("/factors/device")

    assert f"/app#{field(page, 'letters')}" in text_of(page)


def test_an_address_counts_once_its_code_came_back_to_the_same_session(browser: Client, who: Principal) -> None:
    sent = browser.post("/factors/address", {"factor": "email_otp", "address": "taro@mail.example"})
    form = {"pending": field(sent, "pending"), "factor": "email_otp", "code": code_sent_to("taro@mail.example")}
    thief = client()
    signed_in(thief, who, acr=Acr.MFA)

    assert thief.post("/factors/address/code", form).status_code == 403
    assert held(who) == set()
    assert browser.post("/factors/address/code", form).status_code == 302
    assert held(who) == {FactorCode.EMAIL_OTP}


def test_a_wrong_code_for_an_address_can_be_corrected(browser: Client, who: Principal) -> None:
    sent = browser.post("/factors/address", {"factor": "sms_otp", "address": "090-1234-5678"})
    wrong = browser.post("/factors/address/code", {"pending": field(sent, "pending"), "factor": "sms_otp", "code": "1"})

    form = {"pending": field(wrong, "pending"), "factor": field(wrong, "factor"), "code": code_sent_to("+819012345678")}
    assert browser.post("/factors/address/code", form)["Location"] == "/factors?done=address"
    assert held(who) == {FactorCode.SMS_OTP}


def test_what_is_no_address_is_told_and_kept_in_the_field(browser: Client) -> None:
    answer = browser.post("/factors/address", {"factor": "sms_otp", "address": "<no> number"})

    assert answer.status_code == 409
    assert "&lt;no&gt; number" in text_of(answer)
    assert "as in the example" in text_of(answer)


@pytest.mark.parametrize("path", ["/factors/app", "/factors/device", "/factors/address"])
def test_nothing_is_set_up_on_an_old_proof_or_on_a_password_alone(who: Principal, path: str) -> None:
    old, weak = client(), client()
    signed_in(old, who, acr=Acr.MFA, age=HOUR // 3)
    signed_in(weak, who, acr=Acr.PASSWORD)

    for browser in (old, weak):
        assert browser.get(path)["Location"].startswith("/confirm?")
        assert browser.post(path, {"pending": "x"}).status_code == 403
        assert browser.post("/factors/codes").status_code == 403


def test_who_holds_a_passkey_is_offered_a_sheet_and_nothing_that_would_not_count(who: Principal) -> None:
    """C-01."""
    stored_passkey(who)
    browser = client(language="en")
    signed_in(browser, who, acr=Acr.PHR)

    page = text_of(browser.get("/factors"))

    assert re.findall(r'(?:href|action)="(/factors/[^"]*)"', page) == ["/factors/codes"]
    assert "can no longer be set up" in text_of(browser.get("/factors/app"))
    assert "can no longer be set up" in text_of(browser.get("/factors/device"))
    assert browser.post("/factors/address", {"address": "a@mail.example"}).status_code == 409
    assert held(who) == {FactorCode.PASSKEY_SYNCED}
    assert len(sheet(browser)) == 10


def test_a_passkey_is_what_new_codes_rest_on_where_there_is_one(who: Principal) -> None:
    """C-09."""
    give_app(who)
    stored_passkey(who)
    browser = client()
    signed_in(browser, who, acr=Acr.MFA)

    assert browser.post("/factors/codes").status_code == 403
