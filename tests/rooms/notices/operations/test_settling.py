"""What became of a delivery, and what follows."""

from builders.notices import AT, SAFE, announced, kinds, payloads, registered
from sekisho.notices.models import Delivery
from sekisho.notices.operations.settling import move, report, settle
from sekisho.notices.queries.contacts import contact_of
from sekisho.notices.queries.notices import deliveries_of
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.notices.types.contacts import StaleReason
from sekisho.notices.types.deliveries import Accepted, Deferred, Move, Outcome, Refused, Report, State


def taken(notice: str) -> str:
    """The notice's first delivery, taken by a worker."""
    delivery = deliveries_of(notice=notice)[0].id
    move(delivery, Move.TAKE, at=AT, due=AT + 1, attempts=1)
    return delivery


def settled(outcome: Outcome, kind: ContactKind = ContactKind.EMAIL) -> tuple[State | None, str]:
    registered(kind)
    delivery = taken(announced("login").id)
    return settle(delivery=delivery, outcome=outcome, safe=SAFE, at=AT + 1), delivery


def said(*, arrived: bool, hard: bool = False) -> Report:
    return Report(token="", arrived=arrived, hard=hard, trouble="" if arrived else "5.1.1")


def test_an_accepted_message_is_sent_and_keeps_the_other_sides_name_for_it(database: str) -> None:
    state, delivery = settled(Accepted(reference="r" * 300))

    assert state is State.SENT
    row = Delivery.objects.get(id=delivery)
    assert (row.reference, row.due, row.since) == ("r" * 200, None, AT + 1)


def test_a_move_that_is_not_open_changes_nothing(database: str) -> None:
    state, delivery = settled(Accepted())
    before = len(kinds())

    assert state is State.SENT
    for outcome in (Accepted(), Deferred(trouble="x"), Refused(trouble="x")):
        assert settle(delivery=delivery, outcome=outcome, safe=SAFE, at=AT + 2) is None
    assert not move(delivery, Move.TAKE, at=AT)
    assert len(kinds()) == before


def test_a_confirmed_message_is_delivered_once(database: str) -> None:
    _, delivery = settled(Accepted())

    assert report(delivery=delivery, said=said(arrived=True), safe=SAFE, at=AT + 2) is State.DELIVERED
    assert report(delivery=delivery, said=said(arrived=True), safe=SAFE, at=AT + 3) is None
    assert kinds()[-1] == "notices:delivery:delivered"


def test_a_returned_message_makes_the_contact_stale_and_raises_the_alarm(database: str) -> None:
    _, delivery = settled(Accepted())

    assert report(delivery=delivery, said=said(arrived=False, hard=True), safe=SAFE, at=AT + 2) is State.BOUNCED

    row = Delivery.objects.get(id=delivery)
    assert contact_of(contact=row.contact_id).stale_reason is StaleReason.BOUNCED
    assert kinds()[-3:] == ["notices:delivery:lost", "notices:contact:stale", "notices:notice:undelivered"]
    assert payloads("notices:delivery:lost")[0]["trouble"] == "5.1.1"


def test_an_app_that_is_gone_is_called_so(database: str) -> None:
    _, delivery = settled(Refused(trouble="410 unregistered", hard=True), ContactKind.APP)

    assert contact_of(contact=Delivery.objects.get(id=delivery).contact_id).stale_reason is StaleReason.APP_GONE


def test_a_full_mailbox_is_forgiven_twice(database: str) -> None:
    contact = registered()

    for number in range(3):
        assert contact_of(contact=contact.id).stale_since is None, number
        delivery = taken(announced("login").id)
        settle(delivery=delivery, outcome=Refused(trouble="552 5.2.2"), safe=SAFE, at=AT + 1)

    assert contact_of(contact=contact.id).stale_reason is StaleReason.UNDELIVERED


def test_while_one_way_is_open_there_is_no_alarm(database: str) -> None:
    registered()
    registered(ContactKind.PHONE)
    notice = announced("withdrawal_requested")
    first, second = deliveries_of(notice=notice.id)
    lost = said(arrived=False, hard=True)

    report(delivery=first.id, said=lost, safe=SAFE, at=AT + 1)
    assert "notices:notice:undelivered" not in kinds()
    report(delivery=second.id, said=lost, safe=SAFE, at=AT + 2)
    assert kinds()[-1] == "notices:notice:undelivered"


def test_the_next_contact_is_on_another_channel_than_the_intruders_if_there_is_one(database: str) -> None:
    registered(ContactKind.APP)
    registered()
    registered(ContactKind.POST)
    notice = announced("login", avoid=frozenset({Channel.EMAIL, Channel.SMS}))

    for expected in (Channel.POST, Channel.EMAIL):
        delivery = next(each for each in deliveries_of(notice=notice.id) if each.state is State.QUEUED)
        move(delivery.id, Move.TAKE, at=AT, due=AT + 1)
        settle(delivery=delivery.id, outcome=Refused(trouble="x", hard=True), safe=SAFE, at=AT + 1)
        queued = [each.channel for each in deliveries_of(notice=notice.id) if each.state is State.QUEUED]
        assert queued == [expected]


def test_nothing_is_sent_again_that_is_no_longer_news(database: str) -> None:
    registered()
    registered(ContactKind.PHONE)
    notice = announced("login")
    delivery = taken(notice.id)
    late = Delivery.objects.get(id=delivery).expires

    settle(delivery=delivery, outcome=Refused(trouble="x"), safe=SAFE, at=late)

    assert len(deliveries_of(notice=notice.id)) == 1
    assert kinds()[-1] == "notices:notice:undelivered"
