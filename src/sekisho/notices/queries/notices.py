"""What was told to whom, and how far it came."""

from typing import NamedTuple

from django.db.models import Count

from sekisho.notices import models
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import WAITING, Delivery, State
from sekisho.notices.types.notices import Answer, Notice


class NoNoticeError(LookupError):
    """There is no such notice for that subject."""


class Rate(NamedTuple):
    """How many deliveries of a template on a channel stand in a state."""

    template: str
    channel: Channel
    state: State
    number: int


def inbox(*, subject: str, limit: int = 50) -> tuple[Notice, ...]:
    """What somebody was told, the newest first."""
    rows = models.Notice.objects.filter(subject=subject).order_by("-created", "-source", "id")[:limit]
    return tuple(value_of(row) for row in rows)


def unread(*, subject: str) -> int:
    """How many notices somebody has not opened."""
    return models.Notice.objects.filter(subject=subject, read__isnull=True).count()


def notice_of(*, notice: str, subject: str) -> Notice:
    """One notice of somebody's own.

    Raises:
        NoNoticeError: there is none, or it is somebody else's.

    """
    row = models.Notice.objects.filter(id=notice, subject=subject).first()
    if row is None:
        raise NoNoticeError
    return value_of(row)


def deliveries_of(*, notice: str) -> tuple[Delivery, ...]:
    """How far a notice came on each channel."""
    rows = models.Delivery.objects.filter(notice_id=notice).order_by("since", "id")
    return tuple(delivery_value(row) for row in rows)


def due(*, at: int, limit: int) -> list[str]:
    """Deliveries that wait for an attempt, the longest waiting first."""
    waiting = models.Delivery.objects.filter(state=State.QUEUED, due__lte=at).order_by("due", "id")
    return list(waiting.values_list("id", flat=True)[:limit])


def waiting() -> int:
    """How many deliveries are not done yet."""
    return models.Delivery.objects.filter(state__in=WAITING).count()


def rates(*, since: int, until: int) -> tuple[Rate, ...]:
    """How deliveries of notices made in a period stand: the figures a supervisor asks for."""
    found = models.Delivery.objects.filter(notice__created__gte=since, notice__created__lt=until)
    rows = (
        found.values_list("notice__template", "channel", "state")
        .annotate(count=Count("id"))
        .order_by("notice__template", "channel", "state")
    )
    return tuple(Rate(template, Channel(channel), State(state), count) for template, channel, state, count in rows)


def value_of(row: models.Notice) -> Notice:
    """A row as a value."""
    return Notice(
        id=row.id,
        source=row.source,
        template=row.template,
        version=row.version,
        subject=row.subject,
        language=row.language,
        title=row.title,
        text=row.text,
        created=row.created,
        answerable=row.answerable,
        read=row.read,
        answer=Answer(row.answer) if row.answer else None,
        answered=row.answered,
    )


def delivery_value(row: models.Delivery) -> Delivery:
    """A row as a value."""
    return Delivery(
        id=row.id,
        notice=row.notice_id,
        contact=row.contact_id,
        channel=Channel(row.channel),
        state=State(row.state),
        attempts=row.attempts,
        due=row.due,
        since=row.since,
        expires=row.expires,
        reference=row.reference,
        trouble=row.trouble,
    )
