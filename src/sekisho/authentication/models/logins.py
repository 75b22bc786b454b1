"""Logins on their way, and the history of those that have ended."""

from django.db import models

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.login import LoginState


class LoginAttempt(models.Model):
    """One login, tied to the browser session that began it. Moves on by conditional updates only."""

    id = models.CharField(max_length=40, primary_key=True)
    browser = models.CharField(max_length=40)
    principal = models.ForeignKey(Principal, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=80, help_text="under what its failures are counted")
    operation = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in LoginState])
    step = models.IntegerField(default=0, help_text="rises with every move")
    acr = models.SmallIntegerField(default=0)
    factors = models.JSONField(default=list)
    authenticators = models.JSONField(default=list)
    auth_time = models.BigIntegerField(default=0, help_text="ms")
    started = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    ended = models.BigIntegerField(null=True, help_text="ms")
    reason = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=8)
    ip = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=40, blank=True)
    user_agent = models.CharField(max_length=512, blank=True)
    client = models.CharField(max_length=64, blank=True)
    session = models.CharField(max_length=40, blank=True)

    class Meta:
        """A login that has ended says when; one that succeeded says which session it led to."""

        db_table = "authentication_login"
        indexes = (
            models.Index(fields=("principal", "-started"), name="login_of_principal"),
            models.Index(fields=("expires",), name="login_open", condition=models.Q(ended__isnull=True)),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("signed_in", "refused", "expired"), ended__isnull=False)
                | models.Q(state__in=("named", "proved", "enrolling", "frozen"), ended__isnull=True),
                name="login_end",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="signed_in") & ~models.Q(session=""))
                | (~models.Q(state="signed_in") & models.Q(session="")),
                name="login_session",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id}: {self.state}"
