"""Staff finds a customer by his whole name, leaves a trace, and can stop everything at once (C-20, C-22)."""

import pytest
from tests.builders.console import desk, employed, founded
from tests.builders.notices import payloads
from tests.builders.recovering import with_codes
from tests.builders.scenes import stored_passkey
from tests.builders.web import opened

from sekisho.authentication.queries.freezes import freezes_of, status_of
from sekisho.authentication.queries.sessions import sessions_of
from sekisho.authentication.types.freezes import FreezeSource
from sekisho.authentication.types.principals import Principal
from sekisho.firms.types.permissions import Role
from sekisho.web.operations.clock import now


@pytest.fixture
def who(fresh_database: str) -> Principal:
    founded(at=now() - 1_000)
    employed("abe", Role.SUPPORT_DESK)
    employed("ito", Role.AUDITOR)
    found = with_codes()[0]
    stored_passkey(found)
    opened(found)
    return found


@pytest.mark.parametrize("word", ["a-1", "login-a-1", " a-1 "])
def test_a_customer_is_found_by_account_or_login(who: Principal, word: str) -> None:
    assert desk("abe").post("/staff/customers", {"word": word})["Location"] == "/staff/customers/a-1"


@pytest.mark.parametrize("word", ["", "a-", "staff:sato", "nobody"])
def test_part_of_a_name_and_colleagues_find_nobody(who: Principal, word: str) -> None:
    answer = desk("abe", language="en").post("/staff/customers", {"word": word})

    assert answer.status_code == 404
    assert b"There is no customer" in answer.content


def test_the_page_shows_how_he_comes_in_without_addresses_and_the_look_is_recorded(who: Principal) -> None:
    page = desk("abe", language="en").get("/staff/customers/a-1").content.decode()

    assert "my phone" in page
    assert "Recovery code" in page or "recovery code" in page
    assert ">Arrives<" in page
    assert "a-1@example.jp" not in page
    assert [each["by"] for each in payloads("authentication:customer:viewed")] == ["staff:abe"]


@pytest.mark.parametrize(
    ("given", "source"), [("desk", FreezeSource.DESK), ("fraud", FreezeSource.FRAUD), ("x", FreezeSource.DESK)]
)
def test_one_person_freezes_at_once(who: Principal, given: str, source: FreezeSource) -> None:
    answer = desk("abe").post("/staff/customers/a-1/freeze", {"source": given, "reason": "he called"})

    (found,) = freezes_of(account="a-1")
    assert answer["Location"].endswith("?done=frozen")
    assert (found.source, found.placed_by) == (source, "staff:abe")
    assert sessions_of(principal=who.ref, at=now()) == ()
    assert "Freeze the account" not in desk("abe", language="en").get("/staff/customers/a-1").content.decode()


def test_sessions_are_ended_without_a_freeze(who: Principal) -> None:
    desk("abe").post("/staff/customers/a-1/sessions")

    assert sessions_of(principal=who.ref, at=now()) == ()
    assert status_of(account="a-1") is None


def test_whoever_only_reads_is_not_offered_more(who: Principal) -> None:
    browser = desk("ito", language="en")
    page = browser.get("/staff/customers/a-1").content.decode()

    assert "Freeze the account" not in page
    assert "Open a recovery" not in page
    assert browser.post("/staff/customers/a-1/freeze", {"reason": "x"}).status_code == 403
    assert browser.post("/staff/customers/a-1/sessions").status_code == 403


def test_whoever_may_not_see_customers_sees_none(who: Principal) -> None:
    employed("mori", Role.ADMINISTRATOR)
    assert desk("mori").get("/staff/customers").status_code == 403
    assert desk("mori").get("/staff/customers/a-1").status_code == 403
    assert payloads("authentication:customer:viewed") == []


def test_somebody_who_is_not_there_says_so(who: Principal) -> None:
    assert desk("abe").get("/staff/customers/a-9").status_code == 404
    assert desk("abe").post("/staff/customers/a-9/freeze", {"reason": "x"}).status_code == 404
