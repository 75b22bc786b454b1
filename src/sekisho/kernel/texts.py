"""A text that people read, in Japanese and in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One meaning in the two languages of the product; Japanese comes first."""

    ja: str
    en: str

    def read(self, language: str) -> str:
        """The text in ``language`` (``ja`` or ``en``; anything else reads English)."""
        return self.ja if language == "ja" else self.en
