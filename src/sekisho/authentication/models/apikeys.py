"""Customers' own API keys, and what tools have ordered (C-24)."""

from django.db import models

from sekisho.authentication.models.grants import Grant


class ApiKey(models.Model):
    """A customer's own API key: the public key of a program (C-24)."""

    id = models.CharField(max_length=40, primary_key=True)
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    jwk = models.JSONField()
    operation = models.CharField(max_length=40, unique=True)
    last_used = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """One signed operation makes one key."""

        db_table = "authentication_api_key"

    def __str__(self) -> str:
        return self.id


class ProposedKey(models.Model):
    """The public key of a program, until its owner has signed that it may come in."""

    operation = models.CharField(max_length=40, primary_key=True)
    jwk = models.JSONField()
    created = models.BigIntegerField(help_text="ms")

    class Meta:
        """One operation is about one key."""

        db_table = "authentication_proposed_key"

    def __str__(self) -> str:
        return self.operation


class Reserved(models.Model):
    """An order of a tool that was held against the limits; counted once."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.CharField(max_length=64)
    day = models.IntegerField(help_text="days since 1970 in Japan")
    yen = models.BigIntegerField()
    at = models.BigIntegerField(help_text="ms")

    class Meta:
        """An order counts once, and is worth something."""

        db_table = "authentication_reserved_order"
        constraints = (
            models.UniqueConstraint(fields=("grant", "order"), name="reserved_order_once"),
            models.CheckConstraint(condition=models.Q(yen__gte=1), name="reserved_order_yen"),
        )

    def __str__(self) -> str:
        return f"{self.grant_id} {self.order}"


class Spent(models.Model):
    """What a tool has ordered on one day; raised only while it stays within the limit."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.IntegerField(help_text="days since 1970 in Japan")
    yen = models.BigIntegerField(default=0)

    class Meta:
        """One row for a day."""

        db_table = "authentication_spent"
        constraints = (models.UniqueConstraint(fields=("grant", "day"), name="spent_once"),)

    def __str__(self) -> str:
        return f"{self.grant_id} on {self.day}"
