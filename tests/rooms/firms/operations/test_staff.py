import pytest
from django.db import IntegrityError, transaction
from tests.builders.firms import AT, FIRST, SECOND, founded

from sekisho.firms import models
from sekisho.firms.operations.staff import (
    approve_staff,
    dismiss_staff,
    found_staff,
    refuse_staff,
    register_staff,
    resume_staff,
    suspend_staff,
)
from sekisho.firms.queries.staff import access_member, access_staff, access_staff_list, staff_member
from sekisho.firms.types.faults import NotAllowedError, SamePersonError, StateError, TakenError, UnknownError
from sekisho.firms.types.permissions import Permission, Role
from sekisho.firms.types.staff import StaffState


@pytest.fixture
def firm(database: str) -> None:
    founded()


def hired(staff: str = "tanaka", *roles: Role) -> None:
    register_staff(staff=staff, name="田中", roles=roles or (Role.SUPPORT_DESK,), by=FIRST, at=AT)
    approve_staff(staff=staff, by=SECOND, at=AT)


def test_a_firm_is_founded_by_two_and_only_once(database: str) -> None:
    founded()

    assert {member.id for member in access_staff_list(by=FIRST)} == {FIRST, SECOND}
    with pytest.raises(TakenError):
        found_staff(founders=[("x", "x"), ("y", "y")], at=AT)


@pytest.mark.parametrize("pair", [[("x", "x")], [("x", "x"), ("x", "y")], []])
def test_one_alone_cannot_found_it(database: str, pair: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="two different"):
        found_staff(founders=pair, at=AT)


def test_somebody_new_begins_once_a_second_person_agrees(firm: None) -> None:
    register_staff(staff="tanaka", name="田中", roles=(Role.SUPPORT_DESK,), by=FIRST, at=AT)
    with pytest.raises(NotAllowedError):
        access_staff(by="tanaka", permission=Permission.CUSTOMER_READ)
    with pytest.raises(SamePersonError):
        approve_staff(staff="tanaka", by=FIRST, at=AT)

    approve_staff(staff="tanaka", by=SECOND, at=AT)

    assert access_staff(by="tanaka", permission=Permission.CUSTOMER_READ).roles == {Role.SUPPORT_DESK}
    with pytest.raises(StateError):
        approve_staff(staff="tanaka", by=SECOND, at=AT)


def test_the_database_knows_nobody_active_without_a_second_person(firm: None) -> None:
    register_staff(staff="tanaka", name="田中", roles=(), by=FIRST, at=AT)

    for approver in ("", FIRST):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Staff.objects.filter(id="tanaka").update(state="active", approved_by=approver)


def test_two_people_have_two_names(firm: None) -> None:
    with pytest.raises(TakenError):
        register_staff(staff=FIRST, name="別人", roles=(), by=SECOND, at=AT)


def test_one_stops_somebody_and_another_lets_him_go_on(firm: None) -> None:
    hired()
    suspend_staff(staff="tanaka", by=FIRST, reason="lost key", at=AT)
    assert not staff_member(staff="tanaka").permissions

    with pytest.raises(SamePersonError):
        resume_staff(staff="tanaka", by=FIRST, reason="found", at=AT)
    resume_staff(staff="tanaka", by=SECOND, reason="found", at=AT)

    assert staff_member(staff="tanaka").state is StaffState.ACTIVE
    with pytest.raises(StateError):
        resume_staff(staff="tanaka", by=SECOND, reason="again", at=AT)


def test_whoever_leaves_loses_every_role(firm: None) -> None:
    hired()

    dismiss_staff(staff="tanaka", by=FIRST, reason="left", at=AT)

    gone = staff_member(staff="tanaka")
    assert (gone.state, gone.roles) == (StaffState.LEFT, frozenset())
    with pytest.raises(StateError):
        dismiss_staff(staff="tanaka", by=FIRST, reason="again", at=AT)


def test_the_desk_does_not_hire(firm: None) -> None:
    hired()

    with pytest.raises(NotAllowedError) as refused:
        register_staff(staff="x", name="x", roles=(), by="tanaka", at=AT)

    assert refused.value.permission is Permission.STAFF_REGISTER


def test_a_proposed_member_of_staff_is_refused_by_another_together_with_his_roles(database: str) -> None:
    founded()
    register_staff(staff="ito", name="Ito", roles=[Role.AUDITOR], by=FIRST, at=AT)
    with pytest.raises(SamePersonError):
        refuse_staff(staff="ito", by=FIRST, at=AT)

    refuse_staff(staff="ito", by=SECOND, at=AT, evidence="ev_1")

    found = access_member(by=FIRST, staff="ito")
    assert (found.member.state, found.asked, found.approved_by) == (StaffState.LEFT, (), SECOND)
    with pytest.raises(StateError):
        refuse_staff(staff="ito", by=SECOND, at=AT)
    with pytest.raises(UnknownError):
        access_member(by=FIRST, staff="nobody")
