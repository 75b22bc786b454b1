"""What is told to whom, once."""

import pytest

from builders.notices import (
    AT,
    HOUSE,
    SAFE,
    a_template,
    announced,
    kinds,
    news,
    payloads,
    registered,
)
from rooms.notices.operations.test_preferences import ACCEPTED
from sekisho.kernel.moments import DAY, HOUR
from sekisho.notices.models import AnswerCode, Delivery, Notice
from sekisho.notices.operations.announcing import CODE, UnknownTemplateError, announce, codes_for
from sekisho.notices.operations.contacts import end_contact, mark_stale
from sekisho.notices.operations.preferences import silence_executions
from sekisho.notices.queries.notices import deliveries_of, inbox
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.notices.types.contacts import EndReason, StaleReason
from sekisho.notices.types.deliveries import State


def test_a_notice_stands_in_the_inbox_and_waits_for_one_contact(database: str) -> None:
    mail, _ = registered(), registered(ContactKind.PHONE)

    notice = announced("login", source=17)

    assert inbox(subject="a-1") == (notice,)
    assert (notice.title, notice.template, notice.version, notice.source) == ("ログインのお知らせ", "login", 1, 17)
    (delivery,) = deliveries_of(notice=notice.id)
    assert (delivery.contact, delivery.channel, delivery.state) == (mail.id, Channel.EMAIL, State.QUEUED)
    assert (delivery.due, delivery.expires) == (AT, AT + 24 * HOUR)
    assert payloads("notices:notice:made")[-1] == {
        "notice": notice.id,
        "template": "login",
        "version": 1,
        "source": 17,
        "contacts": [mail.id],
        "channels": ["email"],
        "independent": True,
    }


def test_the_same_news_is_told_once(database: str) -> None:
    registered()
    once = announced("login", source=17)

    assert announce(news=news("login", source=17), house=HOUSE, safe=SAFE, at=AT + 1) is None
    assert inbox(subject="a-1") == (once,)
    assert Delivery.objects.count() == 1
    assert kinds().count("notices:notice:made") == 1


def test_other_words_about_the_same_thing_and_other_people_are_told_apart(database: str) -> None:
    announced("login", source=17)
    announced("login_unusual", source=17)
    announced("login", source=17, subject="a-2")

    assert Notice.objects.count() == 3


def test_it_goes_to_another_channel_than_the_one_used(database: str) -> None:
    registered()
    phone = registered(ContactKind.PHONE)

    notice = announced("login", avoid=frozenset({Channel.EMAIL}))

    assert [each.contact for each in deliveries_of(notice=notice.id)] == [phone.id]
    assert Notice.objects.get(id=notice.id).avoided == ["email"]


def test_a_new_authenticator_is_told_to_every_contact_there_was(database: str) -> None:
    replaced, stale, now = registered(), registered(ContactKind.PHONE), registered(address="new@customer.test")
    end_contact(contact=replaced.id, reason=EndReason.REPLACED, by="customer:a-1", house=HOUSE, at=AT)
    mark_stale(contact=stale.id, reason=StaleReason.BOUNCED, at=AT)

    notice = announced("authenticator_added", avoid=frozenset(Channel))

    assert {each.contact for each in deliveries_of(notice=notice.id)} == {replaced.id, stale.id, now.id}


def test_an_old_contact_is_left_in_peace_after_a_time(database: str) -> None:
    replaced, now = registered(), registered(address="new@customer.test")
    end_contact(contact=replaced.id, reason=EndReason.REPLACED, by="customer:a-1", house=HOUSE, at=AT)

    notice = announced("authenticator_added", at=AT + HOUSE.previous_reach)

    assert [each.contact for each in deliveries_of(notice=notice.id)] == [now.id]


def test_executions_that_were_switched_off_stand_in_the_inbox_only(database: str) -> None:
    registered()
    silence_executions(silence="si-1", subject="a-1", acknowledgement=ACCEPTED, at=AT)

    execution, order = announced("execution"), announced("order")

    assert deliveries_of(notice=execution.id) == ()
    assert len(deliveries_of(notice=order.id)) == 1
    assert "notices:notice:undelivered" not in kinds()


def test_who_can_be_reached_nowhere_raises_an_alarm(database: str) -> None:
    notice = announced("withdrawal_requested", source=4)

    assert payloads("notices:notice:undelivered") == [
        {"notice": notice.id, "template": "withdrawal_requested", "source": 4}
    ]


def test_a_notice_that_can_be_answered_has_a_code_of_which_only_a_digest_is_kept(database: str) -> None:
    notice = announced("login")

    code = codes_for(notice.id, 0, safe=SAFE)[0]
    kept = AnswerCode.objects.get(notice_id=notice.id)
    assert kept.digest == SAFE.digest(CODE, code)
    assert kept.expires == AT + HOUSE.code_life
    assert notice.answerable
    assert code not in str(payloads("notices:notice:made"))


def test_a_notice_that_needs_no_answer_has_no_code(database: str) -> None:
    notice = announced("policy_schedule", facts={"day": AT + 30 * DAY})

    assert not notice.answerable
    assert not AnswerCode.objects.exists()


def test_two_notices_never_share_a_code(database: str) -> None:
    other, number = announced("policy_schedule", source=1), 2
    name = SAFE.digest("notice", f"{number}:login:a-1")[:24]
    taken = SAFE.digest(CODE, codes_for(name, 0, safe=SAFE)[0])
    AnswerCode.objects.create(digest=taken, notice_id=other.id, attempt=0, expires=AT)

    notice = announced("login", source=number)

    kept = AnswerCode.objects.get(notice_id=notice.id)
    assert (notice.id, kept.attempt) == (name, 1)
    assert kept.digest == SAFE.digest(CODE, codes_for(name, 1, safe=SAFE)[0])


def test_a_message_nobody_wrote_is_refused(database: str) -> None:
    with pytest.raises(UnknownTemplateError, match="weather"):
        announced("weather")


def test_a_firm_may_bring_its_own_messages(database: str) -> None:
    own = {"login": a_template(answer=False)}

    notice = announce(news=news("login"), house=HOUSE, safe=SAFE, at=AT, templates=own)

    assert notice is not None
    assert notice.text == "ログインがありました。"


def test_english_customers_read_english(database: str) -> None:
    assert announced("login", language="en").title == "Login to your account"


def test_the_names_of_deliveries_tell_nothing(database: str) -> None:
    contact = registered()
    notice = announced("login")

    (delivery,) = deliveries_of(notice=notice.id)
    assert len(delivery.id) == len(notice.id) == 24
    assert contact.id not in delivery.id
