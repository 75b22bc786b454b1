"""A recovery tells its owner where it stands and what to do; others neither see it nor move it (C-09, C-28)."""

import pytest
from django.test import Client
from tests.builders.recovering import begun, case_of, digits_for, granted_to, with_codes
from tests.builders.web import client

from sekisho.authentication.operations.recoveries import open_recovery
from sekisho.authentication.queries.recoveries import recovery_of
from sekisho.authentication.types.principals import Principal, Visit
from sekisho.authentication.types.recovery import CaseState, Path, ProofKind, RecoveryCase, Trigger
from sekisho.portal.recovering import COOKIE
from sekisho.web.operations.clock import now
from sekisho.web.operations.recovering import pass_to, post_code_for


@pytest.fixture
def who(fresh_database: str) -> Principal:
    return with_codes()[0]


@pytest.fixture
def browser(who: Principal) -> Client:
    """His browser, with the recovery that he began on a saved code; somebody else has codes and contacts too."""
    with_codes("a-2")
    return begun(who, FIRST)[0]


FIRST = "0000-0000-0000-0000"
"""The first of the saved codes, which are the same in every test."""


def shown(browser: Client) -> str:
    return browser.get("/recovery/status").content.decode()


def by_post(who: Principal) -> tuple[Client, RecoveryCase]:
    """A recovery that staff opened, and a browser that was given its number."""
    case = open_recovery(
        case="rc_post", principal=who.ref, trigger=Trigger.LOST, path=Path.POST, visit=Visit(), at=now()
    )
    browser = client(language="en")
    answer = browser.post("/recovery/status", {"number": f"{case.id} {pass_to(case.id).lower()}"})
    assert answer.status_code == 302
    return browser, case


def test_the_steps_are_told_with_what_is_done_and_what_comes(browser: Client) -> None:
    page = shown(browser)

    assert page.count(">Done<") == 1
    assert (
        page.index("Saved recovery code") < page.index("Number sent to your contact") < page.index("Two of our staff")
    )
    assert 'aria-current="step"' in page
    assert "a***@e***" in page
    assert "a-1@example.jp" not in page


def test_a_number_goes_to_a_contact_and_counts_as_a_proof(browser: Client, who: Principal) -> None:
    sent = browser.post("/recovery/send", {"contact": "ct-a-1"}).content.decode()
    code = digits_for(case_of(who), "ct-a-1")

    answer = browser.post("/recovery/prove", {"contact": "ct-a-1", "code": f"{code[:4]} {code[4:]}"})

    assert "The number is on its way" in sent
    assert answer["Location"] == "/recovery/status"
    assert {proof.kind for proof in case_of(who).proofs} == {ProofKind.SAVED_CODE, ProofKind.CONTACT_CODE}
    assert "Our call to your registered number" in shown(browser)


def test_a_wrong_number_is_refused_and_after_five_there_is_a_pause(browser: Client, who: Principal) -> None:
    tries = [browser.post("/recovery/prove", {"contact": "ct-a-1", "code": "00000000"}) for _ in range(7)]

    assert [each.status_code for each in tries] == [401] * 5 + [429] * 2
    assert b"too old" in tries[0].content
    assert len(case_of(who).proofs) == 1


def test_numbers_go_to_his_own_contacts_only(browser: Client) -> None:
    assert browser.post("/recovery/send", {"contact": "ct-a-2"}).status_code == 503
    assert browser.post("/recovery/send", {"contact": "ct-none"}).status_code == 503


def test_numbers_are_not_sent_without_end(browser: Client) -> None:
    statuses = [browser.post("/recovery/send", {"contact": "ct-a-1"}).status_code for _ in range(12)]

    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_another_browser_sees_nothing_and_moves_nothing(browser: Client, who: Principal) -> None:
    stranger = client(language="en")
    stranger.cookies[COOKIE] = f"{case_of(who).id}.AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"

    assert b"Enter the number you got" in stranger.get("/recovery/status").content
    for path in ("send", "prove", "stop"):
        assert stranger.post(f"/recovery/{path}", {"contact": "ct-a-1"}).status_code == 404
    assert case_of(who).state is CaseState.OPEN


@pytest.mark.parametrize("number", ["", "rc_none AAAA", "rc_none", " "])
def test_a_number_that_leads_nowhere_is_refused(fresh_database: str, number: str) -> None:
    answer = client(language="en").post("/recovery/status", {"number": number})

    assert answer.status_code == 401
    assert b"The number is wrong" in answer.content


def test_whoever_guesses_numbers_is_stopped(fresh_database: str) -> None:
    stranger = client()
    statuses = [stranger.post("/recovery/status", {"number": "rc_x AAAA"}).status_code for _ in range(12)]

    assert statuses == [401] * 10 + [429] * 2


def test_the_number_in_the_letter_counts_and_a_wrong_one_does_not(fresh_database: str) -> None:
    browser, case = by_post(with_codes()[0])

    wrong = browser.post("/recovery/prove", {"code": "AAAA-AAAA-AAAA"})
    right = browser.post("/recovery/prove", {"code": post_code_for(case.id)})

    assert (wrong.status_code, right.status_code) == (401, 302)
    assert [proof.kind for proof in recovery_of(case=case.id).proofs] == [ProofKind.POST_CODE]
    assert browser.post("/recovery/prove", {"code": post_code_for(case.id)}).status_code == 401


def test_the_owner_stops_what_he_did_not_begin(browser: Client, who: Principal) -> None:
    case = case_of(who)

    answer = browser.post("/recovery/stop")

    assert b"The recovery is stopped" in answer.content
    assert recovery_of(case=case.id).state is CaseState.WITHDRAWN
    assert b"Enter the number you got" in browser.get("/recovery/status").content


def test_what_has_ended_cannot_be_stopped_and_its_page_leads_on(browser: Client, who: Principal) -> None:
    kept = browser.cookies[COOKIE].value
    browser.post("/recovery/stop")
    browser.cookies[COOKIE] = kept

    answer = browser.post("/recovery/stop")

    assert answer.status_code == 409
    assert b'href="/recovery"' in answer.content
    assert who


def test_once_two_people_agreed_the_new_passkey_is_offered_with_its_deadline(who: Principal) -> None:
    page = shown(granted_to(who)[0])

    assert "Set up the new passkey" in page
    assert "wait for 72 hours" in page
    assert "/ceremonies/recovery/begin" in page
