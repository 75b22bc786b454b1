"""Evidence is looked up by its number or handed over by days, and both are written down (C-03, E-13)."""

import pytest
from tests.builders.console import Desk, desk, employed
from tests.builders.officers import AUTHOR, ONE, TWO, in_days, officers, reviewed, signed

from sekisho.authentication.operations.bundles import inspect_bundle
from sekisho.authentication.queries.evidence import links
from sekisho.firms.types.permissions import Role
from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import jst_day
from sekisho.web.operations.clock import now

EXPORTED = "authentication:evidence:exported"


@pytest.fixture
def numbers(fresh_database: str) -> list[str]:
    """Evidence of two signatures by staff, with what was carried out after them."""
    officers()
    signed("policy", reviewed(), Desk(ONE), Desk(TWO))
    today = jst_day(now())
    return [each.id for each in links(first=today - 1, last=today)]


def exported() -> int:
    return [entry.kind for entry in read(limit=10_000)].count(EXPORTED)


def test_one_is_shown_by_its_number_and_the_look_is_written_down(numbers: list[str]) -> None:
    answer = desk(AUTHOR, language="en").post("/staff/evidence", {"evidence": numbers[0]})
    page = answer.content.decode()

    assert "Approval" in page
    assert "staff_approval" in page
    assert "Not yet: it is signed once the day is over" in page
    assert exported() == 1


def test_a_number_that_is_not_there_is_told(numbers: list[str]) -> None:
    answer = desk(AUTHOR, language="en").post("/staff/evidence", {"evidence": "ev_none"})

    assert answer.status_code == 404
    assert "ev_none" in answer.content.decode()
    assert exported() == 0


def test_days_are_handed_over_in_a_file_that_anybody_can_check(numbers: list[str]) -> None:
    answer = desk(AUTHOR).post("/staff/evidence/bundle", {"first": in_days(-1), "last": in_days(0)})
    lines = b"".join(answer.streaming_content).splitlines(keepends=True)  # type: ignore[attr-defined]

    found = inspect_bundle(lines)
    assert answer["Content-Type"] == "application/x-ndjson"
    assert (found.whole, found.lines, found.approvals) == (True, len(numbers), 2)
    assert exported() == 1


def test_of_other_accounts_only_digests_are_handed_over(numbers: list[str]) -> None:
    form = {"first": in_days(-1), "last": in_days(0), "account": "a-1"}
    lines = b"".join(desk(AUTHOR).post("/staff/evidence/bundle", form).streaming_content)  # type: ignore[attr-defined]

    found = inspect_bundle(lines.splitlines(keepends=True))
    assert (found.whole, found.withheld) == (True, len(numbers))


@pytest.mark.parametrize("first", ["soon", in_days(-400), in_days(9)])
def test_days_that_make_no_sense_are_refused(database: str, first: str) -> None:
    officers()

    answer = desk(AUTHOR).post("/staff/evidence/bundle", {"first": first, "last": in_days(0)})

    assert answer.status_code == 400
    assert exported() == 0


def test_only_who_may_read_evidence_sees_the_page(database: str) -> None:
    officers()
    employed("ito", Role.SUPPORT_DESK)

    assert desk("ito").get("/staff/evidence").status_code == 403
    assert desk("ito").post("/staff/evidence/bundle").status_code == 403
