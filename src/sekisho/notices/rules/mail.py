"""Write the mail: plain text and simple HTML without a link, and the headers that tell machines what it is.

DKIM is left to the mail server, which holds the key; the sender's domain must be the one it signs for, so that DMARC
``reject`` (G-24) lets our own mail through.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from sekisho.kernel.moments import from_milliseconds
from sekisho.notices.types.deliveries import Outgoing
from sekisho.notices.types.notices import House

_HTML = (
    '<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    '<body style="font-family: sans-serif; font-size: 18px; line-height: 1.7">\n{body}\n</body></html>\n'
)


def compose(message: Outgoing, house: House) -> EmailMessage:
    """The mail, ready to hand over.

    Raises:
        ValueError: the title or an address breaks the header it stands in.

    """
    domain = house.sender.rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(house.sender, house.name.read(message.language))
    mail["To"] = _address(message.address)
    mail["Subject"] = message.title
    mail["Date"] = from_milliseconds(message.at)
    mail["Message-ID"] = f"<{message.token}@{domain}>"  # the same at every attempt
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's machine answers it
    mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Id"] = f"<notices.{domain}>"
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(_html(message), subtype="html", cte="base64")
    mail["Content-Language"] = message.language  # set before, it would move into the first part
    return mail


def return_path(message: Outgoing, house: House) -> str:
    """Where the mail goes back to: the token in the address tells which one it was, whatever else is lost."""
    mailbox, _, domain = house.bounces.rpartition("@")
    return f"{mailbox}+{message.token}@{domain}"


def _address(spelt: str, name: str = "") -> Address:
    """By its parts, unparsed: Japanese carriers have given out mailboxes such as ``a..b``, which no standard allows."""
    mailbox, _, domain = spelt.rpartition("@")
    return Address(display_name=name, username=mailbox, domain=domain)


def _html(message: Outgoing) -> str:
    paragraphs = "\n".join(
        f"<p>{'<br>'.join(escape(line) for line in block.split(chr(10)))}</p>" for block in message.text.split("\n\n")
    )
    return _HTML.format(language=message.language, title=escape(message.title), body=paragraphs)
