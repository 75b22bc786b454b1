"""Where somebody can be reached. Rows are never removed: an old contact is told of changes, and is evidence."""

from django.db import models

from sekisho.notices.types.channels import ContactKind
from sekisho.notices.types.contacts import EndReason, StaleReason

_NULL, _Q = "__isnull", models.Q


def _together(moment: str, word: str) -> models.Q:
    """A moment and its reason stand together or not at all."""
    return (_Q(**{moment + _NULL: True}) & _Q(**{word: ""})) | (_Q(**{moment + _NULL: False}) & ~_Q(**{word: ""}))


class Contact(models.Model):
    """One contact; the address is sealed."""

    id = models.CharField(max_length=40, primary_key=True)
    subject = models.CharField(max_length=96)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ContactKind])
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="keyed digest of the plain spelling")
    created = models.BigIntegerField(help_text="ms")
    created_by = models.CharField(max_length=80)
    verified = models.BigIntegerField(null=True, help_text="ms")
    fresh_until = models.BigIntegerField(null=True, help_text="ms")
    stale_since = models.BigIntegerField(null=True, help_text="ms")
    stale_reason = models.CharField(
        max_length=16, blank=True, choices=[(each.value, each.value) for each in StaleReason]
    )
    misses = models.IntegerField(default=0, help_text="messages in a row that did not arrive")
    ended = models.BigIntegerField(null=True, help_text="ms")
    ended_reason = models.CharField(max_length=12, blank=True, choices=[(each.value, each.value) for each in EndReason])
    reachable_until = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """Nobody has the same contact twice at a time; what stopped says since when and why."""

        db_table = "notices_contact"
        indexes = (models.Index(fields=("subject",), name="notices_contact_of"),)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "kind", "digest"), condition=_Q(ended__isnull=True), name="notices_contact_once"
            ),
            models.CheckConstraint(condition=_together("stale_since", "stale_reason"), name="notices_contact_stale"),
            models.CheckConstraint(condition=_together("ended", "ended_reason"), name="notices_contact_ended"),
            models.CheckConstraint(
                condition=_Q(verified__isnull=True, fresh_until__isnull=True)
                | _Q(verified__isnull=False, fresh_until__isnull=False),
                name="notices_contact_verified",
            ),
            models.CheckConstraint(
                condition=_Q(ended__isnull=True, reachable_until__isnull=True)
                | _Q(ended__isnull=False, reachable_until__isnull=False),
                name="notices_contact_reach",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
