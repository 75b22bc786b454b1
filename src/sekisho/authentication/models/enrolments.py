"""Where customers stand on the way to a phishing-resistant factor, and every step they took."""

from django.db import models

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.enrolment import EnrolmentState, Step

_STATES = [(state.value, state.value) for state in EnrolmentState]


class Enrolment(models.Model):
    """One customer's way. It moves by conditional updates on ``step``, which rises with each."""

    principal = models.OneToOneField(Principal, models.PROTECT, primary_key=True, related_name="+")
    state = models.CharField(max_length=16, choices=_STATES, default=EnrolmentState.UNAWARE.value)
    since = models.BigIntegerField(default=0, help_text="ms")
    asked_at = models.BigIntegerField(null=True, help_text="ms")
    due_at = models.BigIntegerField(null=True, help_text="ms")
    skips_used = models.IntegerField(default=0)
    prompts = models.IntegerField(default=0)
    last_prompt = models.BigIntegerField(null=True, help_text="ms")
    next_prompt = models.BigIntegerField(null=True, help_text="ms")
    exempt_until = models.BigIntegerField(null=True, help_text="ms")
    enrolled_at = models.BigIntegerField(null=True, help_text="ms")
    step = models.IntegerField(default=0)

    class Meta:
        """Nothing is counted backwards, and an exemption has its end."""

        db_table = "authentication_enrolment"
        indexes = (models.Index(fields=("state", "due_at"), name="authentication_enrolment_due"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(skips_used__gte=0, prompts__gte=0, step__gte=0),
                name="authentication_enrolment_counts",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="exempt_pending") | models.Q(exempt_until__isnull=False),
                name="authentication_enrolment_exempt",
            ),
        )

    def __str__(self) -> str:
        return f"{self.principal_id}: {self.state}"


class EnrolmentStep(models.Model):
    """One step somebody took. Never changed and never removed: figures over time are made of these."""

    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField(help_text="1, 2, 3 ... of this principal")
    at = models.BigIntegerField(help_text="ms")
    step = models.CharField(max_length=16, choices=[(step.value, step.value) for step in Step])
    before = models.CharField(max_length=16, choices=_STATES)
    after = models.CharField(max_length=16, choices=_STATES)
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Numbered without gaps."""

        db_table = "authentication_enrolment_step"
        indexes = (models.Index(fields=("principal", "at"), name="authentication_enrolment_at"),)
        constraints = (models.UniqueConstraint(fields=("principal", "number"), name="authentication_enrolment_once"),)

    def __str__(self) -> str:
        return f"{self.principal_id} {self.number}: {self.step}"
