import pytest
from django.db import IntegrityError, transaction
from tests.builders.firms import AT, FIRST, SECOND, founded

from sekisho.firms import models
from sekisho.firms.operations.roles import decide_role, end_role, propose_role
from sekisho.firms.operations.staff import approve_staff, register_staff
from sekisho.firms.queries.staff import access_open_roles, staff_member
from sekisho.firms.types.faults import SamePersonError, StateError
from sekisho.firms.types.permissions import Role

AUDITOR = Role.AUDITOR


@pytest.fixture
def firm(database: str) -> None:
    founded()
    register_staff(staff="tanaka", name="田中", roles=(Role.SUPPORT_DESK,), by=FIRST, at=AT)
    approve_staff(staff="tanaka", by=SECOND, at=AT)


def test_a_role_is_asked_for_by_one_and_given_by_another(firm: None) -> None:
    propose_role(staff="tanaka", role=AUDITOR, by=FIRST, at=AT)
    assert access_open_roles(by=SECOND) == (("tanaka", AUDITOR, FIRST),)
    assert AUDITOR not in staff_member(staff="tanaka").roles

    decide_role(staff="tanaka", role=AUDITOR, approve=True, by=SECOND, at=AT)

    assert AUDITOR in staff_member(staff="tanaka").roles
    with pytest.raises(StateError):
        decide_role(staff="tanaka", role=AUDITOR, approve=True, by=SECOND, at=AT)


def test_nobody_decides_about_himself_or_about_what_he_asked_for(firm: None) -> None:
    propose_role(staff=SECOND, role=AUDITOR, by=FIRST, at=AT)

    for by in (FIRST, SECOND):
        with pytest.raises(SamePersonError):
            decide_role(staff=SECOND, role=AUDITOR, approve=True, by=by, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.RoleGrant.objects.filter(role=AUDITOR.value).update(state="active", decided_by=FIRST)


def test_a_refused_role_can_be_asked_for_again(firm: None) -> None:
    propose_role(staff="tanaka", role=AUDITOR, by=FIRST, at=AT)
    with pytest.raises(StateError):
        propose_role(staff="tanaka", role=AUDITOR, by=SECOND, at=AT)

    decide_role(staff="tanaka", role=AUDITOR, approve=False, by=SECOND, at=AT)
    propose_role(staff="tanaka", role=AUDITOR, by=SECOND, at=AT)

    assert AUDITOR not in staff_member(staff="tanaka").roles


def test_one_person_takes_a_role_away(firm: None) -> None:
    end_role(staff="tanaka", role=Role.SUPPORT_DESK, by=FIRST, reason="moved", at=AT)

    assert not staff_member(staff="tanaka").roles
    with pytest.raises(StateError):
        end_role(staff="tanaka", role=Role.SUPPORT_DESK, by=FIRST, reason="again", at=AT)


def test_somebody_who_does_not_work_here_gets_no_role(firm: None) -> None:
    with pytest.raises(StateError):
        propose_role(staff="nobody", role=AUDITOR, by=FIRST, at=AT)
