"""Freezes of accounts. Rows stay; one that ended says by whom and on what ground."""

from django.db import models

from sekisho.authentication.types.freezes import Evidence, FreezeSource, FreezeState


class Freeze(models.Model):
    """One freeze; ``scopes`` is a mask (``types.freezes.mask_of``)."""

    id = models.CharField(max_length=40, primary_key=True)
    account = models.CharField(max_length=64)
    scopes = models.IntegerField()
    source = models.CharField(max_length=12, choices=[(each.value, each.value) for each in FreezeSource])
    placed = models.BigIntegerField(help_text="ms")
    placed_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=64)
    expected = models.BigIntegerField(null=True, help_text="ms")
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in FreezeState])
    released = models.BigIntegerField(null=True, help_text="ms")
    released_by = models.CharField(max_length=80, blank=True)
    evidence = models.CharField(max_length=16, blank=True, choices=[(each.value, each.value) for each in Evidence])
    evidence_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        """The same hand has one freeze in force on an account; a released one names its ground."""

        db_table = "authentication_freeze"
        constraints = (
            models.UniqueConstraint(
                fields=("account", "source", "placed_by"),
                condition=models.Q(state="in_force"),
                name="freeze_one_in_force",
            ),
            models.CheckConstraint(condition=models.Q(scopes__gt=0) & ~models.Q(account=""), name="freeze_scopes"),
            models.CheckConstraint(
                condition=models.Q(state="in_force", released__isnull=True)
                | (
                    models.Q(state="released", released__isnull=False)
                    & ~models.Q(released_by="")
                    & ~models.Q(evidence="")
                ),
                name="freeze_release",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} on {self.account}"
