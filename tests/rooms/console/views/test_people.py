"""Colleagues: proposed by one, decided by another, stopped by anybody who may (5.7: staff access, role list)."""

import pytest
from tests.builders.console import FIRST, SECOND, desk, employed, founded
from tests.builders.web import client

from sekisho.authentication.types.assurance import Acr
from sekisho.firms.operations.invitations import decide_invitation
from sekisho.firms.queries.staff import access_open_roles, staff_member
from sekisho.firms.types.permissions import Role
from sekisho.firms.types.staff import StaffState
from sekisho.kernel.moments import MINUTE
from sekisho.web.operations.clock import now


@pytest.fixture(autouse=True)
def firm(database: str) -> None:
    founded()


def test_the_list_names_everybody_and_what_waits(firm: None) -> None:
    desk().post("/staff/people/new", {"staff": "ito", "name": "Ito", "role": ["auditor"]})

    page = desk(SECOND, language="en").get("/staff/people").content.decode()

    assert 'href="/staff/people/ito"' in page
    assert "A decision" in page


def test_a_proposal_shows_the_way_to_the_decision_to_others_only(firm: None) -> None:
    answer = desk().post("/staff/people/new", {"staff": "ito", "name": " Ito ", "role": ["auditor", "king"]})

    assert answer["Location"] == "/staff/people/ito?done=proposed"
    assert "/staff/decide" not in desk(language="en").get("/staff/people/ito").content.decode()
    page = desk(SECOND, language="en").get("/staff/people/ito").content.decode()
    assert 'action="/staff/decide"' in page
    assert "Auditor" in page


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"staff": "Ito", "name": "Ito"}, 400),
        ({"staff": "", "name": "Ito"}, 400),
        ({"staff": "ito", "name": " "}, 400),
        ({"staff": FIRST, "name": "Another"}, 409),
    ],
)
def test_what_cannot_be_proposed_is_said_beside_what_was_typed(given: dict[str, str], status: int) -> None:
    answer = desk(language="en").post("/staff/people/new", given)

    assert answer.status_code == status
    assert 'id="refused"' in answer.content.decode()
    assert f'value="{given["name"].strip()}"' in answer.content.decode()


def test_one_person_stops_somebody_at_once_and_says_why(firm: None) -> None:
    employed("ito")

    desk().post("/staff/people/ito/stop", {"do": "suspend", "reason": "lost key"})
    assert staff_member(staff="ito").state is StaffState.SUSPENDED
    assert "Stopped by sato" in desk(SECOND, language="en").get("/staff/people/ito").content.decode()

    desk().post("/staff/people/ito/stop", {"do": "dismiss", "reason": "left"})
    assert staff_member(staff="ito").state is StaffState.LEFT
    assert desk().post("/staff/people/ito/stop", {"do": "dismiss", "reason": "left"}).status_code == 409


def test_roles_are_asked_for_and_taken_away(firm: None) -> None:
    employed("ito", Role.AUDITOR)

    desk().post("/staff/people/ito/roles", {"do": "propose", "role": "support_desk"})
    assert access_open_roles(by=FIRST) == (("ito", Role.SUPPORT_DESK, FIRST),)
    assert "Support desk" in desk(SECOND, language="en").get("/staff/people/ito").content.decode()
    answer = desk().post("/staff/people/ito/roles", {"do": "end", "role": "auditor", "reason": "moved"})
    assert answer["Location"].endswith("?done=end")
    assert staff_member(staff="ito").roles == frozenset()
    assert desk().post("/staff/people/ito/roles", {"role": "king"}).status_code == 409


def test_an_auditor_looks_and_touches_nothing(firm: None) -> None:
    employed("ito", Role.AUDITOR)
    auditor = desk("ito", language="en")

    page = auditor.get(f"/staff/people/{FIRST}").content.decode()

    assert "Stop or end" not in page
    assert "Ask for" not in page
    assert auditor.post(f"/staff/people/{FIRST}/stop", {"do": "suspend"}).status_code == 403
    assert auditor.post("/staff/people/ito/roles", {"do": "propose", "role": "administrator"}).status_code == 403
    assert auditor.get("/staff/people/new").status_code == 403


def test_an_invitation_is_asked_for_by_one_decided_by_another_and_each_has_a_code(firm: None) -> None:
    employed("ito")
    desk().post("/staff/people/ito/invite")
    assert "It waits for somebody else" in desk(language="en").get("/staff/people/ito").content.decode()
    assert "Go on to approve it" in desk(SECOND, language="en").get("/staff/people/ito").content.decode()
    decide_invitation(staff="ito", approve=True, by=SECOND, at=now())

    codes = {
        desk(each).post("/staff/people/ito/code").content.decode().split('id="code">')[1][:19]
        for each in (FIRST, SECOND)
    }

    assert len(codes) == 2
    assert "1</strong>" not in desk().get("/staff/people/ito").content.decode()
    auditor = desk(employed("abe", Role.AUDITOR), language="en")
    assert "The codes come from" in auditor.get("/staff/people/ito").content.decode()
    assert auditor.post("/staff/people/ito/code").status_code == 409


def test_a_code_is_shown_only_to_somebody_who_has_just_shown_his_key(firm: None) -> None:
    employed("ito")

    assert desk(FIRST, acr=Acr.PHRH, age=10 * MINUTE).post("/staff/people/ito/code").status_code == 403


def test_nobody_is_told_of_people_who_are_not_there(firm: None) -> None:
    assert desk().get("/staff/people/nobody").status_code == 404
    assert client().get("/staff/people/nobody")["Location"].startswith("/staff/login")
