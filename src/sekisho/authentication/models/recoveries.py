"""Recoveries, and what was shown in them."""

from django.db import models

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.recovery import OPEN_STATES, CaseState, Path, ProofKind, Trigger

_OPEN = sorted(state.value for state in OPEN_STATES)  # in one order, for the migration


class Recovery(models.Model):
    """One recovery. Each person has at most one that goes on."""

    id = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField(max_length=16, choices=[(word.value, word.value) for word in Trigger])
    path = models.CharField(max_length=24, choices=[(word.value, word.value) for word in Path])
    lost = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=[(word.value, word.value) for word in CaseState])
    opened = models.BigIntegerField(help_text="ms")
    opened_visit = models.JSONField(default=dict)
    ready = models.BigIntegerField(null=True, help_text="ms")
    examined_by = models.CharField(max_length=80, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    granted = models.BigIntegerField(null=True, help_text="ms")
    ended = models.BigIntegerField(null=True, help_text="ms")
    ended_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    authenticator = models.CharField(max_length=40, blank=True)

    class Meta:
        """One at a time; two different people; an end has its moment."""

        db_table = "authentication_recovery"
        indexes = (models.Index(fields=("state", "opened"), name="authentication_recovery_queue"),)
        constraints = (
            models.UniqueConstraint(
                fields=("principal",), condition=models.Q(state__in=_OPEN), name="authentication_recovery_one"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by="") | ~models.Q(approved_by=models.F("examined_by")),
                name="authentication_recovery_two",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_OPEN) | models.Q(ended__isnull=False), name="authentication_recovery_end"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("granted", "completed")) | models.Q(granted__isnull=False),
                name="authentication_recovery_grant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class RecoveryProof(models.Model):
    """Something that was shown in a recovery; once for each kind."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=[(word.value, word.value) for word in ProofKind])
    at = models.BigIntegerField(help_text="ms")
    by = models.CharField(max_length=80)
    evidence = models.CharField(max_length=200)

    class Meta:
        """Each kind once."""

        db_table = "authentication_recovery_proof"
        constraints = (models.UniqueConstraint(fields=("recovery", "kind"), name="authentication_recovery_proof_once"),)

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.kind}"
