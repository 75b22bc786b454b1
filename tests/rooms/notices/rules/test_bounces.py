"""Returned mails as different servers write them (RFC 3464)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.notices.rules.bounces import LARGEST, read_bounce
from sekisho.notices.types.deliveries import Report

TOKEN = "0123456789abcdef01234567.fedcba9876543210"  # noqa: S105 - a name, not a secret


def dsn(
    token: str = TOKEN,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 no such user",
    envelope: bool = True,
    to: str = "bounces@firm.test",
    original: str = "",
    more: str = "",
) -> bytes:
    """A delivery status notification."""
    name = f"Original-Envelope-Id: {token}\n" if envelope else ""
    return f"""From: MAILER-DAEMON@mail.test
To: {to}
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

It did not work.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test
{name}
Final-Recipient: rfc822; hanako@customer.test
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}
{more}
--x
Content-Type: text/rfc822-headers

Subject: x
{original}
--x--
""".encode()


def test_a_dead_mailbox_is_told_by_its_status() -> None:
    assert read_bounce(dsn()) == Report(token=TOKEN, arrived=False, hard=True, trouble="5.1.1")


@pytest.mark.parametrize(
    ("status", "diagnostic", "hard", "trouble"),
    [
        ("5.0.0", "smtp; 550 no such user", True, "5.0.0"),
        ("5.0.0", "smtp; 552 5.2.2 full", False, "5.2.2"),
        ("5.7.1", "smtp; 550 5.7.1 rejected by policy", False, "5.7.1"),
        ("4.4.7", "smtp; 421 4.4.7 given up after days", False, "4.4.7"),
        ("", "", False, ""),
    ],
)
def test_not_every_return_means_that_nobody_is_there(status: str, diagnostic: str, hard: bool, trouble: str) -> None:  # noqa: FBT001 - a table
    told = read_bounce(dsn(status=status, diagnostic=diagnostic))

    assert told == Report(token=TOKEN, arrived=False, hard=hard, trouble=trouble)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "Delivered"])
def test_an_arrival_is_told_too(action: str) -> None:
    assert read_bounce(dsn(action=action, status="2.0.0")) == Report(token=TOKEN, arrived=True)


@pytest.mark.parametrize("action", ["delayed", "", "lost"])
def test_what_is_not_final_is_nothing(action: str) -> None:
    assert read_bounce(dsn(action=action)) is None


def test_failed_stands_over_delivered() -> None:
    more = "\nFinal-Recipient: rfc822; other@customer.test\nAction: failed\nStatus: 5.1.1\n"

    told = read_bounce(dsn(action="delivered", status="2.0.0", diagnostic="", more=more))

    assert told == Report(token=TOKEN, arrived=False, hard=True, trouble="5.1.1")


def test_the_message_is_known_by_the_address_it_came_back_to() -> None:
    told = read_bounce(dsn(envelope=False, to=f"bounces+{TOKEN}@firm.test"))

    assert told is not None
    assert told.token == TOKEN


def test_the_message_is_known_by_the_part_that_was_returned() -> None:
    told = read_bounce(dsn(envelope=False, original=f"Message-ID: <{TOKEN}@firm.test>\n"))

    assert told is not None
    assert told.token == TOKEN


@pytest.mark.parametrize("raw", [b"", b"hello", dsn(envelope=False), b"Subject: hi\n\n" + TOKEN.encode()])
def test_a_mail_about_none_of_ours_is_nothing(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_an_automatic_answer_that_quotes_our_name_is_nothing() -> None:
    assert read_bounce(f"To: bounces+{TOKEN}@firm.test\nSubject: out of office\n\nback soon".encode()) is None


def test_no_more_is_read_than_a_notification_needs() -> None:
    assert read_bounce(b"x" * LARGEST + dsn()) is None


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 900))
def test_no_mail_is_too_broken_to_look_at(noise: bytes, place: int) -> None:
    whole = dsn()

    read_bounce(noise)
    read_bounce(whole[:place] + noise + whole[place:])


@pytest.mark.parametrize("header", ["To: =?x?=<", "To: @", "References: <", "Original-Envelope-Id: \xff"])
def test_a_broken_header_does_not_stop_the_reader(header: str) -> None:
    raw = dsn(envelope=False).replace(b"To: bounces@firm.test", header.encode("latin-1"), 1)

    assert read_bounce(raw) is None
