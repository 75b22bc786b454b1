"""Give and take roles: giving needs two people, taking one."""

from django.db import IntegrityError, transaction

from sekisho.firms import models
from sekisho.firms.operations.noting import note
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.types.faults import SamePersonError, StateError
from sekisho.firms.types.permissions import Permission, Role
from sekisho.firms.types.staff import StaffState


def propose_role(*, staff: str, role: Role, by: str, at: int) -> None:
    """Ask for another role for somebody who works here.

    Raises:
        NotAllowedError: ``by`` may not propose.
        StateError: he has the role, it was asked for already, or he does not work here.

    """
    access_staff(by=by, permission=Permission.STAFF_REGISTER)
    if not models.Staff.objects.filter(id=staff, state=StaffState.ACTIVE.value).exists():
        raise StateError
    try:
        with transaction.atomic():
            models.RoleGrant.objects.create(
                staff_id=staff, role=role.value, state="proposed", proposed_by=by, created=at
            )
            note("firms:role:proposed", about=f"staff:{staff}", at=at, by=by, role=role.value)
    except IntegrityError as error:
        raise StateError from error


def decide_role(*, staff: str, role: Role, approve: bool, by: str, at: int, evidence: str = "") -> None:
    """Give the role that was asked for, or refuse it. Neither who asked nor he himself decides.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not decide.
        SamePersonError: ``by`` asked for it, or would get it.
        StateError: nothing waits for a decision.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    waiting = models.RoleGrant.objects.filter(staff_id=staff, role=role.value, state="proposed")
    if by == staff or waiting.filter(proposed_by=by).exists():
        raise SamePersonError
    with transaction.atomic():
        if waiting.update(state="active" if approve else "refused", decided_by=by) != 1:
            raise StateError
        kind = "firms:role:approved" if approve else "firms:role:refused"
        note(kind, about=f"staff:{staff}", at=at, by=by, evidence=evidence, role=role.value)


def end_role(*, staff: str, role: Role, by: str, reason: str, at: int) -> None:
    """Take a role, or an open request for one, away at once.

    Raises:
        NotAllowedError: ``by`` may not.
        StateError: there is nothing to take away.

    """
    access_staff(by=by, permission=Permission.STAFF_SUSPEND)
    open_ = models.RoleGrant.objects.filter(staff_id=staff, role=role.value, state__in=("proposed", "active"))
    with transaction.atomic():
        if open_.update(state="ended", decided_by=by, ended=at) != 1:
            raise StateError
        note("firms:role:ended", about=f"staff:{staff}", at=at, by=by, role=role.value, reason=reason)
