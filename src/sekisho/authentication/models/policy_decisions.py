"""What the policy answered, kept for figures, replay and questions of supervisors."""

from django.db import models

from sekisho.authentication.types.policy_questions import Result


class PolicyDecision(models.Model):
    """One answer. Never changed and never removed."""

    at = models.BigIntegerField(help_text="ms")
    principal = models.CharField(max_length=80, blank=True)
    session = models.CharField(max_length=64, blank=True)
    operation = models.CharField(max_length=32)
    channel = models.CharField(max_length=16)
    content = models.CharField(max_length=64, blank=True)
    question = models.JSONField(help_text="facts used, as plain JSON")
    policy = models.IntegerField()
    digest = models.CharField(max_length=64)
    rules = models.JSONField(default=list)
    result = models.CharField(max_length=16, choices=[(result.value, result.value) for result in Result])
    reasons = models.JSONField(default=list)
    observed = models.JSONField(default=list)
    opt_out = models.CharField(max_length=40, blank=True)
    override = models.CharField(max_length=40, blank=True)
    strong = models.BooleanField(help_text="he holds a phishing-resistant factor")
    latency = models.IntegerField(null=True, help_text="µs")

    class Meta:
        """Counted by time, and found by whom it was about."""

        db_table = "authentication_policy_decision"
        indexes = (
            models.Index(fields=("at",), name="policy_decision_at"),
            models.Index(fields=("principal", "at"), name="policy_decision_of"),
        )

    def __str__(self) -> str:
        return f"{self.operation}: {self.result}"
