"""What is wrong with a policy: a value, never an exception."""

from dataclasses import dataclass

from sekisho.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake in a policy or in a list of paths.

    Attributes:
        key: where in the document, elements of a list by number, e.g. ``rule.3.acr``.
        code: what it is, in three words.
        text: what it is and what to do, for people.
        source: the file; empty for a document that is no file.
        line: the line in it, counted from one; 0 where there is no file.

    """

    key: str
    code: str
    text: Text
    source: str = ""
    line: int = 0

    def say(self, language: str) -> str:
        """One line: ``file:line: key: code: text``."""
        place = f"{self.source}:{self.line}: " if self.source else ""
        return f"{place}{self.key}: {self.code}: {self.text.read(language)}"
