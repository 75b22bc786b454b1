"""The ways out of the house, as the settings name them: mail server, carriers, letters.

Where a way is not set up its messages are written as files into ``SEKISHO_HOME/outbox``, so that a trial needs no
mail server and still shows every message.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

import httpx
from django.conf import settings

from sekisho.authentication.operations.senders import UndeliveredError
from sekisho.authentication.types.factors import FactorCode
from sekisho.authentication.types.interim import CodeMessage
from sekisho.authentication.types.push import PushMessage
from sekisho.kernel.texts import Text
from sekisho.notices.operations.outlets.carrier import CarrierOutlet
from sekisho.notices.operations.outlets.folder import FolderOutlet
from sekisho.notices.operations.outlets.smtp import SmtpOutlet
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import Accepted, Outgoing, Outlet
from sekisho.notices.types.notices import House
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import identifier

_SMTP_PORT = 25
_PATIENCE = 10.0
"""Seconds that a carrier may take."""


class BadOutletError(ValueError):
    """A setting names no way out; the message says which setting."""


@cache
def house() -> House:
    """The firm as its messages show it."""
    return House(
        name=Text(settings.SEKISHO_FIRM_NAME, settings.SEKISHO_FIRM_NAME_EN),
        sender=settings.SEKISHO_MAIL_SENDER,
        bounces=settings.SEKISHO_MAIL_BOUNCES,
    )


@cache
def outlets() -> Mapping[Channel, Outlet]:
    """Every channel's way out.

    Raises:
        BadOutletError: a setting names none.

    """
    return {
        Channel.EMAIL: _mail() if settings.SEKISHO_SMTP_URL else _folder(Channel.EMAIL),
        Channel.SMS: _carrier("SEKISHO_SMS_URL", Channel.SMS),
        Channel.PUSH: _carrier("SEKISHO_PUSH_URL", Channel.PUSH),
        Channel.POST: _folder(Channel.POST),
    }


def _folder(channel: Channel) -> FolderOutlet:
    return FolderOutlet(directory=settings.SEKISHO_OUTBOX / channel.value)


def _mail() -> SmtpOutlet:
    """``smtp://user:password@host:587`` with STARTTLS, or ``smtp://localhost:25`` in the clear on this machine."""
    parts = urlsplit(settings.SEKISHO_SMTP_URL)
    if parts.scheme != "smtp" or not parts.hostname:
        message = "SEKISHO_SMTP_URL: write smtp://user:password@host:port"
        raise BadOutletError(message)
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return SmtpOutlet(
        host=parts.hostname,
        port=parts.port or _SMTP_PORT,
        house=house(),
        tls=None if here else ssl.create_default_context(),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _carrier(name: str, channel: Channel) -> Outlet:
    """``https://:key@host/path``: the carrier's address, with our key to it as the password."""
    address = getattr(settings, name)
    if not address:
        return _folder(channel)
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        message = f"{name}: write https://:key@host/path"
        raise BadOutletError(message)
    place = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
    headers = {"Authorization": f"Bearer {unquote(parts.password)}"} if parts.password else {}
    return CarrierOutlet(client=httpx.Client(base_url=place, headers=headers, timeout=_PATIENCE), channel=channel)


@dataclass(frozen=True, slots=True)
class Senders:
    """Sends codes and wakes the app through the same ways out as notices."""

    ways: Mapping[Channel, Outlet]

    def send_code(self, message: CodeMessage) -> None:
        """Hand a code over.

        Raises:
            UndeliveredError: it did not leave.

        """
        channel = Channel.EMAIL if message.factor is FactorCode.EMAIL_OTP else Channel.SMS
        self._send(
            channel, message.address, message.subject.read(message.language), message.text.read(message.language),
            message.language,
        )  # fmt: skip

    def wake(self, message: PushMessage) -> None:
        """Wake the app.

        Raises:
            UndeliveredError: it did not leave.

        """
        self._send(Channel.PUSH, message.token, message.prompt, message.text.ja, "ja")

    def _send(self, channel: Channel, address: str, title: str, text: str, language: str) -> None:
        name = identifier("cd")
        outcome = self.ways[channel].send(
            Outgoing(delivery=name, token=name, address=address, title=title, text=text, language=language, at=now())
        )
        if not isinstance(outcome, Accepted):
            raise UndeliveredError(outcome.trouble)


@cache
def senders() -> Senders:
    """For ``CodeTools`` and ``PushTools``."""
    return Senders(outlets())
