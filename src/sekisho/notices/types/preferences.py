"""What a customer need not be told: executions, once he has acknowledged what that means (requirement C-16)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What was put before the customer when he switched notices off, word for word.

    Attributes:
        text: the text as shown.
        version: its version.
        language: the language it was shown in.
        accepted: he ticked that he understood.
        by: who did it: a principal's name.
        session: in which session.

    """

    text: str
    version: str
    language: str
    accepted: bool
    by: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Notices of one topic are switched off. Moments in ms."""

    id: str
    subject: str
    topic: str
    since: int
    acknowledgement: Acknowledgement
    ended: int | None = None
