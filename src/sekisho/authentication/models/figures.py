"""What figures are counted from: one row for each deed, at the place of its journal entry."""

from django.db import models

from sekisho.authentication.types.figures import Outcome


class FactorDeed(models.Model):
    """Something that happened to a factor. Never changed and never removed."""

    position = models.BigIntegerField(primary_key=True, help_text="of the journal's entry")
    at = models.BigIntegerField(help_text="ms; when it happened")
    day = models.IntegerField(help_text="days since 1970-01-01 in Japan")
    method = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Outcome])
    channel = models.CharField(max_length=8, blank=True)
    age_band = models.CharField(max_length=16, blank=True, help_text="as it was then")

    class Meta:
        """Counted by day."""

        db_table = "authentication_factor_deed"
        indexes = (
            models.Index(fields=("day", "method", "outcome", "channel", "age_band"), name="authentication_deed_day"),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.outcome} on {self.day}"
