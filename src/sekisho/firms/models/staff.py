"""Members of staff and their roles. Rows are never removed."""

from django.db import models

from sekisho.firms.types.permissions import Role
from sekisho.firms.types.staff import StaffState

GRANT_STATES = ("proposed", "active", "refused", "ended")


class Staff(models.Model):
    """Somebody who works for the firm. The first two are founders: nobody was there to approve them."""

    id = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in StaffState])
    founder = models.SmallIntegerField(null=True, unique=True)  # 1 and 2, once for all
    registered_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    suspended_by = models.CharField(max_length=64, blank=True)
    created = models.BigIntegerField(help_text="ms")

    class Meta:
        """Nobody becomes active without a second person."""

        db_table = "firms_staff"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(founder__isnull=True) | models.Q(founder__in=(1, 2)), name="firms_staff_founder"
            ),
            models.CheckConstraint(
                condition=models.Q(founder__isnull=False)
                | models.Q(state="proposed")
                | (~models.Q(approved_by="") & ~models.Q(approved_by=models.F("registered_by"))),
                name="firms_staff_two",
            ),
        )

    def __str__(self) -> str:
        return self.id


class RoleGrant(models.Model):
    """A role asked for by one and given by another."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    state = models.CharField(max_length=12, choices=[(state, state) for state in GRANT_STATES])
    proposed_by = models.CharField(max_length=64, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    created = models.BigIntegerField(help_text="ms")
    ended = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """One open grant of a role for each, and two people behind it (none for founders)."""

        db_table = "firms_role_grant"
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "role"), condition=models.Q(state__in=("proposed", "active")), name="firms_role_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed")
                | models.Q(state="ended")
                | models.Q(proposed_by="", decided_by="")
                | (~models.Q(decided_by="") & ~models.Q(decided_by=models.F("proposed_by"))),
                name="firms_role_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"
