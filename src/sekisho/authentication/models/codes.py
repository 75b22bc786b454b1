"""Codes that were sent, and recovery codes that were printed."""

from django.db import models

from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.types.interim import WRONG_TYPED

CODE_STATES = ("open", "used", "void")


class SentCode(models.Model):
    """A code that went to an address. At most one is open for an authenticator."""

    id = models.CharField(max_length=40, primary_key=True)
    authenticator = models.ForeignKey(Authenticator, on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=64, help_text="only the session that asked for it may use it")
    digest = models.BinaryField(max_length=32, help_text="keyed; never the code")
    signals = models.JSONField(default=list)
    wrong = models.IntegerField(default=0)
    sent = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    state = models.CharField(max_length=8, choices=[(state, state) for state in CODE_STATES], default="open")

    class Meta:
        """One open code an authenticator, with a bounded number of wrong tries."""

        db_table = "authentication_sent_code"
        constraints = (
            models.UniqueConstraint(
                fields=("authenticator",), condition=models.Q(state="open"), name="authentication_sent_code_open"
            ),
            models.CheckConstraint(
                condition=models.Q(expires__gt=models.F("sent"), wrong__gte=0, wrong__lte=WRONG_TYPED),
                name="authentication_sent_code_bounds",
            ),
        )

    def __str__(self) -> str:
        return f"code {self.id}: {self.state}"


class RecoveryCode(models.Model):
    """One code of a printed set; the set is the authenticator."""

    authenticator = models.ForeignKey(Authenticator, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True, help_text="keyed; never the code")
    used = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """Found by its digest."""

        db_table = "authentication_recovery_code"

    def __str__(self) -> str:
        return f"recovery code {self.pk} of {self.authenticator_id}"
