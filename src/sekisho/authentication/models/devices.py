"""Devices by their cookie's digest, who uses them, and which passkeys were seen on them."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.principals import Principal

DIGEST = 32
"""Bytes of a SHA-256."""


class Device(models.Model):
    """One browser or app."""

    ref = models.CharField(max_length=40, primary_key=True)
    token_digest = models.BinaryField(max_length=DIGEST, unique=True)
    first_seen = models.BigIntegerField(help_text="ms")

    class Meta:
        """Known by its cookie only."""

        db_table = "authentication_device"
        constraints = (models.CheckConstraint(condition=Exact(Length("token_digest"), DIGEST), name="device_digest"),)

    def __str__(self) -> str:
        return self.ref


class DeviceUse(models.Model):
    """One device in one principal's hands."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=100, blank=True)
    user_agent = models.CharField(max_length=512, blank=True)
    first_seen = models.BigIntegerField(help_text="ms")
    last_seen = models.BigIntegerField(help_text="ms")
    logins = models.IntegerField(default=1)
    last_ip = models.CharField(max_length=45, blank=True)
    revoked = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """Once for each pair; a principal removes it for himself only."""

        db_table = "authentication_device_use"
        constraints = (
            models.UniqueConstraint(fields=("principal", "device"), name="device_use_once"),
            models.CheckConstraint(condition=models.Q(logins__gte=1), name="device_use_logins"),
        )

    def __str__(self) -> str:
        return f"{self.principal_id} on {self.device_id}"


class DevicePasskey(models.Model):
    """A passkey that was used on a device."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", db_index=False)
    authenticator = models.ForeignKey(Authenticator, on_delete=models.PROTECT, related_name="+")
    first_seen = models.BigIntegerField(help_text="ms")
    last_seen = models.BigIntegerField(help_text="ms")

    class Meta:
        """Once for each pair."""

        db_table = "authentication_device_passkey"
        constraints = (models.UniqueConstraint(fields=("device", "authenticator"), name="device_passkey_once"),)

    def __str__(self) -> str:
        return f"{self.authenticator_id} on {self.device_id}"
