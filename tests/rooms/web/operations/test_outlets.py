from pathlib import Path
from typing import Any

import pytest

from sekisho.authentication.operations.senders import UndeliveredError
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import CodeMessage
from sekisho.authentication.types.push import PushMessage
from sekisho.kernel.texts import Text
from sekisho.notices.operations.outlets.carrier import CarrierOutlet
from sekisho.notices.operations.outlets.folder import FolderOutlet
from sekisho.notices.operations.outlets.smtp import SmtpOutlet
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import Outgoing, Outlet, Refused
from sekisho.web.operations.outlets import BadOutletError, Senders, house, outlets


def made() -> Any:
    outlets.cache_clear()
    found = outlets()
    outlets.cache_clear()
    return found


def test_without_settings_every_message_becomes_a_file(settings: Any, tmp_path: Path) -> None:
    settings.SEKISHO_OUTBOX = tmp_path
    ways = made()

    assert set(ways) == set(Channel)
    assert {type(way) for way in ways.values()} == {FolderOutlet}


def test_settings_name_a_mail_server_and_carriers(settings: Any) -> None:
    settings.SEKISHO_SMTP_URL = "smtp://me:p%40ss@mail.broker.example:587"
    settings.SEKISHO_SMS_URL = "https://:key@sms.carrier.example/v1"
    settings.SEKISHO_PUSH_URL = "http://localhost:9/push"
    ways = made()

    mail, sms = ways[Channel.EMAIL], ways[Channel.SMS]
    assert isinstance(mail, SmtpOutlet)
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.broker.example", 587, "me", "p@ss")
    assert mail.tls is not None
    assert isinstance(sms, CarrierOutlet)
    assert str(sms.client.base_url) == "https://sms.carrier.example/v1/"
    assert sms.client.headers["Authorization"] == "Bearer key"
    assert isinstance(ways[Channel.PUSH], CarrierOutlet)
    assert isinstance(ways[Channel.POST], FolderOutlet)


def test_mail_on_this_machine_needs_no_encryption(settings: Any) -> None:
    settings.SEKISHO_SMTP_URL = "smtp://localhost:2525"

    assert made()[Channel.EMAIL].tls is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("SEKISHO_SMTP_URL", "mail.example"), ("SEKISHO_SMS_URL", "ftp://x"), ("SEKISHO_PUSH_URL", "https://")],
)
def test_an_address_that_is_none_is_refused_by_its_name(settings: Any, name: str, value: str) -> None:
    setattr(settings, name, value)

    with pytest.raises(BadOutletError, match=name):
        made()


def test_the_house_is_named_by_the_settings() -> None:
    assert house().name == Text("見本証券", "Sample Securities")


class Refusing:
    """A way out that takes nothing."""

    def send(self, message: Outgoing) -> Refused:
        return Refused(trouble=f"no to {message.title}")


def senders(tmp_path: Path, *, sms: Outlet | None = None) -> Senders:
    folders: dict[Channel, Outlet] = {channel: FolderOutlet(directory=tmp_path / channel) for channel in Channel}
    return Senders({**folders, **({Channel.SMS: sms} if sms else {})})


def code(factor: FactorCode) -> CodeMessage:
    return CodeMessage(
        factor=factor, address="to@customer.test", language="en", subject=Text("件名", "Subject"),
        text=Text("番号", "Code 123456"),
    )  # fmt: skip


def test_codes_and_calls_to_the_app_leave_by_the_same_ways(tmp_path: Path) -> None:
    ways = senders(tmp_path)
    ways.send_code(code(FactorCode.EMAIL_OTP))
    ways.send_code(code(FactorCode.SMS_OTP))
    call = {"authenticator": "au", "prompt": "pu", "token": "device", "expires": 1, "text": Text("開く", "open")}
    ways.wake(PushMessage(**call))

    sent = {path.parent.name: path.read_text() for path in tmp_path.rglob("*.txt")}
    assert set(sent) == {"email", "sms", "push"}
    assert "Code 123456" in sent["email"]
    assert sent["push"].startswith("device")


def test_what_does_not_leave_is_said(tmp_path: Path) -> None:
    with pytest.raises(UndeliveredError, match="no to Subject"):
        senders(tmp_path, sms=Refusing()).send_code(code(FactorCode.SMS_OTP))
