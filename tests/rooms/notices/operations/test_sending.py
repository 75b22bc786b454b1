"""Sending what waits: every attempt, every outcome, and what dies in between."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from builders.notices import AT, SAFE, Clock, announced, desks, kinds, payloads, registered
from sekisho.kernel.moments import SECOND
from sekisho.notices.models import Delivery
from sekisho.notices.operations.announcing import codes_for
from sekisho.notices.operations.sending import outgoing, send_due, sweep
from sekisho.notices.operations.settling import move
from sekisho.notices.queries.notices import deliveries_of
from sekisho.notices.rules.codes import grouped
from sekisho.notices.rules.lifecycle import LEASE, MOST_ATTEMPTS, SLOW, pause
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.notices.types.deliveries import Accepted, Deferred, Move, Outgoing, Refused, State
from sekisho.notices.types.safe import Safe


def states(notice: str) -> list[State]:
    return [delivery.state for delivery in deliveries_of(notice=notice)]


def test_what_is_due_is_sent(database: str) -> None:
    registered()
    notice, out = announced("login"), desks()

    tally = send_due(outlets=out, safe=SAFE, clock=Clock())

    assert (tally.sent, tally.deferred, tally.lost, tally.late) == (1, 0, 0, 0)
    assert states(notice.id) == [State.SENT]
    assert kinds()[-1] == "notices:delivery:sent"
    assert send_due(outlets=out, safe=SAFE, clock=Clock()).sent == 0
    assert [message.address for message in out[Channel.EMAIL].given] == ["hanako@customer.test"]


def test_a_mail_says_how_to_answer_and_where_to_read_on(database: str) -> None:
    registered()
    notice, out = announced("login"), desks()
    send_due(outlets=out, safe=SAFE, clock=Clock())

    text = out[Channel.EMAIL].given[0].text
    code = grouped(codes_for(notice.id, 0, safe=SAFE)[0])
    assert text.startswith("関所証券からのお知らせです。")
    assert f"停止番号  {code}" in text
    assert "ブックマークからご覧ください。" in text
    assert text.endswith(code)
    assert code not in notice.text


def test_a_short_message_is_short_and_has_the_code(database: str) -> None:
    registered(ContactKind.PHONE)
    notice, out = announced("login"), desks()
    send_due(outlets=out, safe=SAFE, clock=Clock())

    message = out[Channel.SMS].given[0]
    assert message.address == "+819012345678"
    assert message.text == (
        "【関所証券】3月17日 9時00分に口座（末尾1）へのログインがありました。 "
        "身に覚えがなければ、アプリの最初の画面で停止番号 "
        f"{grouped(codes_for(notice.id, 0, safe=SAFE)[0])} を入れてください。"
    )


def test_a_notice_without_an_answer_has_no_code_in_it(database: str) -> None:
    registered()
    announced("policy_schedule", facts={"day": AT})
    out = desks()
    send_due(outlets=out, safe=SAFE, clock=Clock())

    assert "停止番号" not in out[Channel.EMAIL].given[0].text


def test_a_change_of_keys_between_making_and_sending_changes_nothing_for_the_customer(database: str) -> None:
    registered()
    notice = announced("login")
    (delivery,) = deliveries_of(notice=notice.id)

    after = Safe([b"n" * 32, b"k" * 32])

    assert (
        outgoing(delivery=delivery.id, safe=after, at=AT).text == outgoing(delivery=delivery.id, safe=SAFE, at=AT).text
    )


def test_a_deferred_message_is_tried_again_later_under_the_same_name(database: str) -> None:
    registered()
    notice, out, clock = announced("login"), desks(email=[Deferred(trouble="451 later")]), Clock()

    assert send_due(outlets=out, safe=SAFE, clock=clock).deferred == 1
    waiting = deliveries_of(notice=notice.id)[0]
    assert (waiting.state, waiting.attempts, waiting.trouble) == (State.QUEUED, 1, "451 later")
    assert waiting.due == AT + 15 * SECOND
    assert send_due(outlets=out, safe=SAFE, clock=clock).sent == 0  # not yet

    clock.at += 15 * SECOND
    assert send_due(outlets=out, safe=SAFE, clock=clock).sent == 1
    first, second = out[Channel.EMAIL].given
    assert (first.delivery, first.token, first.text) == (second.delivery, second.token, second.text)
    assert deliveries_of(notice=notice.id)[0].trouble == ""


def test_where_a_channel_is_slow_another_contact_hears_as_well(database: str) -> None:
    registered()
    phone = registered(ContactKind.PHONE)
    out = desks(email=[Deferred(trouble="451 later")] * MOST_ATTEMPTS)
    notice, clock = announced("login"), Clock()

    for _ in range(5):
        send_due(outlets=out, safe=SAFE, clock=clock)
        clock.at += pause(SLOW)

    assert sorted(states(notice.id)) == [State.QUEUED, State.SENT]
    assert payloads("notices:notice:rerouted") == [{"notice": notice.id, "contact": phone.id, "channel": "sms"}]
    assert out[Channel.SMS].given[0].address == "+819012345678"


def test_what_is_deferred_for_too_long_is_given_up(database: str) -> None:
    registered()
    out = desks(email=[Deferred(trouble="451 later")] * MOST_ATTEMPTS)
    notice, clock = announced("login"), Clock()

    for _ in range(MOST_ATTEMPTS):
        send_due(outlets=out, safe=SAFE, clock=clock)
        clock.go(2)

    assert states(notice.id) == [State.EXPIRED]
    assert kinds()[-1] == "notices:notice:undelivered"


def test_a_refused_message_goes_to_the_next_contact_and_the_dead_one_is_stale(database: str) -> None:
    mail = registered()
    registered(ContactKind.PHONE)
    notice, clock = announced("login"), Clock()
    out = desks(email=[Refused(trouble="550 5.1.1", hard=True)])

    assert send_due(outlets=out, safe=SAFE, clock=clock).lost == 1
    assert send_due(outlets=out, safe=SAFE, clock=clock).sent == 1

    assert sorted(states(notice.id)) == [State.FAILED, State.SENT]
    assert [each["contact"] for each in payloads("notices:contact:stale")] == [mail.id]
    assert "notices:notice:undelivered" not in kinds()


def test_a_channel_nobody_set_up_does_not_keep_the_message(database: str) -> None:
    registered(ContactKind.APP)
    registered()
    notice, out = announced("login"), desks()
    del out[Channel.PUSH]

    send_due(outlets=out, safe=SAFE, clock=Clock())
    send_due(outlets=out, safe=SAFE, clock=Clock())

    assert sorted(states(notice.id)) == [State.FAILED, State.SENT]
    assert "notices:contact:stale" not in kinds()


def test_what_is_no_longer_news_is_not_sent(database: str) -> None:
    registered()
    notice, out, clock = announced("login"), desks(), Clock()
    clock.go(24)

    send_due(outlets=out, safe=SAFE, clock=clock)

    assert states(notice.id) == [State.EXPIRED]
    assert out[Channel.EMAIL].given == []
    assert kinds()[-2:] == ["notices:delivery:lost", "notices:notice:undelivered"]


def test_a_dead_worker_leaves_its_message_to_others(database: str) -> None:
    registered()
    notice, clock, out = announced("login"), Clock(), desks()
    (delivery,) = deliveries_of(notice=notice.id)
    move(delivery.id, Move.TAKE, at=AT, due=AT + LEASE)

    assert send_due(outlets=out, safe=SAFE, clock=clock).sent == 0
    clock.at += LEASE
    assert sweep(safe=SAFE, at=clock.at) == 1
    assert send_due(outlets=out, safe=SAFE, clock=clock).sent == 1


def test_word_from_the_other_side_may_be_quicker_than_our_own(database: str) -> None:
    registered()
    notice, clock = announced("login"), Clock()

    class Quick:
        """Reports the arrival before it answers."""

        def send(self, message: Outgoing) -> Accepted:
            move(message.delivery, Move.CONFIRM, at=AT)
            return Accepted()

    assert send_due(outlets={Channel.EMAIL: Quick()}, safe=SAFE, clock=clock).late == 1
    assert states(notice.id) == [State.DELIVERED]


def test_workers_at_once_send_everything_once(fresh_database: str) -> None:
    registered()
    for _ in range(20):
        announced("login")
    out, clock = desks(), Clock()

    def work(_: int) -> int:
        try:
            return send_due(outlets=out, safe=SAFE, clock=clock).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 20

    assert len({message.delivery for message in out[Channel.EMAIL].given}) == len(out[Channel.EMAIL].given) == 20
    assert Delivery.objects.filter(state=State.SENT).count() == 20


def test_no_more_is_sent_at_a_time_than_asked_for(database: str) -> None:
    registered()
    for _ in range(3):
        announced("login")

    assert send_due(outlets=desks(), safe=SAFE, clock=Clock(), limit=2).sent == 2
