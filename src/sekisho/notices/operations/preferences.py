"""Switch notices of executions off and on again. Nothing else can be switched off (requirement C-16)."""

from dataclasses import asdict

from django.db import IntegrityError, transaction

from sekisho.notices import models
from sekisho.notices.operations.noting import note
from sekisho.notices.types.kinds import EXECUTIONS_RESUMED, EXECUTIONS_SILENCED
from sekisho.notices.types.preferences import Acknowledgement
from sekisho.notices.types.templates import Topic


class NotAcknowledgedError(ValueError):
    """The customer has not ticked that he understood, or was shown nothing. Show the text and ask again."""


class AlreadySilencedError(Exception):
    """Notices of executions are off already."""


class NotSilencedError(Exception):
    """Notices of executions are not off."""


def silence_executions(*, silence: str, subject: str, acknowledgement: Acknowledgement, at: int) -> None:
    """Send no more notices of executions; they still stand in the inbox.

    Args:
        silence: the name of the choice, minted by the entrance.
        subject: whose.
        acknowledgement: what was shown and accepted, kept as evidence.
        at: in milliseconds.

    Raises:
        AlreadySilencedError: they are off already.
        NotAcknowledgedError: it was not accepted, or there was no text.

    """
    if not acknowledgement.accepted or not acknowledgement.text.strip():
        raise NotAcknowledgedError
    try:
        with transaction.atomic():
            models.Silence.objects.create(
                id=silence,
                subject=subject,
                topic=Topic.EXECUTION.value,
                since=at,
                acknowledgement=asdict(acknowledgement),
            )
            values = {"silence": silence, "by": acknowledgement.by, "version": acknowledgement.version}
            note(EXECUTIONS_SILENCED, about=subject, at=at, **values)
    except IntegrityError as error:
        raise AlreadySilencedError from error


@transaction.atomic
def resume_executions(*, subject: str, by: str, at: int) -> None:
    """Send notices of executions again.

    Raises:
        NotSilencedError: they are not off.

    """
    off = models.Silence.objects.filter(subject=subject, topic=Topic.EXECUTION.value, ended__isnull=True)
    if not off.update(ended=at, ended_by=by):
        raise NotSilencedError
    note(EXECUTIONS_RESUMED, about=subject, at=at, by=by)
