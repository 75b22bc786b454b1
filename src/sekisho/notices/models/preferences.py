"""What somebody chose not to be told, with what he acknowledged."""

from django.db import models

from sekisho.notices.types.templates import SILENCEABLE


class Silence(models.Model):
    """Notices of a topic, switched off from then on."""

    id = models.CharField(max_length=40, primary_key=True)
    subject = models.CharField(max_length=96)
    topic = models.CharField(max_length=16)
    since = models.BigIntegerField(help_text="ms")
    acknowledgement = models.JSONField(help_text="the text as shown, and who accepted it")
    ended = models.BigIntegerField(null=True, help_text="ms")
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """Once at a time, and for executions only."""

        db_table = "notices_silence"
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "topic"), condition=models.Q(ended__isnull=True), name="notices_silence_once"
            ),
            models.CheckConstraint(condition=models.Q(topic__in=sorted(SILENCEABLE)), name="notices_silence_topic"),
        )

    def __str__(self) -> str:
        return f"{self.topic} of {self.subject}"
