"""The journal's three tables. What the chain promises is also held by the database, as far as it can."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sekisho.journal.types.entry import LONGEST_KIND, LONGEST_NAME

DIGEST = 32
"""Bytes of a SHA-256."""


class Batch(models.Model):
    """Entries that were committed together, and the chain to the batch before."""

    number = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField(unique=True)
    count = models.IntegerField()
    root = models.BinaryField(max_length=DIGEST)
    previous = models.BinaryField(max_length=DIGEST, unique=True)  # no two batches follow the same one
    digest = models.BinaryField(max_length=DIGEST, unique=True)
    committed = models.BigIntegerField(help_text="ms")

    class Meta:
        """The chain's arithmetic, as checks."""

        db_table = "journal_batch"
        constraints = (
            models.CheckConstraint(condition=models.Q(number__gte=1), name="journal_batch_number"),
            models.CheckConstraint(
                condition=models.Q(first__gte=1, count__gte=1, last=models.F("first") + models.F("count") - 1),
                name="journal_batch_range",
            ),
            models.CheckConstraint(
                condition=models.Q(*(Exact(Length(name), DIGEST) for name in ("root", "previous", "digest"))),
                name="journal_batch_digests",
            ),
        )

    def __str__(self) -> str:
        return f"batch {self.number}: {self.first} to {self.last}"


class Entry(models.Model):
    """One thing that happened. Never changed and never removed; triggers refuse both."""

    position = models.BigIntegerField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=LONGEST_KIND)
    about = models.CharField(max_length=LONGEST_NAME, blank=True)
    at = models.BigIntegerField(help_text="ms")
    key = models.CharField(max_length=LONGEST_NAME, null=True)  # noqa: DJ001 - NULL repeats, "" would not
    payload = models.BinaryField()
    digest = models.BinaryField(max_length=DIGEST)

    class Meta:
        """Found by position, by key, and by what it is about."""

        db_table = "journal_entry"
        indexes = (models.Index(fields=("about", "position"), name="journal_entry_about"),)
        constraints = (
            models.UniqueConstraint(fields=("key",), name="journal_entry_once"),  # unique=True costs a second index
            models.CheckConstraint(condition=models.Q(position__gte=1), name="journal_entry_position"),
            models.CheckConstraint(condition=~models.Q(kind=""), name="journal_entry_kind"),
            models.CheckConstraint(condition=~models.Q(key=""), name="journal_entry_key"),
            models.CheckConstraint(condition=Exact(Length("digest"), DIGEST), name="journal_entry_digest"),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.kind}"


class Consumer(models.Model):
    """How far somebody has read, and where he is stuck."""

    name = models.CharField(max_length=LONGEST_KIND, primary_key=True)
    position = models.BigIntegerField(default=0)
    stopped = models.BigIntegerField(null=True)
    trouble = models.TextField(blank=True)

    class Meta:
        """A position is never below nothing, and trouble has a place."""

        db_table = "journal_consumer"
        constraints = (
            models.CheckConstraint(condition=models.Q(position__gte=0), name="journal_consumer_position"),
            models.CheckConstraint(
                condition=models.Q(stopped__isnull=True) | models.Q(stopped__gt=models.F("position")),
                name="journal_consumer_stopped",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"
