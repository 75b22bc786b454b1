"""Waves of campaigns, and who belongs to them."""

from django.db import models

from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.rollout import WHOLE, WaveState


class Wave(models.Model):
    """One wave. Its plan stays as it was made; only its state moves."""

    id = models.CharField(max_length=40, primary_key=True)
    campaign = models.CharField(max_length=40, db_index=True)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    where = models.JSONField(default=dict)
    low = models.IntegerField()
    high = models.IntegerField()
    begins = models.BigIntegerField(help_text="ms")
    enforce_at = models.BigIntegerField(help_text="ms")
    reminders = models.JSONField(default=list, help_text="ms after the beginning")
    state = models.CharField(
        max_length=8, choices=[(state.value, state.value) for state in WaveState], default=WaveState.PLANNED.value
    )
    planned = models.BigIntegerField(help_text="ms")
    planned_by = models.CharField(max_length=80)
    enforced = models.BigIntegerField(null=True, help_text="ms")
    enforced_by = models.CharField(max_length=80, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    asked_by = models.CharField(max_length=80, blank=True, help_text="who asked for the enforcement")
    asked = models.BigIntegerField(null=True, help_text="ms; when that was")
    exempt_until = models.BigIntegerField(null=True, help_text="ms; until then those who lack something are left alone")

    class Meta:
        """Shares and dates in order; enforcement has two people."""

        db_table = "authentication_wave"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(low__gte=0, low__lt=models.F("high"), high__lte=WHOLE),
                name="authentication_wave_share",
            ),
            models.CheckConstraint(
                condition=models.Q(enforce_at__gt=models.F("begins")), name="authentication_wave_dates"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="enforced")
                | models.Q(enforced__isnull=False)
                & ~models.Q(enforced_by="")
                & ~models.Q(approved_by="")
                & ~models.Q(enforced_by=models.F("approved_by")),
                name="authentication_wave_two",
            ),
        )

    def __str__(self) -> str:
        return f"wave {self.id}: {self.state}"


class WaveMember(models.Model):
    """Somebody who is asked in a wave; in one wave of each campaign."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="+")
    campaign = models.CharField(max_length=40)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    asked = models.BigIntegerField(help_text="ms")
    reminded = models.IntegerField(default=0, help_text="number of the last reminder")
    reminders = models.IntegerField(default=0, help_text="how many went out")
    last_reminder = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """Once for each campaign."""

        db_table = "authentication_wave_member"
        indexes = (models.Index(fields=("wave", "principal"), name="authentication_wave_members"),)
        constraints = (
            models.UniqueConstraint(fields=("campaign", "principal"), name="authentication_wave_once"),
            models.CheckConstraint(
                condition=models.Q(reminded__gte=0, reminders__gte=0), name="authentication_wave_counts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.principal_id} in {self.wave_id}"
