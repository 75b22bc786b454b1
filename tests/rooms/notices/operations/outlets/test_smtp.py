"""Mail through a real mail server on this machine."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from threading import Thread

import pytest

from builders.notices import AT, HOUSE
from harness.mail import MailServer, mail_server
from sekisho.notices.operations.outlets.smtp import SmtpOutlet
from sekisho.notices.rules.bounces import read_bounce
from sekisho.notices.types.deliveries import Accepted, Deferred, Outgoing, Refused


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def token(number: int) -> str:
    return f"{number:024x}.{'f' * 16}"


def message(mailbox: str, number: int = 1) -> Outgoing:
    return Outgoing(
        delivery=f"{number:024x}",
        token=token(number),
        address=f"{mailbox}@customer.test",
        title="ログインのお知らせ",
        text="関所証券からのお知らせです。",
        language="ja",
        at=AT,
    )


def outlet(server: MailServer) -> SmtpOutlet:
    return SmtpOutlet(host=server.host, port=server.port, house=HOUSE, tls=server.trust)


def test_a_mail_arrives_encrypted_on_its_way_with_its_headers_whole(server: MailServer) -> None:
    outcome = outlet(server).send(message("hanako"))

    (mail,) = server.mails("hanako@customer.test")
    assert outcome == Accepted(reference=f"<{token(1)}@firm.test>")
    assert mail["Message-ID"] == f"<{token(1)}@firm.test>"
    assert mail["Return-path"] == f"<bounces+{token(1)}@firm.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "TLS1.3" in str(mail["Received"])
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    assert body.get_content().strip() == "関所証券からのお知らせです。"


def test_the_server_reports_an_arrival(server: MailServer) -> None:
    outlet(server).send(message("taro", 2))

    server.mails("taro@customer.test")
    report = read_bounce(server.returned(f"bounces+{token(2)}@firm.test")[0])
    assert report is not None
    assert (report.token, report.arrived) == (token(2), True)


def test_a_mailbox_that_is_gone_is_refused_at_once(server: MailServer) -> None:
    outcome = outlet(server).send(message("gone-hanako"))

    assert outcome == Refused(trouble="550 5.1.1 no such mailbox here", hard=True)


def test_a_full_mailbox_is_no_dead_one(server: MailServer) -> None:
    outcome = outlet(server).send(message("full-hanako"))

    assert isinstance(outcome, Refused)
    assert not outcome.hard


def test_a_mail_that_is_not_liked_says_nothing_about_the_mailbox(server: MailServer) -> None:
    outcome = outlet(server).send(message("policy-hanako"))

    assert outcome == Refused(trouble="550 5.7.1 we do not like this mail", hard=False)


def test_a_busy_mailbox_is_tried_again(server: MailServer) -> None:
    assert isinstance(outlet(server).send(message("busy-hanako")), Deferred)


def test_a_mail_that_comes_back_names_its_delivery(server: MailServer) -> None:
    assert isinstance(outlet(server).send(message("vanished-hanako", 7)), Accepted)

    report = read_bounce(server.returned(f"bounces+{token(7)}@firm.test")[0])
    assert report is not None
    assert (report.token, report.arrived, report.hard) == (token(7), False, True)


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(server: MailServer) -> None:
    stranger = replace(outlet(server), tls=ssl.create_default_context())

    outcome = stranger.send(message("ichiro"))

    assert isinstance(outcome, Deferred)
    assert "SSLCertVerificationError" in outcome.trouble


def test_a_server_that_does_not_let_us_in_makes_the_mail_wait(server: MailServer) -> None:
    outcome = replace(outlet(server), user="firm", password="wrong").send(message("jiro"))  # noqa: S106 - wrong on purpose

    assert isinstance(outcome, Deferred)


def test_a_server_that_is_down_makes_the_mail_wait(server: MailServer) -> None:
    assert isinstance(replace(outlet(server), port=1).send(message("jiro")), Deferred)


def test_a_server_without_tls_gets_nothing_and_one_on_this_machine_may_go_without() -> None:
    with mail_server(tls=False, reports=False) as plain:
        asked = SmtpOutlet(host=plain.host, port=plain.port, house=HOUSE, tls=ssl.create_default_context())
        assert isinstance(asked.send(message("saburo")), Deferred)

        waived = SmtpOutlet(host=plain.host, port=plain.port, house=HOUSE, tls=None)
        assert isinstance(waived.send(message("saburo")), Accepted)
        assert len(plain.mails("saburo@customer.test")) == 1


def test_no_mail_crosses_a_network_in_the_clear() -> None:
    with pytest.raises(ValueError, match="must be encrypted"):
        SmtpOutlet(host="mail.example", port=25, house=HOUSE, tls=None)


def test_a_sender_that_the_server_does_not_know_is_ours_to_mend() -> None:
    """A server that says no to the sender, and one that does not even greet."""
    for lines in ((b"220 hi", b"250 ok", b"550 5.7.1 not you", b"250 ok"), (b"554 go away",)):
        port = _speak(lines)
        outcome = SmtpOutlet(host="127.0.0.1", port=port, house=HOUSE, tls=None).send(message("x"))
        assert isinstance(outcome, Refused | Deferred)
        assert not getattr(outcome, "hard", False)


def test_one_connection_carries_many_mails_and_a_refusal_does_not_end_it(server: MailServer) -> None:
    with outlet(server).session() as line:
        outcomes = [
            line.send(message(mailbox, number)) for number, mailbox in enumerate(("sixth", "gone", "sixth"), 20)
        ]

    assert [type(outcome) for outcome in outcomes] == [Accepted, Refused, Accepted]
    assert len(server.mails("sixth@customer.test", least=2)) == 2


def test_a_connection_that_the_server_ended_is_made_anew() -> None:
    with mail_server(tls=False) as first:
        way = SmtpOutlet(host=first.host, port=first.port, house=HOUSE, tls=None)
        with way.session() as line:
            assert isinstance(line.send(message("goro")), Accepted)
            first.hang_up()
            assert isinstance(line.send(message("goro", 2)), Accepted)
        assert len(first.mails("goro@customer.test", least=2)) == 2


def test_a_connection_that_broke_without_a_word_is_given_up() -> None:
    port = _speak((b"220 hi", b"250 ok", b"250 ok", b"250 ok", b"354 go on", b"250 taken"))
    with SmtpOutlet(host="127.0.0.1", port=port, house=HOUSE, tls=None).session() as line:
        assert isinstance(line.send(message("x")), Accepted)
        assert isinstance(line.send(message("x", 2)), Deferred)


def test_the_password_is_never_shown() -> None:
    way = SmtpOutlet(host="localhost", port=25, house=HOUSE, tls=None, user="firm", password="hunter2")  # noqa: S106 - an example

    assert "hunter2" not in repr(way)


def _speak(lines: tuple[bytes, ...]) -> int:
    """A server that says its lines one after the other, whatever it hears."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with listener, connection:
            for line in lines:
                connection.sendall(line + b"\r\n")
                connection.recv(65_536)

    Thread(target=serve, daemon=True).start()
    return int(listener.getsockname()[1])
