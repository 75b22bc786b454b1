from sekisho.firms.types.permissions import LABELS, ROLES, Permission, Role
from sekisho.firms.types.staff import StaffMember, StaffState


def member(*roles: Role, state: StaffState = StaffState.ACTIVE) -> StaffMember:
    return StaffMember(id="sato", name="佐藤", roles=frozenset(roles), state=state)


def test_somebody_may_do_what_one_of_his_roles_allows() -> None:
    assert member(Role.SUPPORT_DESK, Role.AUDITOR).may(Permission.FREEZE_SET)
    assert not member(Role.SUPPORT_DESK).may(Permission.FREEZE_RELEASE)
    assert member(Role.AUDITOR).principal == "staff:sato"


def test_somebody_suspended_may_do_nothing() -> None:
    assert not member(*Role, state=StaffState.SUSPENDED).permissions


def test_every_role_has_a_name_and_an_auditor_only_reads() -> None:
    assert set(LABELS) == set(ROLES) == set(Role)
    assert all(permission.value.endswith(":read") for permission in ROLES[Role.AUDITOR])
    assert all(permission.value.count(":") == 2 for permission in Permission)


def test_nobody_who_only_administrates_sees_customers_or_changes_the_policy() -> None:
    assert not member(Role.ADMINISTRATOR).may(Permission.CUSTOMER_READ)
    assert not member(Role.ADMINISTRATOR).may(Permission.POLICY_APPROVE)
