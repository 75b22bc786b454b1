"""The journal for auditors."""

import pytest
from tests.builders.console import desk, employed, founded

from sekisho.console.views.journal import SENTENCES
from sekisho.firms.types.permissions import Role
from sekisho.journal.operations.appending import append
from sekisho.journal.types.entry import NewEntry


@pytest.fixture
def auditor(database: str) -> str:
    founded()
    return employed("ito", Role.AUDITOR)


def test_an_auditor_reads_what_happened_and_to_whom(auditor: str) -> None:
    page = desk(auditor, language="en").get("/staff/journal?kind=firms:staff:approved").content.decode()

    assert "A member of staff was approved" in page
    assert "staff:ito" in page
    assert "suzuki" in page
    assert "firms:staff:founded</span>" not in page


def test_entries_about_one_subject_are_found_and_others_are_not(auditor: str) -> None:
    page = desk(auditor, language="en").get("/staff/journal?about=staff:ito").content.decode()

    assert "A member of staff was proposed" in page
    assert "The first members of staff were registered" not in page
    assert "Nothing found" in desk(auditor, language="en").get("/staff/journal?about=x").content.decode()


def test_older_entries_are_a_page_away_and_odd_ones_are_shown_by_their_length(auditor: str) -> None:
    append(entries=[NewEntry("other:kind:odd", "x", 1, b"\xff\x00"), *[NewEntry("a:b:c", "x", 1, b"[]")] * 60], at=1)
    browser = desk(auditor, language="en")

    newest = browser.get("/staff/journal?about=x").content.decode()
    older = newest.split('href="/staff/journal?')[1].split('"')[0].replace("&amp;", "&")

    assert "(no words for it)" in newest
    assert "bytes" in browser.get(f"/staff/journal?{older}").content.decode()
    assert browser.get("/staff/journal?before=x").status_code == 200


def test_whoever_may_not_read_it_is_told_so(database: str) -> None:
    founded()

    assert desk(employed("ito", Role.SUPPORT_DESK)).get("/staff/journal").status_code == 403
    assert all(text.ja and text.en for text in SENTENCES.values())
