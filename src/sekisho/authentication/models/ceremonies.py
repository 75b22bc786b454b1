"""Ceremonies under way and what became of them."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.webauthn import CeremonyKind, Purpose

LEAST_CHALLENGE = 16
"""Bytes of a challenge (WebAuthn Level 3, 13.4.3)."""
STATES = ("open", "claimed", "accepted", "refused")


class Ceremony(models.Model):
    """One challenge: asked once, answered at most once, by the browser session that asked."""

    id = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in CeremonyKind])
    purpose = models.CharField(max_length=16, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    session = models.CharField(max_length=96, help_text="of the browser that began it")
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", null=True)
    operation = models.CharField(max_length=96, blank=True)
    challenge = models.BinaryField(max_length=64, unique=True)
    rp_id = models.CharField(max_length=253)
    demands = models.JSONField(default=dict, help_text="profile, least class, authenticators asked for")
    state = models.CharField(max_length=8, choices=[(state, state) for state in STATES], default="open")
    created = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    ended = models.BigIntegerField(null=True, help_text="ms; when it was claimed")
    reason = models.CharField(max_length=40, blank=True, help_text="why it was refused")

    class Meta:
        """A challenge is long enough, and only what was claimed has ended."""

        db_table = "authentication_ceremony"
        indexes = (models.Index(fields=("expires",), name="ceremony_expires"),)
        constraints = (
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("challenge"), LEAST_CHALLENGE),
                name="authentication_ceremony_challenge",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended__isnull=True)
                | (~models.Q(state="open") & models.Q(ended__isnull=False)),
                name="authentication_ceremony_end",
            ),
            models.CheckConstraint(
                condition=models.Q(state="refused") & ~models.Q(reason="") | ~models.Q(state="refused"),
                name="authentication_ceremony_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id} {self.state}"
