"""Who works here and may do what. Nothing about staff is read past these ``access_`` queries."""

from sekisho.firms import models
from sekisho.firms.types.faults import NotAllowedError, UnknownError
from sekisho.firms.types.permissions import Permission, Role
from sekisho.firms.types.staff import Dossier, StaffMember, StaffState


def access_staff(*, by: str, permission: Permission) -> StaffMember:
    """The member of staff ``by``, if he may do this now.

    Args:
        by: his id.
        permission: what he is about to do.

    Raises:
        NotAllowedError: he may not, is not active, or there is no such person.

    """
    row = models.Staff.objects.filter(id=by).first()
    if row is None or not (member := _value_of(row)).may(permission):
        raise NotAllowedError(by, permission)
    return member


def access_staff_list(*, by: str) -> tuple[StaffMember, ...]:
    """Everybody, for a member of staff who may see it.

    Raises:
        NotAllowedError: ``by`` may not.

    """
    access_staff(by=by, permission=Permission.STAFF_READ)
    return tuple(_value_of(row) for row in models.Staff.objects.order_by("id"))


def access_open_roles(*, by: str) -> tuple[tuple[str, Role, str], ...]:
    """Roles that wait for a decision: for whom, which, and who asked.

    Raises:
        NotAllowedError: ``by`` may not.

    """
    access_staff(by=by, permission=Permission.STAFF_READ)
    rows = models.RoleGrant.objects.filter(state="proposed").order_by("staff_id", "role")
    return tuple((row.staff_id, Role(row.role), row.proposed_by) for row in rows)


def staff_member(*, staff: str) -> StaffMember:
    """One's own entry, for a page about oneself and for the login.

    Raises:
        UnknownError: there is no such person.

    """
    row = models.Staff.objects.filter(id=staff).first()
    if row is None:
        raise UnknownError(staff)
    return _value_of(row)


def access_member(*, by: str, staff: str) -> Dossier:
    """One colleague, with what is asked for him and who was behind it.

    Raises:
        NotAllowedError: ``by`` may not see staff.
        UnknownError: there is no such person.

    """
    access_staff(by=by, permission=Permission.STAFF_READ)
    row = models.Staff.objects.filter(id=staff).first()
    if row is None:
        raise UnknownError(staff)
    open_ = models.RoleGrant.objects.filter(staff=row, state="proposed").order_by("role")
    return Dossier(
        member=_value_of(row),
        asked=tuple((Role(each.role), each.proposed_by) for each in open_),
        registered_by=row.registered_by,
        approved_by=row.approved_by,
        suspended_by=row.suspended_by,
        founder=row.founder is not None,
        created=row.created,
    )


def givers_of() -> tuple[StaffMember, ...]:
    """Whom a colleague who lacks a permission can ask for a role: everybody at work who may propose one."""
    everybody = (_value_of(row) for row in models.Staff.objects.filter(state=StaffState.ACTIVE.value).order_by("id"))
    return tuple(each for each in everybody if each.may(Permission.STAFF_REGISTER))


def staff_to_decide(*, by: str) -> tuple[StaffMember, ...]:
    """Proposed members of staff whom ``by`` could approve: not those whom he proposed.

    Raises:
        NotAllowedError: ``by`` may not approve.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    waiting = models.Staff.objects.filter(state=StaffState.PROPOSED.value).exclude(registered_by=by)
    return tuple(_value_of(row) for row in waiting.order_by("id"))


def roles_to_decide(*, by: str) -> tuple[tuple[str, Role, str], ...]:
    """Roles that wait for a decision which ``by`` could take: for whom, which, and who asked.

    Those of somebody who is only proposed are decided together with him.

    Raises:
        NotAllowedError: ``by`` may not approve.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    waiting = models.RoleGrant.objects.filter(state="proposed", staff__state=StaffState.ACTIVE.value)
    rows = waiting.exclude(proposed_by=by).exclude(staff_id=by).order_by("staff_id", "role")
    return tuple((row.staff_id, Role(row.role), row.proposed_by) for row in rows)


def _value_of(row: models.Staff) -> StaffMember:
    roles = models.RoleGrant.objects.filter(staff=row, state="active").values_list("role", flat=True)
    return StaffMember(id=row.id, name=row.name, roles=frozenset(map(Role, roles)), state=StaffState(row.state))
