"""Invitations that are not over."""

from django.db.models import Q

from sekisho.firms import models
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.types.faults import WrongCodeError
from sekisho.firms.types.invitations import INVITATION_LIFE, Invitation, InvitationState
from sekisho.firms.types.permissions import Permission
from sekisho.firms.types.staff import EMPLOYED

_OPEN = (InvitationState.PROPOSED.value, InvitationState.OPEN.value)


def access_invitation(*, by: str, staff: str, at: int) -> Invitation | None:
    """The invitation of a colleague, if there is one that is not over.

    Raises:
        NotAllowedError: ``by`` may not see staff.

    """
    access_staff(by=by, permission=Permission.STAFF_READ)
    row = models.Invitation.objects.filter(staff=staff, state__in=_OPEN, created__gt=at - INVITATION_LIFE).first()
    return value_of(row) if row else None


def invitations_to_decide(*, by: str, at: int) -> tuple[Invitation, ...]:
    """Invitations that ``by`` could approve: not those that he asked for, and not his own.

    Raises:
        NotAllowedError: ``by`` may not approve.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    waiting = models.Invitation.objects.filter(state=InvitationState.PROPOSED.value, created__gt=at - INVITATION_LIFE)
    return tuple(value_of(row) for row in waiting.exclude(proposed_by=by).exclude(staff=by).order_by("created"))


def invited(*, first: bytes, second: bytes, at: int) -> Invitation:
    """The open invitation with these two codes.

    Args:
        first: digest of the one code, as it was typed.
        second: of the other; their order does not matter.
        at: in milliseconds.

    Raises:
        WrongCodeError: there is none, or one of the codes is too old; strangers need not be told which.

    """
    both = Q(first=first, second=second) | Q(first=second, second=first)
    alive = Q(state=InvitationState.OPEN.value, first_until__gt=at, second_until__gt=at)
    row = models.Invitation.objects.filter(both & alive, staff__state__in=[each.value for each in EMPLOYED]).first()
    if row is None:
        raise WrongCodeError
    return value_of(row)


def ever_enrolled(*, staff: str) -> bool:
    """Whether somebody has used an invitation before."""
    return models.Invitation.objects.filter(staff=staff, state=InvitationState.USED.value).exists()


def value_of(row: models.Invitation) -> Invitation:
    """A row as a value."""
    return Invitation(
        id=row.id, staff=row.staff_id, state=InvitationState(row.state), proposed_by=row.proposed_by,
        decided_by=row.decided_by, created=row.created,
    )  # fmt: skip
