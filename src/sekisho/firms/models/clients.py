"""API clients and every version of their terms. Rows are never removed."""

from django.db import models

from sekisho.firms.models.staff import Staff
from sekisho.firms.types.clients import ClientState

VERSION_STATES = ("proposed", "approved", "refused", "superseded")


class Client(models.Model):
    """A program that talks to us; what it may do stands in the version in force."""

    client_id = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in ClientState])
    version = models.IntegerField(default=1, help_text="in force, or proposed first")
    suspended_by = models.CharField(max_length=64, blank=True)
    created = models.BigIntegerField(help_text="ms")

    class Meta:
        """Versions count from one."""

        db_table = "firms_client"
        constraints = (models.CheckConstraint(condition=models.Q(version__gte=1), name="firms_client_version"),)

    def __str__(self) -> str:
        return self.client_id


class ClientVersion(models.Model):
    """Terms as one proposed them and another decided."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    terms = models.JSONField()
    state = models.CharField(max_length=12, choices=[(state, state) for state in VERSION_STATES])
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True)
    created = models.BigIntegerField(help_text="ms")
    decided = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """One open proposal at a time; two people behind what counts."""

        db_table = "firms_client_version"
        constraints = (
            models.UniqueConstraint(fields=("client", "number"), name="firms_client_version_number"),
            models.UniqueConstraint(
                fields=("client",), condition=models.Q(state="proposed"), name="firms_client_version_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by__isnull=True)
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="firms_client_version_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id} {self.number}"
