"""What somebody chose not to be told."""

from sekisho.notices import models
from sekisho.notices.types.preferences import Acknowledgement, Silence
from sekisho.notices.types.templates import Topic


def silenced_topics(*, subject: str) -> frozenset[Topic]:
    """Topics that are switched off now."""
    rows = models.Silence.objects.filter(subject=subject, ended__isnull=True)
    return frozenset(Topic(topic) for topic in rows.values_list("topic", flat=True))


def silences_of(*, subject: str) -> tuple[Silence, ...]:
    """Every time that somebody switched notices off, with what he acknowledged, the newest first."""
    rows = models.Silence.objects.filter(subject=subject).order_by("-since", "id")
    return tuple(
        Silence(
            id=row.id,
            subject=row.subject,
            topic=row.topic,
            since=row.since,
            acknowledgement=Acknowledgement(**row.acknowledgement),
            ended=row.ended,
        )
        for row in rows
    )
