"""Invitations of members of staff to set up a key. Rows are never removed; of a code only its digest is kept."""

from django.db import models

from sekisho.firms.models.staff import Staff
from sekisho.firms.types.invitations import InvitationState

_OPEN = (InvitationState.PROPOSED.value, InvitationState.OPEN.value)


class Invitation(models.Model):
    """Asked for by one and approved by another, each of whom hands over one of its two codes."""

    id = models.CharField(max_length=40, primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in InvitationState])
    proposed_by = models.CharField(max_length=64, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    first = models.BinaryField(max_length=32, null=True, unique=True, help_text="SHA-256 of the code")
    first_until = models.BigIntegerField(null=True, help_text="ms")
    second = models.BinaryField(max_length=32, null=True, unique=True, help_text="SHA-256 of the code")
    second_until = models.BigIntegerField(null=True, help_text="ms")
    created = models.BigIntegerField(help_text="ms")
    ended = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """One at a time for each, and two people behind it (nobody behind a founder's)."""

        db_table = "firms_invitation"
        constraints = (
            models.UniqueConstraint(
                fields=("staff",), condition=models.Q(state__in=_OPEN), name="firms_invitation_open"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(InvitationState.OPEN.value, InvitationState.USED.value))
                | models.Q(proposed_by="", decided_by="")
                | (~models.Q(decided_by="") & ~models.Q(decided_by=models.F("proposed_by"))),
                name="firms_invitation_two",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.staff_id} {self.state}"
