from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest

from builders.notices import AT, HOUSE
from sekisho.notices.rules.mail import compose, return_path
from sekisho.notices.types.deliveries import Outgoing

TOKEN = "0" * 24 + "." + "f" * 16
MESSAGE = Outgoing(
    delivery="0" * 24,
    token=TOKEN,
    address="hanako@customer.test",
    title="ログインのお知らせ",
    text="一行目 <b> & 二行目\n三行目\n\n次の段落",
    language="ja",
    at=AT,
)


def written(message: Outgoing) -> EmailMessage:
    """The mail as another program reads it."""
    return cast("EmailMessage", message_from_bytes(compose(message, HOUSE).as_bytes(), policy=default))


def test_the_mail_tells_people_in_text_and_in_html() -> None:
    mail = written(MESSAGE)
    plain, html = (cast("EmailMessage", part) for part in mail.iter_parts())

    assert mail.get_content_type() == "multipart/alternative"
    assert plain.get_content().replace("\r\n", "\n") == MESSAGE.text + "\n"
    assert "<p>一行目 &lt;b&gt; &amp; 二行目<br>三行目</p>\n<p>次の段落</p>" in html.get_content().replace("\r\n", "\n")
    assert '<html lang="ja">' in html.get_content()


def test_the_html_holds_nothing_to_press_and_nothing_to_fetch() -> None:
    html = cast("EmailMessage", list(written(MESSAGE).iter_parts())[1]).get_content()

    assert not any(word in html for word in ("<a", "href", "src", "http", "<img", "<script", "<form"))


def test_the_headers_tell_machines_what_it_is() -> None:
    mail = written(MESSAGE)

    assert mail["From"] == "関所証券 <notice@firm.test>"
    assert mail["To"] == "hanako@customer.test"
    assert mail["Subject"] == "ログインのお知らせ"
    assert mail["Message-ID"] == f"<{TOKEN}@firm.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<notices.firm.test>"
    assert mail["Content-Language"] == "ja"
    assert mail["Date"] == "Mon, 17 Mar 2025 09:00:00 +0900"
    assert "List-Unsubscribe" not in mail


def test_every_attempt_is_the_same_mail() -> None:
    assert compose(MESSAGE, HOUSE)["Message-ID"] == compose(MESSAGE, HOUSE)["Message-ID"]


def test_a_mailbox_that_only_a_carrier_would_give_out_gets_its_mail() -> None:
    odd = Outgoing(**{**{name: getattr(MESSAGE, name) for name in Outgoing.__slots__}, "address": "a..b.@docomo.test"})

    assert compose(odd, HOUSE)["To"] == "a..b.@docomo.test"


def test_a_returned_mail_names_its_delivery() -> None:
    assert return_path(MESSAGE, HOUSE) == f"bounces+{TOKEN}@firm.test"
    assert len(return_path(MESSAGE, HOUSE).partition("@")[0]) <= 64


def test_a_title_cannot_write_a_header() -> None:
    evil = Outgoing(**{**{name: getattr(MESSAGE, name) for name in Outgoing.__slots__}, "title": "a\nBcc: x@evil.test"})

    with pytest.raises(ValueError, match="linefeed"):
        compose(evil, HOUSE)
