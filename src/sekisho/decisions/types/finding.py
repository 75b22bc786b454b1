"""What a check has to say about a file of the rulebook: a value, never an exception."""

from dataclasses import dataclass
from enum import StrEnum

from sekisho.kernel.texts import Text


class Severity(StrEnum):
    """An error keeps the rulebook from going live; a warning asks somebody to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the rulebook: a file, and a line counted from one."""

    source: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One mistake: where it is, what it is (a code of three parts) and what to do, in both languages."""

    place: Place
    severity: Severity
    code: str
    text: Text

    def line(self, *, language: str) -> str:
        """The finding as one line, ``file:line: severity code: message``."""
        place = f"{self.place.source}:{self.place.line}"
        return f"{place}: {self.severity} {self.code}: {self.text.read(language)}"
