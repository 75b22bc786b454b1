"""What waits for somebody."""

from tests.builders.console import FIRST, SECOND, desk, employed, founded

from sekisho.console.waiting import piles_for
from sekisho.firms.operations.roles import propose_role
from sekisho.firms.operations.staff import register_staff
from sekisho.firms.queries.staff import staff_member
from sekisho.firms.types.permissions import Role
from sekisho.web.operations.clock import now

KINDS = ("/staff/people", "/staff/clients", "/staff/recoveries")


def counts(staff: str) -> list[int]:
    return [pile.number for pile in piles_for(staff_member(staff=staff)) if pile.href in KINDS]


def test_what_somebody_asked_for_waits_for_the_others(database: str) -> None:
    founded()
    employed("ito", Role.SUPPORT_DESK)
    register_staff(staff="new", name="New", roles=[Role.AUDITOR], by=FIRST, at=now())
    propose_role(staff="ito", role=Role.AUDITOR, by=FIRST, at=now())

    assert counts(FIRST) == [0, 0, 0, 0]
    assert counts(SECOND) == [1, 1, 0, 0]
    assert counts("ito") == [0]


def test_the_home_page_shows_the_piles_and_says_where_there_is_nothing(database: str) -> None:
    founded()
    employed("ito", Role.AUDITOR)

    assert 'href="/staff/people"' in desk().get("/staff/").content.decode()
    assert "nothing to approve" in desk("ito", language="en").get("/staff/").content.decode()
