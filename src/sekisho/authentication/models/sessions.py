"""Sessions as the server keeps them; of a token only its digest is here."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.sessions import EndReason, SessionState

DIGEST = 32
"""Bytes of a SHA-256."""


class Session(models.Model):
    """Somebody signed in at one place. Rows stay as the history of logins (C-22)."""

    ref = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=64, blank=True)
    acting = models.CharField(max_length=64, blank=True)
    token_digest = models.BinaryField(max_length=DIGEST, unique=True)
    acr = models.SmallIntegerField()
    amr = models.JSONField(default=list)
    factor = models.CharField(max_length=32, blank=True)
    auth_time = models.BigIntegerField(help_text="ms")
    created = models.BigIntegerField(help_text="ms")
    last_seen = models.BigIntegerField(help_text="ms")
    idle_until = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    device = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=8)
    ip = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=512, blank=True)
    client = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in SessionState])
    ended = models.BigIntegerField(null=True, help_text="ms")
    ended_by = models.CharField(max_length=80, blank=True)
    ended_reason = models.CharField(max_length=24, blank=True, choices=[(each.value, each.value) for each in EndReason])

    class Meta:
        """One that was ended says when and why; none outlives its end."""

        db_table = "authentication_session"
        indexes = (
            models.Index(fields=("principal", "-created"), name="session_of_principal"),
            models.Index(fields=("acting",), name="session_acting", condition=~models.Q(acting="")),
            models.Index(fields=("account",), name="session_of_account", condition=models.Q(state="active")),
            models.Index(fields=("device",), name="session_on_device", condition=models.Q(state="active")),
        )
        constraints = (
            models.CheckConstraint(condition=Exact(Length("token_digest"), DIGEST), name="session_digest"),
            models.CheckConstraint(
                condition=models.Q(idle_until__lte=models.F("expires"), created__lt=models.F("expires")),
                name="session_times",
            ),
            models.CheckConstraint(
                condition=models.Q(state="active", ended__isnull=True, ended_reason="")
                | (models.Q(state="ended", ended__isnull=False) & ~models.Q(ended_reason="")),
                name="session_end",
            ),
            models.CheckConstraint(condition=models.Q(account="") | models.Q(acting=""), name="session_one_account"),
            models.CheckConstraint(condition=models.Q(acr__gte=0, acr__lte=4), name="session_acr"),
        )

    def __str__(self) -> str:
        return self.ref
