"""Something told to somebody: it stands in his inbox, and copies of it go out to his contacts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sekisho.kernel.texts import Text
from sekisho.notices.types.channels import Channel

FactValue = str | int | Text
"""A value that fills a place in a template: text, a number or a moment (ms), or a text in both languages."""


class Answer(StrEnum):
    """What the customer says to a notice (requirement C-19)."""

    ME = "me"
    NOT_ME = "not_me"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is to be told.

    Attributes:
        source: the position in the journal of what happened.
        template: the name of the message.
        subject: whom: the account's pseudonym, or the name of an agent or a member of staff.
        language: ``ja`` or ``en``.
        facts: what fills the places of the template.
        avoid: channels that whoever did it may control: the one he came by, and the one his code was sent to (C-17).

    """

    source: int
    template: str
    subject: str
    language: str
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    avoid: frozenset[Channel] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What was told, as it stands in the inbox. Moments in ms.

    Attributes:
        id: its name.
        source: the position in the journal of what happened.
        template: the name of the message, and its version.
        version: see ``template``.
        subject: whom it was told.
        language: ``ja`` or ``en``.
        title: one line.
        text: what is told.
        created: when.
        answerable: "this was not me" makes sense as an answer.
        read: when it was opened in the inbox.
        answer: what the customer said; None before.
        answered: when he said it.

    """

    id: str
    source: int
    template: str
    version: int
    subject: str
    language: str
    title: str
    text: str
    created: int
    answerable: bool
    read: int | None = None
    answer: Answer | None = None
    answered: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The firm as its messages show it.

    Attributes:
        name: what it calls itself; neither holds a domain.
        sender: the address that messages come from, e.g. ``notice@example.co.jp``.
        bounces: the address that returned messages go to; the delivery's token is put behind ``+`` in it.
        code_life: how long an answer code works, in ms.
        previous_reach: how long a previous contact is told of changes, in ms.
        freshness: how long the proof of a contact counts, in ms.

    """

    name: Text
    sender: str
    bounces: str
    code_life: int = 30 * 86_400_000
    previous_reach: int = 90 * 86_400_000
    freshness: int = 365 * 86_400_000
