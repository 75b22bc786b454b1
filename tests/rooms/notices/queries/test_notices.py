import pytest

from builders.notices import AT, SAFE, Clock, announced, desks, registered
from sekisho.notices.operations.sending import send_due
from sekisho.notices.queries.notices import NoNoticeError, Rate, due, inbox, notice_of, rates, unread, waiting
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.notices.types.deliveries import State


def test_the_inbox_shows_the_newest_first(database: str) -> None:
    first, second = announced("login"), announced("order", at=AT + 1)
    announced("login", subject="a-2")

    assert inbox(subject="a-1") == (second, first)
    assert inbox(subject="a-1", limit=1) == (second,)
    assert unread(subject="a-1") == 2


def test_nobody_reads_anothers_notice(database: str) -> None:
    notice = announced("login")

    assert notice_of(notice=notice.id, subject="a-1") == notice
    with pytest.raises(NoNoticeError):
        notice_of(notice=notice.id, subject="a-2")


def test_what_waits_is_due_at_its_time(database: str) -> None:
    registered()
    announced("login")
    announced("login", at=AT + 10)

    assert len(due(at=AT, limit=9)) == 1
    assert len(due(at=AT + 10, limit=9)) == 2
    assert len(due(at=AT + 10, limit=1)) == 1
    assert waiting() == 2


def test_the_figures_tell_how_messages_fared(database: str) -> None:
    registered()
    registered(ContactKind.PHONE)
    announced("login")
    announced("withdrawal_requested")
    send_due(outlets=desks(), safe=SAFE, clock=Clock())
    announced("login", at=AT + 1)

    assert rates(since=AT, until=AT + 1) == (
        Rate("login", Channel.EMAIL, State.SENT, 1),
        Rate("withdrawal_requested", Channel.EMAIL, State.SENT, 1),
        Rate("withdrawal_requested", Channel.SMS, State.SENT, 1),
    )
    assert rates(since=AT + 1, until=AT + 2) == (Rate("login", Channel.EMAIL, State.QUEUED, 1),)
