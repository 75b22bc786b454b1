"""Tell somebody something: put it into his inbox, and set it on its way to his contacts.

What is made here goes with the transaction of whoever calls, so that a message is made exactly once for what stands in
the journal. Sending is another matter and happens later, outside any transaction.
"""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from sekisho.kernel.moments import HOUR
from sekisho.notices import models
from sekisho.notices.operations.library import shipped
from sekisho.notices.operations.noting import note
from sekisho.notices.queries.contacts import contacts_of
from sekisho.notices.queries.notices import value_of
from sekisho.notices.queries.preferences import silenced_topics
from sekisho.notices.rules.choosing import Choice, choose
from sekisho.notices.rules.codes import code_of
from sekisho.notices.rules.rendering import render
from sekisho.notices.types.contacts import Contact
from sekisho.notices.types.deliveries import State
from sekisho.notices.types.kinds import NOTICE_MADE, NOTICE_UNDELIVERED
from sekisho.notices.types.notices import House, News, Notice
from sekisho.notices.types.safe import Safe
from sekisho.notices.types.templates import Template, Wording

NAME = 24
"""Hexadecimal characters of the name of a notice or a delivery."""
CODE = "code"
"""What digests of answer codes are made for."""


class UnknownTemplateError(LookupError):
    """There is no message of that name."""


@transaction.atomic
def announce(
    *, news: News, house: House, safe: Safe, at: int, templates: Mapping[str, Template] | None = None
) -> Notice | None:
    """Make a notice, and a delivery to each contact that is to hear of it.

    Args:
        news: what is to be told, to whom.
        house: the firm, as its messages show it.
        safe: gives names and answer codes.
        at: in milliseconds.
        templates: other messages than the product's own.

    Returns:
        The notice; None where it was made before.

    Raises:
        UnknownTemplateError: there is no message of that name.
        UnsafeMessageError: the message holds what no message may; mend its file.

    """
    template = (shipped() if templates is None else templates).get(news.template)
    if template is None:
        raise UnknownTemplateError(news.template)
    facts = {"account": news.subject, "firm": house.name, **news.facts}
    row = _made(news, template, render(template, facts, language=news.language), safe=safe, at=at)
    if row is None:
        return None
    if template.answer:
        _give_code(row, safe=safe, expires=at + house.code_life)
    choice = choose(
        template,
        contacts_of(subject=news.subject),
        avoid=news.avoid,
        silenced=silenced_topics(subject=news.subject),
        at=at,
    )
    for contact in choice.contacts:
        queue(row, contact, safe=safe, at=at)
    _tell(row, template, choice, at=at)
    return value_of(row)


def queue(notice: models.Notice, contact: Contact, *, safe: Safe, at: int) -> None:
    """Set a notice on its way to one contact."""
    models.Delivery.objects.create(
        id=safe.digest("delivery", f"{notice.id}:{contact.id}")[:NAME],
        notice=notice,
        contact_id=contact.id,
        channel=contact.channel.value,
        state=State.QUEUED.value,
        due=at,
        since=at,
        expires=notice.expires,
    )


def codes_for(notice: str, attempt: int, *, safe: Safe) -> tuple[str, ...]:
    """An answer code of a notice, under each key. It is kept nowhere: the key gives it again for every message."""
    return tuple(code_of(digest) for digest in safe.digests("answer", f"{notice}:{attempt}"))


def _made(news: News, template: Template, wording: Wording, *, safe: Safe, at: int) -> models.Notice | None:
    name = safe.digest("notice", f"{news.source}:{news.template}:{news.subject}")[:NAME]
    try:
        with transaction.atomic():
            return models.Notice.objects.create(
                id=name,
                source=news.source,
                template=template.name,
                version=template.version,
                topic=template.topic.value,
                subject=news.subject,
                language=news.language,
                title=wording.title,
                text=wording.text,
                short=wording.short,
                answerable=template.answer,
                avoided=sorted(news.avoid),
                created=at,
                expires=at + template.hours * HOUR,
            )
    except IntegrityError:
        return None


def _give_code(notice: models.Notice, *, safe: Safe, expires: int) -> None:
    """Two notices never share a code: where chance would have it so, the next one of the notice's codes is taken."""
    attempt = 0
    while not _is_own(notice, attempt, safe=safe, expires=expires):
        attempt += 1


def _is_own(notice: models.Notice, attempt: int, *, safe: Safe, expires: int) -> bool:
    """Whether nobody else had the code before."""
    digest = safe.digest(CODE, codes_for(notice.id, attempt, safe=safe)[0])
    values = {"notice": notice, "attempt": attempt, "expires": expires}
    return models.AnswerCode.objects.get_or_create(digest=digest, defaults=values)[1]


def _tell(notice: models.Notice, template: Template, choice: Choice, *, at: int) -> None:
    note(
        NOTICE_MADE,
        about=notice.subject,
        at=at,
        notice=notice.id,
        template=template.name,
        version=template.version,
        source=notice.source,
        contacts=[contact.id for contact in choice.contacts],
        channels=sorted({contact.channel.value for contact in choice.contacts}),
        independent=choice.independent,
    )
    if not choice.contacts and not choice.silenced:
        values = {"notice": notice.id, "template": template.name, "source": notice.source}
        note(NOTICE_UNDELIVERED, about=notice.subject, at=at, **values)
