from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.operations.enrolments import move
from sekisho.authentication.queries.enrolments import enrolment_of
from sekisho.authentication.types.assurance import Acr
from sekisho.authentication.types.enrolment import Step, Terms
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now


def test_later_leads_on_to_a_page_of_our_own(database: str) -> None:
    browser, who = client(language="en"), somebody()
    signed_in(browser, who, acr=Acr.MFA)

    assert "Set one up now" in browser.get("/enrol/ask?next=/sessions").content.decode()
    assert browser.post("/enrol/ask", {"next": "/sessions"})["Location"] == "/sessions"
    assert browser.post("/enrol/ask", {"next": "//evil.example"})["Location"] == "/"


def test_when_the_date_has_come_there_is_no_later(database: str) -> None:
    browser, who, at = client(language="en"), somebody(), now()
    signed_in(browser, who, acr=Acr.MFA)
    move(principal=who.ref, step=Step.NOTIFIED, by="system", at=at - 9 * DAY, terms=Terms(due_at=at - DAY))
    assert enrolment_of(principal=who.ref).due_at == at - DAY

    assert "Later" not in browser.get("/enrol/ask").content.decode()
    assert browser.post("/enrol/ask", {"next": "/sessions"})["Location"] == "/enrol"
