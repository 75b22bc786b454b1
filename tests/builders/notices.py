"""Contacts, news and templates for tests."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sekisho.journal.queries.reading import read
from sekisho.kernel.moments import DAY, HOUR
from sekisho.kernel.texts import Text
from sekisho.notices.operations.announcing import announce
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.types.channels import CHANNEL_OF, Channel, ContactKind
from sekisho.notices.types.contacts import Contact
from sekisho.notices.types.deliveries import Accepted, Outcome, Outgoing
from sekisho.notices.types.notices import House, News, Notice
from sekisho.notices.types.safe import Safe
from sekisho.notices.types.templates import Reach, Template, Topic, Wording

AT = 1_742_169_600_000
"""2025-03-17 09:00 in Japan."""
SAFE = Safe([b"k" * 32])
HOUSE = House(name=Text("関所証券", "Sekisho Securities"), sender="notice@firm.test", bounces="bounces@firm.test")
ADDRESSES = {
    ContactKind.EMAIL: "hanako@customer.test",
    ContactKind.PHONE: "090-1234-5678",
    ContactKind.POST: "東京都千代田区1-1\n関所花子",
    ContactKind.APP: "device-token-0001",
}
_NUMBERS = count(1)


def a_contact(kind: ContactKind = ContactKind.EMAIL, **fields: Any) -> Contact:
    """A proven contact as a value."""
    values = {"id": f"ct-{next(_NUMBERS)}", "subject": "a-1", "kind": kind, "created": AT}
    return Contact(**{**values, "verified": AT, "fresh_until": AT + 365 * DAY, **fields})


def registered(
    kind: ContactKind = ContactKind.EMAIL,
    *,
    subject: str = "a-1",
    address: str = "",
    at: int = AT,
    name: str = "",
    proven: bool = True,
) -> Contact:
    """A contact in the database."""
    contact = add_contact(
        contact=name or f"ct-{next(_NUMBERS)}",
        subject=subject,
        kind=kind,
        address=address or ADDRESSES[kind],
        by=f"customer:{subject}",
        safe=SAFE,
        at=at,
    )
    return verify_contact(contact=contact.id, house=HOUSE, at=at) if proven else contact


def news(template: str = "login", **fields: Any) -> News:
    """Something to tell."""
    values = {"source": next(_NUMBERS), "template": template, "subject": "a-1", "language": "ja"}
    return News(**{**values, "facts": {"time": AT}, **fields})


def announced(template: str = "login", *, at: int = AT, **fields: Any) -> Notice:
    """A notice in the database."""
    notice = announce(news=news(template, **fields), house=HOUSE, safe=SAFE, at=at)
    assert notice is not None
    return notice


def a_template(**fields: Any) -> Template:
    """A template as a value."""
    values = {
        "name": "login",
        "version": 1,
        "topic": Topic.ACCESS,
        "reach": Reach.ONE,
        "answer": True,
        "hours": 24,
        "facts": (),
        "wordings": {
            "ja": Wording(title="お知らせ", text="ログインがありました。", short="ログインがありました。"),
            "en": Wording(title="Notice", text="There was a login.", short="There was a login."),
        },
        "digest": "",
    }
    return Template(**{**values, **fields})


def kinds(about: str | None = None) -> list[str]:
    """The journal's kinds in order, of one subject or of all."""
    return [entry.kind for entry in read(limit=1_000) if about is None or entry.about == about]


def payloads(kind: str) -> list[dict[str, Any]]:
    """What the journal holds under one kind."""
    return [json.loads(entry.payload) for entry in read(limit=1_000) if entry.kind == kind]


@dataclass
class Desk:
    """A way out that keeps what it is given, and answers as it was told: once each, then with acceptance."""

    answers: list[Outcome] = field(default_factory=list)
    given: list[Outgoing] = field(default_factory=list)

    def send(self, message: Outgoing) -> Outcome:
        """Keep the message."""
        self.given.append(message)
        return self.answers.pop(0) if self.answers else Accepted(reference=f"r-{len(self.given)}")


def desks(**answers: list[Outcome]) -> dict[Channel, Desk]:
    """A desk for every channel; answers by the channel's name."""
    return {channel: Desk(answers=list(answers.get(channel.value, []))) for channel in CHANNEL_OF.values()}


@dataclass
class Clock:
    """A clock that is set by hand."""

    at: int = AT

    def __call__(self) -> int:
        """The moment."""
        return self.at

    def go(self, hours: float) -> None:
        """Let time pass."""
        self.at += int(hours * HOUR)
