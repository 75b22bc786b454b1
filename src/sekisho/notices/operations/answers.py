"""Hear "this was not me" (requirement C-19): by a code that needs no login and no link, or from the inbox.

What follows, the freeze, is no business of this room: it writes the answer into the journal, and the reaction to that
entry freezes. The entrance limits how often somebody may try codes.
"""

from django.db import transaction

from sekisho.notices import models
from sekisho.notices.operations.announcing import CODE
from sekisho.notices.operations.noting import note
from sekisho.notices.queries.notices import notice_of, value_of
from sekisho.notices.rules.codes import typed
from sekisho.notices.types.kinds import ANSWER_ME, ANSWER_NOT_ME, ANSWER_REFUSED, NOTICE_READ
from sekisho.notices.types.notices import Answer, Notice
from sekisho.notices.types.safe import Safe

_KINDS = {Answer.ME: ANSWER_ME, Answer.NOT_ME: ANSWER_NOT_ME}


class CodeRefusedError(Exception):
    """The code works no more or never did; which of the two is not told. Read the newest message again."""


class AnswerRefusedError(Exception):
    """Saying "it was me" does not take back "it was not me". To open the account again, go through its release."""


def answer_not_me(*, code: str, through: str, safe: Safe, at: int) -> Notice:
    """Take an answer code, in whatever spelling.

    Args:
        code: as typed or as read out on the telephone.
        through: where it was given: ``web``, ``app`` or ``phone``.
        safe: recognises codes.
        at: in milliseconds.

    Returns:
        The notice it answers. The entrance shows none of it: whoever found a letter may type its code.

    Raises:
        CodeRefusedError: it is wrong, used or too old; that it was tried stands in the journal.

    """
    notice = _taken(code, through=through, safe=safe, at=at)
    if notice is None:
        note(ANSWER_REFUSED, about="", at=at, through=through)
        raise CodeRefusedError
    return notice


@transaction.atomic
def answer_in_inbox(*, notice: str, subject: str, answer: Answer, through: str, at: int) -> Notice:
    """Take an answer from somebody who is logged in. Saying the same again changes nothing.

    Raises:
        AnswerRefusedError: he said before that it was not him.
        NoNoticeError: there is no such notice of his.

    """
    found = notice_of(notice=notice, subject=subject)
    if found.answer is answer:
        return found
    if not _set(found.id, answer, through=through, at=at):
        raise AnswerRefusedError
    return _noted(found.id, answer, through=through, at=at)


@transaction.atomic
def read_notice(*, notice: str, subject: str, at: int) -> Notice:
    """Open a notice in the inbox.

    Raises:
        NoNoticeError: there is no such notice of his.

    """
    found = notice_of(notice=notice, subject=subject)
    if models.Notice.objects.filter(id=notice, read__isnull=True).update(read=at):
        note(NOTICE_READ, about=subject, at=at, notice=notice, template=found.template)
    return notice_of(notice=notice, subject=subject)


@transaction.atomic
def _taken(code: str, *, through: str, safe: Safe, at: int) -> Notice | None:
    plain = typed(code)
    if plain is None:
        return None
    wanted = models.AnswerCode.objects.filter(digest__in=safe.digests(CODE, plain), expires__gt=at)
    notice = wanted.filter(used__isnull=True).values_list("notice_id", flat=True).first()
    if notice is None or not wanted.filter(notice_id=notice, used__isnull=True).update(used=at):
        return None
    _set(notice, Answer.NOT_ME, through=through, at=at)
    return _noted(notice, Answer.NOT_ME, through=through, at=at)


def _set(notice: str, answer: Answer, *, through: str, at: int) -> bool:
    """Note the answer; "not me" stands over everything said before, and nothing over it."""
    rows = models.Notice.objects.filter(id=notice).exclude(answer=Answer.NOT_ME)
    return bool(rows.update(answer=answer.value, answered=at, answered_through=through))


def _noted(notice: str, answer: Answer, *, through: str, at: int) -> Notice:
    told = value_of(models.Notice.objects.get(id=notice))
    note(
        _KINDS[answer],
        about=told.subject,
        at=at,
        notice=told.id,
        template=told.template,
        source=told.source,
        through=through,
    )
    return told
