"""The inbox shows a customer what he was told, and takes his answer (C-16, C-17, C-19)."""

import pytest
from django.test import Client
from tests.builders.notices import AT, HOUSE, SAFE, kinds, news, payloads
from tests.builders.web import client, signed_in, somebody

from sekisho.authentication.types.principals import Principal
from sekisho.notices.operations.announcing import announce
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.queries.preferences import silences_of
from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.notices import Notice
from sekisho.portal.views.inbox import RISK


def told(who: Principal, template: str = "login") -> Notice:
    made = announce(news=news(template, subject=who.account, language="en"), house=HOUSE, safe=SAFE, at=AT)
    assert made is not None
    return made


@pytest.fixture
def who(database: str) -> Principal:
    return somebody(identifier_="a-1")


@pytest.fixture
def browser(who: Principal) -> Client:
    made = client(language="en")
    signed_in(made, who)
    return made


def test_what_was_told_stands_there_unread_until_it_is_opened(browser: Client, who: Principal) -> None:
    notice = told(who)
    before = browser.get("/inbox").content.decode()

    page = browser.get(f"/inbox/{notice.id}").content.decode()

    assert notice.title in before
    assert ">New<" in before
    assert notice.text.splitlines()[0] in page
    assert ">New<" not in browser.get("/inbox").content.decode()
    assert "notices:notice:read" in kinds("a-1")


def test_where_a_notice_went_is_told_in_words(browser: Client, who: Principal) -> None:
    add_contact(
        contact="ct-1", subject="a-1", kind=ContactKind.EMAIL, address="h@example.jp", by="x", safe=SAFE, at=AT
    )  # fmt: skip
    verify_contact(contact="ct-1", house=HOUSE, at=AT)

    page = browser.get(f"/inbox/{told(who).id}").content.decode()

    assert "E-mail: waiting" in page
    assert "h@example.jp" not in page


def test_a_notice_of_somebody_else_is_not_there(browser: Client) -> None:
    foreign = told(somebody(identifier_="a-2"))

    for answer in (browser.get(f"/inbox/{foreign.id}"), browser.post(f"/inbox/{foreign.id}/answer", {"answer": "me"})):
        assert answer.status_code == 404
        assert b"To your notices" in answer.content


def test_not_me_is_written_down_for_the_freeze_and_stands(browser: Client, who: Principal) -> None:
    notice = told(who)

    first = browser.post(f"/inbox/{notice.id}/answer", {"answer": "not_me"})
    later = browser.post(f"/inbox/{notice.id}/answer", {"answer": "me"})

    assert b"Your account is being frozen now." in first.content
    assert [each["through"] for each in payloads("notices:answer:not_me")] == ["web"]
    assert later.status_code == 409
    assert b"/freeze/status" in later.content


def test_it_was_me_leads_back_to_the_notice(browser: Client, who: Principal) -> None:
    notice = told(who)

    answer = browser.post(f"/inbox/{notice.id}/answer", {"answer": "me"})

    assert (answer.status_code, answer["Location"]) == (302, f"/inbox/{notice.id}")
    assert b"You answered that it was you." in browser.get(f"/inbox/{notice.id}").content


def test_executions_are_silenced_only_by_who_has_read_what_it_means(browser: Client) -> None:
    refused = browser.post("/inbox/executions", {"do": "silence"})

    assert refused.status_code == 400
    assert b"Please read the text" in refused.content
    assert silences_of(subject="a-1") == ()


def test_the_text_that_was_read_is_kept_with_the_choice(browser: Client, who: Principal) -> None:
    answer = browser.post("/inbox/executions", {"do": "silence", "accepted": "yes"})

    (kept,) = silences_of(subject="a-1")
    assert answer["Location"] == "/inbox"
    assert (kept.acknowledgement.text, kept.acknowledgement.language) == (RISK.en, "en")
    assert (kept.acknowledgement.by, kept.ended) == (who.ref, None)
    assert b"Get notices of executions again" in browser.get("/inbox").content


def test_switching_twice_is_no_error_and_they_come_back(browser: Client) -> None:
    for do in ("resume", "silence", "silence", "resume", "resume"):
        assert browser.post("/inbox/executions", {"do": do, "accepted": "yes"}).status_code == 302

    (kept,) = silences_of(subject="a-1")
    assert kept.ended is not None
