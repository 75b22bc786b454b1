"""Mail, through the house's own mail server, which signs (DKIM), queues and delivers it."""

import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from sekisho.notices.rules.mail import compose, return_path
from sekisho.notices.rules.statuses import enhanced, is_hard
from sekisho.notices.types.deliveries import Accepted, Deferred, Outcome, Outgoing, Refused
from sekisho.notices.types.notices import House

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FOR_GOOD = 500


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
    password: str = ""
    timeout: float = 15.0

    def __post_init__(self) -> None:
        """Refuse to send customers' messages over a network in the clear."""
        if self.tls is None and self.host not in _LOCAL:
            message = f"mail to {self.host} must be encrypted: give a TLS context"
            raise ValueError(message)

    def send(self, message: Outgoing) -> Outcome:
        """Hand the mail over, asking the server to report what becomes of it (RFC 3461)."""
        mail = compose(message, self.house)
        try:
            with SMTP(self.host, self.port, timeout=self.timeout) as server:
                self._greet(server)
                self._hand_over(server, mail, message)
        except SMTPRecipientsRefused as error:
            code, said = error.recipients[message.address]
            return _answer(code, said, of_address=True)
        except (SMTPSenderRefused, SMTPDataError) as error:
            return _answer(error.smtp_code, error.smtp_error, of_address=False)
        except SMTPResponseException as error:  # it does not let us in: for us to mend, so the mail waits
            return Deferred(trouble=f"{error.smtp_code} {_text(error.smtp_error)}")
        except (SMTPException, OSError) as error:
            return Deferred(trouble=f"{type(error).__name__}: {error}")
        return Accepted(reference=mail["Message-ID"])

    def _greet(self, server: SMTP) -> None:
        if self.tls is not None:
            server.starttls(context=self.tls)
        if self.user:
            server.login(self.user, self.password)
        server.ehlo_or_helo_if_needed()

    def _hand_over(self, server: SMTP, mail: EmailMessage, message: Outgoing) -> None:
        reports = server.has_extn("dsn")
        server.sendmail(
            return_path(message, self.house),
            [message.address],
            mail.as_bytes(),
            mail_options=["RET=HDRS", f"ENVID={message.token}"] if reports else [],
            rcpt_options=["NOTIFY=SUCCESS,FAILURE,DELAY"] if reports else [],
        )


def _answer(code: int, said: bytes | str, *, of_address: bool) -> Outcome:
    text = _text(said)
    trouble = f"{code} {text}"
    if code < _FOR_GOOD:
        return Deferred(trouble=trouble)
    return Refused(trouble=trouble, hard=of_address and is_hard(enhanced(text)))


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
