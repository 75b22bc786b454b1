"""What the factors that are no passkeys keep beside their authenticator: failures in a row, and what is being bound."""

from django.db import models

from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import LAST_FAILURE

PENDING_STATES = ("open", "done", "void")


class FactorState(models.Model):
    """Changes with every use. ``sole`` marks the one that counts where somebody holds only one of a kind."""

    authenticator = models.OneToOneField(Authenticator, models.PROTECT, primary_key=True, related_name="+")
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    factor = models.CharField(max_length=32, choices=[(code.value, code.value) for code in FactorCode])
    sole = models.BooleanField(default=False)
    failures = models.IntegerField(default=0, help_text="in a row")
    failed = models.BigIntegerField(null=True, help_text="ms; the last failure")
    last_step = models.BigIntegerField(default=-1, help_text="TOTP: the last time step that was used")

    class Meta:
        """Never more failures in a row than allowed, and one password and one set of recovery codes at a time."""

        db_table = "authentication_factor_state"
        constraints = (
            models.UniqueConstraint(
                fields=("principal", "factor"), condition=models.Q(sole=True), name="authentication_factor_sole"
            ),
            models.CheckConstraint(
                condition=models.Q(failures__gte=0, failures__lte=LAST_FAILURE), name="authentication_factor_failures"
            ),
        )

    def __str__(self) -> str:
        return f"{self.factor} {self.authenticator_id}: {self.failures} failures"


class PendingFactor(models.Model):
    """A factor that somebody is about to bind; its id becomes the authenticator's."""

    id = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    factor = models.CharField(max_length=32, choices=[(code.value, code.value) for code in FactorCode])
    session = models.CharField(max_length=64, help_text="only the session that began it goes on")
    secret = models.BinaryField(null=True, help_text="sealed")
    detail = models.JSONField(default=dict, help_text="nothing secret")
    digest = models.BinaryField(null=True, unique=True, help_text="of the code or the pairing token")
    wrong = models.IntegerField(default=0)
    begun = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    state = models.CharField(max_length=8, choices=[(state, state) for state in PENDING_STATES], default="open")

    class Meta:
        """It ends after it begins."""

        db_table = "authentication_pending_factor"
        indexes = (models.Index(fields=("principal", "state"), name="authentication_pending_of"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires__gt=models.F("begun"), wrong__gte=0), name="authentication_pending_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.factor} {self.id}: {self.state}"


class Tally(models.Model):
    """How often something was done within one stretch of time; the count is the limit's truth."""

    key = models.CharField(max_length=128)
    start = models.BigIntegerField(help_text="ms; start of the stretch")
    count = models.IntegerField(default=0)

    class Meta:
        """One row a stretch."""

        db_table = "authentication_tally"
        constraints = (
            models.UniqueConstraint(fields=("key", "start"), name="authentication_tally_once"),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="authentication_tally_count"),
        )

    def __str__(self) -> str:
        return f"{self.key} since {self.start}: {self.count}"
