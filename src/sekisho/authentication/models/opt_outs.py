"""Opt-outs, their ends before time, and the reminders that went out. No row is ever changed or removed."""

from django.db import models

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.opt_out import Decline, EndCause
from sekisho.authentication.types.opt_out_proposals import Proposed


class OptOut(models.Model):
    """One opt-out, chained to the one that the same customer made before."""

    id = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField(help_text="1, 2, 3 ... of this principal")
    operations = models.JSONField()
    declined = models.JSONField()
    reason = models.CharField(max_length=32, choices=[(each.value, each.value) for each in Decline])
    note = models.CharField(max_length=400, blank=True)
    risk_version = models.IntegerField()
    language = models.CharField(max_length=2)
    shown = models.TextField(help_text="as it stood on the screen")
    shown_digest = models.CharField(max_length=64)
    ticked = models.JSONField(help_text="acknowledgement -> ms")
    alternative = models.CharField(max_length=32)
    evidence = models.CharField(max_length=200)
    channel = models.CharField(max_length=8)
    staff = models.CharField(max_length=80, blank=True)
    approver = models.CharField(max_length=80, blank=True)
    controls = models.JSONField()
    valid_from = models.BigIntegerField(help_text="ms")
    valid_until = models.BigIntegerField(help_text="ms; not included")
    policy = models.IntegerField(help_text="version")
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        """A chain for each customer; evidence, dates and two people are there."""

        db_table = "authentication_opt_out"
        indexes = (models.Index(fields=("valid_until",), name="authentication_opt_out_until"),)
        constraints = (
            models.UniqueConstraint(fields=("principal", "number"), name="authentication_opt_out_chain"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("valid_from"), number__gte=1),
                name="authentication_opt_out_period",
            ),
            models.CheckConstraint(condition=~models.Q(evidence=""), name="authentication_opt_out_evidence"),
            models.CheckConstraint(
                condition=models.Q(staff="", approver="") & ~models.Q(channel__in=("phone", "branch"))
                | models.Q(channel__in=("phone", "branch"))
                & ~models.Q(staff="")
                & ~models.Q(approver="")
                & ~models.Q(staff=models.F("approver")),
                name="authentication_opt_out_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"opt-out {self.id}"


class OptOutProposal(models.Model):
    """An opt-out that a member of staff took down by telephone or at a branch; another one decides about it."""

    id = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    request = models.JSONField(help_text="what was taken down")
    proposed_by = models.CharField(max_length=80)
    created = models.BigIntegerField(help_text="ms")
    state = models.CharField(max_length=8, default="waiting", choices=[(each.value, each.value) for each in Proposed])
    decided_by = models.CharField(max_length=80, blank=True)
    decided = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """Whoever decides is another; a customer has one that waits."""

        db_table = "authentication_opt_out_proposal"
        constraints = (
            models.UniqueConstraint(
                fields=("principal",), condition=models.Q(state="waiting"), name="authentication_opt_out_proposal_one"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_by="")
                | ~models.Q(state="waiting") & ~models.Q(decided_by="") & ~models.Q(decided_by=models.F("proposed_by")),
                name="authentication_opt_out_proposal_two",
            ),
        )

    def __str__(self) -> str:
        return f"proposal {self.id}: {self.state}"


class OptOutEnd(models.Model):
    """An end before time; the earliest of an opt-out's ends counts."""

    opt_out = models.ForeignKey(OptOut, on_delete=models.PROTECT, related_name="+")
    ends = models.BigIntegerField(help_text="ms")
    noted = models.BigIntegerField(help_text="ms")
    cause = models.CharField(max_length=12, choices=[(each.value, each.value) for each in EndCause])
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Nothing ends in the past, and for one cause once."""

        db_table = "authentication_opt_out_end"
        constraints = (
            models.UniqueConstraint(fields=("opt_out", "cause", "by"), name="authentication_opt_out_end_once"),
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("noted")), name="authentication_opt_out_end_at"
            ),
        )

    def __str__(self) -> str:
        return f"end of {self.opt_out_id}"


class OptOutReminder(models.Model):
    """A reminder that went out before an opt-out's end."""

    opt_out = models.ForeignKey(OptOut, on_delete=models.PROTECT, related_name="+")
    due = models.BigIntegerField(help_text="ms")
    sent = models.BigIntegerField(help_text="ms")

    class Meta:
        """Each once."""

        db_table = "authentication_opt_out_reminder"
        constraints = (models.UniqueConstraint(fields=("opt_out", "due"), name="authentication_opt_out_reminder_once"),)

    def __str__(self) -> str:
        return f"reminder of {self.opt_out_id}"
