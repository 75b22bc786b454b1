"""What the database itself refuses, whatever the program does."""

import pytest
from django.db import IntegrityError, transaction

from builders.notices import AT, SAFE, announced, registered
from sekisho.notices.models import AnswerCode, Broadcast, Contact, Delivery, Notice, Silence
from sekisho.notices.operations.broadcasts import begin_broadcast
from sekisho.notices.types.deliveries import State


@pytest.mark.parametrize(
    "changes",
    [
        {"stale_since": AT},
        {"stale_reason": "bounced"},
        {"ended": AT, "reachable_until": AT},
        {"ended_reason": "removed"},
        {"ended": AT, "ended_reason": "removed"},
        {"verified": None},
    ],
)
def test_a_contact_that_stopped_says_since_when_and_why(database: str, changes: dict[str, object]) -> None:
    contact = registered()

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(id=contact.id).update(**changes)


@pytest.mark.parametrize("changes", [{"state": State.SENT}, {"due": None}])
def test_what_waits_says_until_when_and_what_does_not_wait_says_nothing(
    database: str, changes: dict[str, object]
) -> None:
    registered()
    announced()

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**changes)


@pytest.mark.parametrize("changes", [{"answer": "me"}, {"answered": AT}, {"language": "fr"}])
def test_an_answer_has_its_moment_and_a_notice_one_of_two_languages(database: str, changes: dict[str, object]) -> None:
    announced()

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(**changes)


def test_every_row_names_itself_without_an_address_or_a_code(database: str) -> None:
    contact = registered()
    notice = announced()
    begin_broadcast(source=1, template="policy_override", facts={}, safe=SAFE, at=AT)
    silence = Silence(subject="a-1", topic="execution")

    assert str(Contact.objects.get()) == f"email {contact.id}"
    assert str(Notice.objects.get()) == f"login {notice.id}"
    assert str(AnswerCode.objects.get()) == f"code of {notice.id}"
    assert str(Delivery.objects.get()).startswith("queued ")
    assert str(Broadcast.objects.get()).startswith("policy_override ")
    assert str(silence) == "execution of a-1"
