"""What other houses say about our messages."""

import json

import pytest

from builders.notices import AT, SAFE, Clock, announced, desks, kinds, payloads, registered
from rooms.notices.rules.test_bounces import dsn
from sekisho.notices.operations.reports import (
    UnknownDeliveryError,
    report_returned_post,
    take_bounce,
    take_callback,
    take_report,
)
from sekisho.notices.operations.sending import send_due
from sekisho.notices.queries.contacts import contact_of
from sekisho.notices.rules.callbacks import CallbackRefusedError, signature
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.notices.types.contacts import StaleReason
from sekisho.notices.types.deliveries import Report, State
from sekisho.notices.types.safe import Safe

KEY = b"shared with the carrier"


def sent(kind: ContactKind = ContactKind.EMAIL) -> str:
    """The token of a message that was sent."""
    registered(kind)
    announced("login")
    out = desks()
    send_due(outlets=out, safe=SAFE, clock=Clock())
    return next(desk for desk in out.values() if desk.given).given[0].token


def callback(token: str, status: str, reason: str = "") -> State | None:
    body = json.dumps({"reference": token, "status": status, "reason": reason}).encode()
    header = signature(body, key=KEY, at=AT)
    return take_callback(body=body, header=header, key=KEY, safe=SAFE, at=AT + 1)


def test_a_returned_mail_is_believed_about_our_own_message(database: str) -> None:
    token = sent()

    assert take_bounce(raw=dsn(token), safe=SAFE, at=AT + 1) is State.BOUNCED
    assert payloads("notices:contact:stale")[0]["reason"] == "bounced"
    assert take_bounce(raw=dsn(token), safe=SAFE, at=AT + 2) is None


def test_a_report_of_arrival_is_noted(database: str) -> None:
    assert take_bounce(raw=dsn(sent(), action="delivered", status="2.0.0"), safe=SAFE, at=AT + 1) is State.DELIVERED


def test_a_mail_that_says_nothing_final_is_left_alone(database: str) -> None:
    before = sent(), len(kinds())

    assert take_bounce(raw=b"Subject: out of office\n\nback on Monday", safe=SAFE, at=AT) is None
    assert take_bounce(raw=dsn(before[0], action="delayed", status="4.4.1"), safe=SAFE, at=AT) is None
    assert len(kinds()) == before[1]


def test_nobody_who_never_had_our_message_can_make_a_contact_stale(database: str) -> None:
    token = sent()
    forged = token.partition(".")[0] + "." + "0" * 16

    for wrong in (forged, "0" * 24 + "." + token.partition(".")[2], ""):
        with pytest.raises(UnknownDeliveryError):
            take_report(said=Report(token=wrong, arrived=False, hard=True), safe=SAFE, at=AT)
    assert "notices:contact:stale" not in kinds()


def test_a_genuine_tag_on_a_delivery_that_is_gone_is_unknown(database: str) -> None:
    delivery = "a" * 24
    token = f"{delivery}.{SAFE.digest('token', delivery)[:16]}"

    with pytest.raises(UnknownDeliveryError):
        take_report(said=Report(token=token, arrived=True), safe=SAFE, at=AT)


def test_a_report_is_known_after_a_change_of_keys(database: str) -> None:
    said = Report(token=sent(), arrived=True)

    assert take_report(said=said, safe=Safe([b"n" * 32, b"k" * 32]), at=AT + 1) is State.DELIVERED


@pytest.mark.parametrize("kind", [ContactKind.PHONE, ContactKind.APP])
def test_a_carrier_reports_arrivals(database: str, kind: ContactKind) -> None:
    assert callback(sent(kind), "delivered") is State.DELIVERED


def test_a_carrier_reports_a_number_that_is_not_in_service(database: str) -> None:
    assert callback(sent(ContactKind.PHONE), "failed", "not_in_service") is State.BOUNCED
    assert payloads("notices:contact:stale")[0]["form"] == "phone"


def test_a_forged_callback_is_refused(database: str) -> None:
    with pytest.raises(CallbackRefusedError):
        take_callback(body=b"{}", header="t=1,v1=00", key=KEY, safe=SAFE, at=AT)


def test_a_letter_that_came_back_makes_the_address_stale(database: str) -> None:
    contact = registered(ContactKind.POST)

    assert report_returned_post(contact=contact.id, by="staff:s-1", at=AT + 1)
    assert not report_returned_post(contact=contact.id, by="staff:s-1", at=AT + 2)
    assert contact_of(contact=contact.id).stale_reason is StaleReason.POST_RETURNED
    assert contact.channel is Channel.POST
