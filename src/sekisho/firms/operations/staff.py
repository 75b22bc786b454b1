"""Register members of staff and give them roles: one proposes, another decides."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q

from sekisho.firms import models
from sekisho.firms.operations.noting import note
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.types.faults import SamePersonError, StateError, TakenError
from sekisho.firms.types.permissions import Permission, Role
from sekisho.firms.types.staff import StaffState

FOUNDERS = 2
"""Two, so that there is somebody to approve what the other proposes."""
FOUNDER_ROLES = (Role.ADMINISTRATOR, Role.SECURITY_OFFICER)
_A, _P, _S = StaffState.ACTIVE.value, StaffState.PROPOSED.value, StaffState.SUSPENDED.value


def found_staff(*, founders: Iterable[tuple[str, str]], at: int) -> None:
    """Register the first two members of staff, of whom each can approve what the other proposes. Possible only once.

    Args:
        founders: id and name of each.
        at: in milliseconds.

    Raises:
        ValueError: they are not two different people.
        TakenError: there is staff already.

    """
    pair = list(founders)
    if len(pair) != FOUNDERS or pair[0][0] == pair[1][0]:
        message = "two different founders are needed"
        raise ValueError(message)
    try:
        with transaction.atomic():
            for number, (staff, name) in enumerate(pair, 1):
                row = models.Staff.objects.create(id=staff, name=name, state=_A, founder=number, created=at)
                for role in FOUNDER_ROLES:
                    models.RoleGrant.objects.create(staff=row, role=role.value, state="active", created=at)
            note("firms:staff:founded", about="staff", at=at, staff=[staff for staff, _ in pair])
    except IntegrityError as error:
        raise TakenError(pair[0][0]) from error


def register_staff(*, staff: str, name: str, roles: Iterable[Role], by: str, at: int) -> None:
    """Propose a new member of staff with his roles.

    Raises:
        NotAllowedError: ``by`` may not propose.
        TakenError: the id is in use.

    """
    access_staff(by=by, permission=Permission.STAFF_REGISTER)
    asked = sorted(role.value for role in set(roles))
    try:
        with transaction.atomic():
            row = models.Staff.objects.create(id=staff, name=name, state=_P, registered_by=by, created=at)
            for role in asked:
                models.RoleGrant.objects.create(staff=row, role=role, state="proposed", proposed_by=by, created=at)
            note("firms:staff:registered", about=f"staff:{staff}", at=at, by=by, roles=asked)
    except IntegrityError as error:
        raise TakenError(staff) from error


def approve_staff(*, staff: str, by: str, at: int, evidence: str = "") -> None:
    """Let a proposed member of staff begin, with the roles that were proposed with him.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not decide.
        SamePersonError: ``by`` proposed him, or is he.
        StateError: he does not wait for a decision.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    waiting = models.Staff.objects.filter(id=staff, state=_P)
    if waiting.filter(registered_by=by).exists():
        raise SamePersonError
    with transaction.atomic():
        if waiting.update(state=_A, approved_by=by) != 1:
            raise StateError
        grants = models.RoleGrant.objects.filter(staff_id=staff, state="proposed").exclude(proposed_by=by)
        grants.update(state="active", decided_by=by)
        note("firms:staff:approved", about=f"staff:{staff}", at=at, by=by, evidence=evidence)


def refuse_staff(*, staff: str, by: str, at: int, evidence: str = "") -> None:
    """Do not let a proposed member of staff begin; the roles proposed with him are refused too.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not decide.
        SamePersonError: ``by`` proposed him.
        StateError: he does not wait for a decision.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    waiting = models.Staff.objects.filter(id=staff, state=_P)
    if waiting.filter(registered_by=by).exists():
        raise SamePersonError
    with transaction.atomic():
        if waiting.update(state=StaffState.LEFT.value, approved_by=by) != 1:
            raise StateError
        models.RoleGrant.objects.filter(staff_id=staff, state="proposed").update(state="refused", decided_by=by)
        note("firms:staff:refused", about=f"staff:{staff}", at=at, by=by, evidence=evidence)


def suspend_staff(*, staff: str, by: str, reason: str, at: int) -> None:
    """Stop a member of staff at once. One person is enough.

    Raises:
        NotAllowedError: ``by`` may not.
        StateError: he is not active.

    """
    access_staff(by=by, permission=Permission.STAFF_SUSPEND)
    with transaction.atomic():
        _move(staff, {_A}, state=_S, suspended_by=by)
        note("firms:staff:suspended", about=f"staff:{staff}", at=at, by=by, reason=reason)


def resume_staff(*, staff: str, by: str, reason: str, at: int, evidence: str = "") -> None:
    """Let a suspended member of staff work again; never decided by the one who stopped him.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not.
        SamePersonError: ``by`` suspended him.
        StateError: he is not suspended.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    if models.Staff.objects.filter(id=staff, state=_S, suspended_by=by).exists():
        raise SamePersonError
    with transaction.atomic():
        _move(staff, {_S}, but=Q(suspended_by=by), state=_A, suspended_by="")
        note("firms:staff:resumed", about=f"staff:{staff}", at=at, by=by, evidence=evidence, reason=reason)


def dismiss_staff(*, staff: str, by: str, reason: str, at: int) -> None:
    """End somebody's time here for good; his roles end with it.

    Raises:
        NotAllowedError: ``by`` may not.
        StateError: he has left already.

    """
    access_staff(by=by, permission=Permission.STAFF_SUSPEND)
    with transaction.atomic():
        _move(staff, {_A, _S}, state=StaffState.LEFT.value)
        models.RoleGrant.objects.filter(staff_id=staff, state__in=("proposed", "active")).update(
            state="ended", decided_by=by, ended=at
        )
        note("firms:staff:left", about=f"staff:{staff}", at=at, by=by, reason=reason)


def _move(staff: str, sources: set[str], *, but: Q | None = None, **to: object) -> None:
    found = models.Staff.objects.filter(id=staff, state__in=sources)
    if (found if but is None else found.exclude(but)).update(**to) != 1:
        raise StateError
