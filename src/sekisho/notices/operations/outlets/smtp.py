"""Mail, through the house's own mail server, which signs (DKIM), queues and delivers it."""

import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from types import TracebackType
from typing import Self

from sekisho.notices.rules.mail import compose, return_path
from sekisho.notices.rules.statuses import enhanced, is_hard
from sekisho.notices.types.deliveries import Accepted, Deferred, Outcome, Outgoing, Refused
from sekisho.notices.types.notices import House

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FINE, _FOR_GOOD = 250, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpOutlet:
    """One mail server.

    Attributes:
        host: its name, as its certificate has it.
        port: usually 587, or 25 on this machine.
        house: whose mail it is.
        tls: how its certificate is checked. None sends in the clear, which is allowed on this machine only.
        user: the name to log in with; empty where the server knows us.
        password: see ``user``.
        timeout: seconds that it may take to answer.

    """

    host: str
    port: int
    house: House
    tls: ssl.SSLContext | None
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 15.0

    def __post_init__(self) -> None:
        """Refuse to send customers' messages over a network in the clear."""
        if self.tls is None and self.host not in _LOCAL:
            message = f"mail to {self.host} must be encrypted: give a TLS context"
            raise ValueError(message)

    def send(self, message: Outgoing) -> Outcome:
        """Hand one mail over."""
        with self.session() as line:
            return line.send(message)

    def session(self) -> "SmtpSession":
        """A connection for several mails, opened with the first: a handshake for each would take most of the time."""
        return SmtpSession(self)

    def connect(self) -> SMTP:
        """A greeted, encrypted connection.

        Raises:
            SMTPException: the server does not want us, or cannot encrypt.
            OSError: it cannot be reached, or cannot prove who it is.

        """
        server = SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.tls is not None:
                server.starttls(context=self.tls)
            if self.user:
                server.login(self.user, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


class SmtpSession:
    """One connection to a mail server, made anew where it broke off. A context manager."""

    def __init__(self, outlet: SmtpOutlet) -> None:
        """Nothing is opened yet."""
        self._outlet = outlet
        self._server: SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            with suppress(SMTPException, OSError):
                self._server.quit()
        self._drop()

    def send(self, message: Outgoing) -> Outcome:
        """Hand a mail over, asking the server to report what becomes of it (RFC 3461)."""
        mail = compose(message, self._outlet.house)
        try:
            self._hand_over(mail, message)
        except SMTPRecipientsRefused as error:
            code, said = error.recipients[message.address]
            return _answer(code, said, of_address=True)
        except (SMTPSenderRefused, SMTPDataError) as error:
            return _answer(error.smtp_code, error.smtp_error, of_address=False)
        except SMTPResponseException as error:  # it does not let us in: for us to mend, so the mail waits
            return self._broken(f"{error.smtp_code} {_text(error.smtp_error)}")
        except (SMTPException, OSError) as error:
            return self._broken(f"{type(error).__name__}: {error}")
        return Accepted(reference=mail["Message-ID"])

    def _hand_over(self, mail: EmailMessage, message: Outgoing) -> None:
        server = self._line()
        reports = server.has_extn("dsn")
        server.sendmail(
            return_path(message, self._outlet.house),
            [message.address],
            mail.as_bytes(),
            mail_options=["RET=HDRS", f"ENVID={message.token}"] if reports else [],
            rcpt_options=["NOTIFY=SUCCESS,FAILURE,DELAY"] if reports else [],
        )

    def _line(self) -> SMTP:
        """The connection; servers hang up on those who keep them waiting."""
        if self._server is not None and not _answers(self._server):
            self._drop()
        if self._server is None:
            self._server = self._outlet.connect()
        return self._server

    def _broken(self, trouble: str) -> Outcome:
        self._drop()
        return Deferred(trouble=trouble)

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _answers(server: SMTP) -> bool:
    try:
        return server.noop()[0] == _FINE  # one that is about to hang up says 421
    except (SMTPException, OSError):
        return False


def _answer(code: int, said: bytes | str, *, of_address: bool) -> Outcome:
    text = _text(said)
    trouble = f"{code} {text}"
    if code < _FOR_GOOD:
        return Deferred(trouble=trouble)
    return Refused(trouble=trouble, hard=of_address and is_hard(enhanced(text)))


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
