"""Counters of failures and attempts, lock-outs, and proofs of work that were used."""

from django.db import models


class AttemptTally(models.Model):
    """A counter, written by single statements only. Rows that nobody added to for long are swept."""

    key = models.CharField(max_length=160, primary_key=True)
    count = models.IntegerField(default=0)
    since = models.BigIntegerField(help_text="ms; the first of those in count")
    last = models.BigIntegerField(help_text="ms", db_index=True)

    class Meta:
        """Never below nothing."""

        db_table = "authentication_attempt_tally"
        constraints = (models.CheckConstraint(condition=models.Q(count__gte=0), name="attempt_tally_count"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class Lockout(models.Model):
    """The weak paths of one account: closed until a moment, or until a strong login."""

    subject = models.CharField(max_length=80, primary_key=True)
    placed = models.BigIntegerField(help_text="ms")
    until = models.BigIntegerField(help_text="ms")
    manual = models.BooleanField(default=False)
    locks = models.IntegerField(default=1)

    class Meta:
        """A lock-out has a length."""

        db_table = "authentication_lockout"
        constraints = (models.CheckConstraint(condition=models.Q(until__gte=models.F("placed")), name="lockout_until"),)

    def __str__(self) -> str:
        return f"{self.subject} until {self.until}"


class SpentWork(models.Model):
    """A proof of work that was accepted; it is not accepted again. Swept when its challenge has run out."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    expires = models.BigIntegerField(help_text="ms", db_index=True)

    class Meta:
        """Once each."""

        db_table = "authentication_spent_work"

    def __str__(self) -> str:
        return bytes(self.digest).hex()
