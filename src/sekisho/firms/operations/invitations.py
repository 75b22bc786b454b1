"""Let somebody set up a key: one colleague asks, another approves, and each hands him one of two codes.

Neither of them alone can set up a key in his name, for each sees one code only. The same way leads back in for whoever
has lost his key: he is stopped first, and comes back once the new key has taken the place of the lost one. Founders
have nobody before them: whoever installs the node prints both codes for them.
"""

from django.db import IntegrityError, transaction

from sekisho.firms import models
from sekisho.firms.operations.noting import note
from sekisho.firms.queries.invitations import ever_enrolled
from sekisho.firms.queries.staff import access_staff
from sekisho.firms.types.faults import SamePersonError, StateError, WrongCodeError
from sekisho.firms.types.invitations import CODE_LIFE, INVITATION_LIFE, InvitationState
from sekisho.firms.types.permissions import Permission
from sekisho.firms.types.staff import EMPLOYED, StaffState

_P, _O, _U = InvitationState.PROPOSED.value, InvitationState.OPEN.value, InvitationState.USED.value


def propose_invitation(*, invitation: str, staff: str, by: str, at: int) -> None:
    """Ask for an invitation; one that is out of time ends with it.

    Raises:
        NotAllowedError: ``by`` may not.
        SamePersonError: ``by`` asks for himself.
        StateError: he does not work here, or one is open already.

    """
    access_staff(by=by, permission=Permission.STAFF_REGISTER)
    if by == staff:
        raise SamePersonError
    if not models.Staff.objects.filter(id=staff, state__in=[state.value for state in EMPLOYED]).exists():
        raise StateError
    try:
        with transaction.atomic():
            _void(staff, before=at - INVITATION_LIFE + 1, at=at)
            models.Invitation.objects.create(id=invitation, staff_id=staff, state=_P, proposed_by=by, created=at)
            note("firms:invitation:proposed", about=f"staff:{staff}", at=at, by=by, invitation=invitation)
    except IntegrityError as error:
        raise StateError from error


def decide_invitation(*, staff: str, approve: bool, by: str, at: int, evidence: str = "") -> None:
    """Approve the invitation that was asked for, or refuse it.

    ``evidence`` is the record of the signature over this decision; empty where it was not signed.

    Raises:
        NotAllowedError: ``by`` may not decide.
        SamePersonError: ``by`` asked for it, or it is his own.
        StateError: nothing waits for a decision.

    """
    access_staff(by=by, permission=Permission.STAFF_APPROVE)
    waiting = models.Invitation.objects.filter(staff=staff, state=_P, created__gt=at - INVITATION_LIFE)
    if by == staff or waiting.filter(proposed_by=by).exists():
        raise SamePersonError
    with transaction.atomic():
        changes = {"state": _O} if approve else {"state": InvitationState.REFUSED.value, "ended": at}
        if waiting.update(decided_by=by, **changes) != 1:
            raise StateError
        kind = "firms:invitation:approved" if approve else "firms:invitation:refused"
        note(kind, about=f"staff:{staff}", at=at, by=by, evidence=evidence)


def show_code(*, staff: str, by: str, digest: bytes, at: int) -> int:
    """A new code for one of the two who are behind an invitation; the one he was shown before counts no more.

    Args:
        staff: whom the invitation is for.
        by: who asked for it, or who approved it.
        digest: SHA-256 of the code, minted by the entrance.
        at: in milliseconds.

    Returns:
        Until when it counts, in milliseconds.

    Raises:
        StateError: there is no approved invitation, or ``by`` is not behind it.

    """
    until = at + CODE_LIFE
    mine = models.Invitation.objects.filter(staff=staff, state=_O, created__gt=at - INVITATION_LIFE)
    with transaction.atomic():
        shown = mine.filter(proposed_by=by).update(first=digest, first_until=until)
        shown += mine.filter(decided_by=by).update(second=digest, second_until=until)
        if shown != 1:
            raise StateError
        note("firms:invitation:shown", about=f"staff:{staff}", at=at, by=by, until=until)
    return until


def invite_founder(*, invitation: str, staff: str, first: bytes, second: bytes, at: int) -> int:
    """Both codes for one of the first two, as long as he never set up a key; earlier ones count no more.

    Args:
        invitation: its name, new.
        staff: the founder.
        first: SHA-256 of the one code.
        second: of the other.
        at: in milliseconds.

    Returns:
        Until when they count, in milliseconds.

    Raises:
        StateError: he is no founder, or has set up a key: from then on colleagues invite him.

    """
    until = at + CODE_LIFE
    founder = models.Staff.objects.filter(id=staff, founder__isnull=False, state=StaffState.ACTIVE.value)
    with transaction.atomic():
        if not founder.exists() or ever_enrolled(staff=staff):
            raise StateError
        _void(staff, before=at + 1, at=at)
        models.Invitation.objects.create(
            id=invitation, staff_id=staff, state=_O, first=first, first_until=until, second=second,
            second_until=until, created=at,
        )  # fmt: skip
        note("firms:invitation:founder", about=f"staff:{staff}", at=at, invitation=invitation, until=until)
    return until


def use_invitation(*, invitation: str, at: int) -> None:
    """Take an invitation, once; ``give_back`` it where the key could not be set up after all.

    Raises:
        WrongCodeError: it was used meanwhile.

    """
    with transaction.atomic():
        taken = models.Invitation.objects.filter(id=invitation, state=_O)
        if taken.update(state=_U, ended=at) != 1:
            raise WrongCodeError
        staff = models.Invitation.objects.values_list("staff_id", flat=True).get(id=invitation)
        note("firms:invitation:used", about=f"staff:{staff}", at=at, invitation=invitation)


def give_back(*, invitation: str, at: int) -> None:
    """The key could not be set up: the invitation may be used again while its codes count."""
    with transaction.atomic():
        models.Invitation.objects.filter(id=invitation, state=_U).update(state=_O, ended=None)
        staff = models.Invitation.objects.values_list("staff_id", flat=True).get(id=invitation)
        note("firms:invitation:restored", about=f"staff:{staff}", at=at, invitation=invitation)


def _void(staff: str, *, before: int, at: int) -> None:
    old = models.Invitation.objects.filter(staff=staff, state__in=(_P, _O), created__lt=before)
    old.update(state=InvitationState.VOID.value, ended=at)
