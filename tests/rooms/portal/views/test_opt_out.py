"""Somebody declines after reading each line, for a time, with something instead, and comes back at will (C-13)."""

import re

import pytest
from django.test import Client
from tests.builders.factors import totp_secret, with_totp
from tests.builders.interim import code_now, give_app
from tests.builders.scenes import stored_passkey
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.queries.opt_outs import broken_opt_out, opt_outs_of
from sekisho.authentication.queries.policies import effective
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.opt_out import OptOut
from sekisho.authentication.types.principals import Principal
from sekisho.authentication.types.risk_texts import NEWEST, RISK_TEXTS
from sekisho.kernel.moments import DAY, HOUR
from sekisho.portal.views.opt_out import COOKIE
from sekisho.web.operations.clock import now

LINES = tuple(RISK_TEXTS[NEWEST].acknowledgements)
FORM = {"version": str(NEWEST), "operation": ["login"], "reason": "no_device", "note": "", "alternative": "totp"}


@pytest.fixture
def who(database: str) -> Principal:
    found = somebody(identifier_="a-1")
    with_totp(found.ref, secret=totp_secret())
    return found


@pytest.fixture
def browser(who: Principal) -> Client:
    made = client(language="en")
    signed_in(made, who, acr=Acr.MFA)
    return made


def acknowledged(browser: Client, *lines: str) -> None:
    for name in lines or LINES:
        assert browser.post("/opt-out/acknowledge", {"name": name}).status_code == 302


def form(**changes: object) -> dict[str, object]:
    """What the page sends, with the policy that it shows."""
    return {**FORM, "policy": str(effective(now()).version), **changes}


def records(who: Principal) -> tuple[OptOut, ...]:
    return opt_outs_of(principal=who.ref)


def test_the_form_appears_once_every_line_is_confirmed(browser: Client) -> None:
    before = browser.get("/opt-out").content.decode()
    acknowledged(browser, *LINES[:-1])
    between = browser.get("/opt-out").content.decode()
    acknowledged(browser, LINES[-1])
    after = browser.get("/opt-out").content.decode()

    assert "Go without a passkey" not in before + between
    assert between.count(">Confirmed<") == len(LINES) - 1
    assert "Go without a passkey" in after
    assert "Limits for withdrawals and orders are lower" in after


def test_what_was_read_and_when_is_kept_with_its_end(browser: Client, who: Principal) -> None:
    began = now()
    acknowledged(browser)

    answer = browser.post("/opt-out", form())

    (record,) = records(who)
    asked = record.request
    assert answer["Location"] == "/opt-out"
    assert (asked.operations, asked.alternative) == (frozenset({OperationCode.LOGIN}), FactorCode.TOTP)
    assert asked.shown == RISK_TEXTS[NEWEST].shown("en")
    assert set(asked.ticked) == set(LINES)
    assert all(began <= moment <= now() for moment in asked.ticked.values())
    assert asked.evidence.startswith("session:se_")
    assert record.valid_until - record.valid_from == 180 * DAY
    assert broken_opt_out(principal=who.ref) is None


def test_the_record_is_shown_with_its_end_and_its_reminders(browser: Client) -> None:
    acknowledged(browser)
    browser.post("/opt-out", {**form(), "reason": "other", "note": "my hands shake"})

    page = browser.get("/opt-out").content.decode()

    assert "You now go without a passkey" in page
    assert "my hands shake" in page
    assert page.count("<li>") >= 5
    assert "Somebody who steals" in page or "somebody who steals" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"operation": []}, "Please choose what you want to decline it for."),
        ({"operation": ["withdraw"]}, "Please choose what you want to decline it for."),
        ({"version": "0"}, "The explanation has changed."),
        ({"alternative": "password"}, "Please set up what you will use instead first"),
        ({"reason": "other", "note": " "}, "Please write your reason"),
        ({"note": "x" * 500}, "Please write your reason"),
    ],
)
def test_what_does_not_do_is_told_and_nothing_is_recorded(
    browser: Client, who: Principal, change: dict[str, object], words: str
) -> None:
    acknowledged(browser)

    answer = browser.post("/opt-out", {**form(), **change})

    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert records(who) == ()


def test_a_line_that_was_not_confirmed_stands_in_the_way(browser: Client, who: Principal) -> None:
    acknowledged(browser, *LINES[1:])

    answer = browser.post("/opt-out", form())

    assert b"Not everything is ticked" in answer.content
    assert records(who) == ()


def test_times_that_we_did_not_sign_do_not_count(browser: Client, who: Principal) -> None:
    acknowledged(browser)
    for forged in ("nonsense", browser.cookies[COOKIE].value[:-1] + "x"):
        browser.cookies[COOKIE] = forged
        assert browser.post("/opt-out", form()).status_code == 409
    assert records(who) == ()


def test_what_somebody_else_confirmed_on_this_browser_does_not_count(browser: Client) -> None:
    acknowledged(browser)
    other = somebody(identifier_="a-2")
    with_totp(other.ref, secret=totp_secret())
    signed_in(browser, other, acr=Acr.MFA)

    assert browser.post("/opt-out", form()).status_code == 409
    assert records(other) == ()


def test_a_line_that_is_not_there_is_not_kept(browser: Client) -> None:
    acknowledged(browser, "everything")

    assert ">Confirmed<" not in browser.get("/opt-out").content.decode()


def test_whoever_holds_a_passkey_has_nothing_to_decline(browser: Client, who: Principal) -> None:
    stored_passkey(who)
    acknowledged(browser)

    assert b"nothing to decline" in browser.get("/opt-out").content
    assert browser.post("/opt-out", form()).status_code == 409
    assert records(who) == ()


def test_without_anything_instead_the_way_to_it_is_shown(database: str) -> None:
    browser = client(language="en")
    signed_in(browser, somebody(), acr=Acr.MFA)

    page = browser.get("/opt-out").content.decode()

    assert "Please set up what you will use instead first." in page
    assert 'href="/security"' in page


def test_it_ends_with_one_press_and_leads_to_a_passkey(browser: Client, who: Principal) -> None:
    acknowledged(browser)
    browser.post("/opt-out", form())
    (record,) = records(who)

    answer = browser.post("/opt-out/end", {"opt_out": record.id})
    again = browser.post("/opt-out/end", {"opt_out": record.id})

    assert answer["Location"] == "/enrol"
    assert not records(who)[0].standing(now() + 1)
    assert again.status_code == 409


def test_nobody_ends_the_opt_out_of_somebody_else(browser: Client, who: Principal) -> None:
    acknowledged(browser)
    browser.post("/opt-out", form())
    stranger = client()
    signed_in(stranger, somebody(identifier_="a-2"))

    for name in (records(who)[0].id, "oo_none", ""):
        assert stranger.post("/opt-out/end", {"opt_out": name}).status_code == 409
    assert records(who)[0].standing(now() + 1)


def test_an_old_login_is_led_to_confirm_first(who: Principal) -> None:
    browser = client()
    signed_in(browser, who, acr=Acr.MFA, age=HOUR // 3)

    assert browser.get("/opt-out")["Location"] == "/confirm?next=/opt-out"


def test_whoever_took_his_time_finds_what_he_wrote_once_he_has_confirmed(who: Principal) -> None:
    slow, secret = client(language="en"), give_app(who)
    signed_in(slow, who, acr=Acr.MFA, age=HOUR // 3)
    acknowledged(slow)

    led = slow.post("/opt-out", form(reason="other", note="震える手では<押せません>", operation=["login_new_device"]))
    confirmed = slow.post("/confirm/code", {"factor": "totp", "code": code_now(secret), "next": "/opt-out"})
    page = slow.get(confirmed["Location"]).content.decode()

    assert (led["Location"], confirmed["Location"]) == ("/confirm?next=/opt-out", "/opt-out")
    assert records(who) == ()
    assert "震える手では&lt;押せません&gt;" in page
    assert re.search(r'value="other" checked', page)
    assert re.search(r'value="login_new_device" checked', page)
    assert not re.search(r'value="login" checked', page)
    assert slow.post("/opt-out", form(reason="other", note="震える手では押せません"))["Location"] == "/opt-out"
    assert records(who)[0].request.evidence.endswith(":totp")


def test_nothing_is_recorded_on_terms_that_were_not_shown(browser: Client, who: Principal) -> None:
    acknowledged(browser)

    answer = browser.post("/opt-out", form(policy="99", note="please"))

    assert answer.status_code == 409
    assert "rules have changed" in answer.content.decode()
    assert "please" in answer.content.decode()
    assert records(who) == ()
