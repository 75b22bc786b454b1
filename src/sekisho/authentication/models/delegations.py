"""Delegates and what they may do. Rows are never removed."""

from django.db import models

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.delegations import DelegationState


class Delegation(models.Model):
    """One delegate's permission on one account (C-23)."""

    id = models.CharField(max_length=40, primary_key=True)
    agent = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=64)
    granted_by = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    relation = models.CharField(max_length=60)
    operations = models.JSONField()
    limit_yen = models.BigIntegerField(null=True)
    start = models.BigIntegerField(help_text="ms")
    until = models.BigIntegerField(help_text="ms")
    operation = models.CharField(max_length=40, unique=True, help_text="the signed operation behind it")
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in DelegationState])
    revoked = models.BigIntegerField(null=True, help_text="ms")
    revoked_by = models.CharField(max_length=80, blank=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Nobody delegates to himself; one taken back says when."""

        db_table = "authentication_delegation"
        indexes = (
            models.Index(fields=("agent", "account"), name="delegation_of_agent"),
            models.Index(fields=("account",), name="delegation_of_account"),
        )
        constraints = (
            models.CheckConstraint(condition=~models.Q(agent=models.F("granted_by")), name="delegation_two"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("until")), name="delegation_times"),
            models.CheckConstraint(
                condition=models.Q(limit_yen__isnull=True) | models.Q(limit_yen__gte=1), name="delegation_limit"
            ),
            models.CheckConstraint(
                condition=models.Q(state="active", revoked__isnull=True)
                | (models.Q(state="revoked", revoked__isnull=False) & ~models.Q(revoked_by="")),
                name="delegation_end",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.account}"
