from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from builders.notices import AT, kinds, payloads
from sekisho.notices.models import Silence
from sekisho.notices.operations.preferences import (
    AlreadySilencedError,
    NotAcknowledgedError,
    NotSilencedError,
    resume_executions,
    silence_executions,
)
from sekisho.notices.queries.preferences import silenced_topics, silences_of
from sekisho.notices.types.preferences import Acknowledgement
from sekisho.notices.types.templates import Topic

ACCEPTED = Acknowledgement(
    text="約定のお知らせを止めると、心当たりのない取引に気づくのが遅れることがあります。",
    version="1",
    language="ja",
    accepted=True,
    by="customer:a-1",
    session="s-1",
)


def silence(name: str = "si-1", acknowledgement: Acknowledgement = ACCEPTED) -> None:
    silence_executions(silence=name, subject="a-1", acknowledgement=acknowledgement, at=AT)


def test_executions_are_switched_off_with_what_was_acknowledged(database: str) -> None:
    silence()

    assert silenced_topics(subject="a-1") == {Topic.EXECUTION}
    assert silences_of(subject="a-1")[0].acknowledgement == ACCEPTED
    assert payloads("notices:executions:silenced") == [{"silence": "si-1", "by": "customer:a-1", "version": "1"}]


@pytest.mark.parametrize("missing", [replace(ACCEPTED, accepted=False), replace(ACCEPTED, text=" ")])
def test_nothing_is_switched_off_without_an_acknowledgement(database: str, missing: Acknowledgement) -> None:
    with pytest.raises(NotAcknowledgedError):
        silence(acknowledgement=missing)

    assert silenced_topics(subject="a-1") == set()


def test_they_are_switched_off_once(database: str) -> None:
    silence()

    with pytest.raises(AlreadySilencedError):
        silence("si-2")


def test_they_are_switched_on_again_and_the_choice_is_kept(database: str) -> None:
    silence()
    resume_executions(subject="a-1", by="customer:a-1", at=AT + 1)

    assert silenced_topics(subject="a-1") == set()
    assert [each.ended for each in silences_of(subject="a-1")] == [AT + 1]
    assert kinds() == ["notices:executions:silenced", "notices:executions:resumed"]
    with pytest.raises(NotSilencedError):
        resume_executions(subject="a-1", by="customer:a-1", at=AT + 2)


def test_the_database_itself_keeps_everything_else_on(database: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Silence.objects.create(id="si-9", subject="a-1", topic=Topic.CASH.value, since=AT, acknowledgement={})
