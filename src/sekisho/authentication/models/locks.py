"""The customers' own locks. Rows stay."""

from django.db import models

from sekisho.authentication.types.locks import LockKind, LockState


class CustomerLock(models.Model):
    """One lock, from the moment it was set to its release."""

    id = models.CharField(max_length=40, primary_key=True)
    account = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=[(each.value, each.value) for each in LockKind])
    what = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in LockState])
    placed = models.BigIntegerField(help_text="ms")
    placed_by = models.CharField(max_length=80)
    asked = models.BigIntegerField(null=True, help_text="ms; when the release was asked for")
    asked_by = models.CharField(max_length=80, blank=True)
    releases = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """One lock on a thing at a time; a release always has its moment."""

        db_table = "authentication_lock"
        constraints = (
            models.UniqueConstraint(
                fields=("account", "kind", "what"), condition=~models.Q(state="released"), name="lock_one_on_a_thing"
            ),
            models.CheckConstraint(
                condition=models.Q(state="set", releases__isnull=True, asked__isnull=True)
                | (~models.Q(state="set") & models.Q(releases__gt=models.F("asked"))),
                name="lock_release",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.what} on {self.account}"
