"""In which of the two languages the command line speaks."""

import os

from sekisho.kernel.texts import Text


def language() -> str:
    """``SEKISHO_LANG`` when it is set; otherwise ``ja`` where LANG begins with it, and ``en`` elsewhere."""
    chosen = os.environ.get("SEKISHO_LANG") or os.environ.get("LANG") or ""
    return "ja" if chosen.lower().startswith("ja") else "en"


def speak(text: Text) -> str:
    """The text in the user's language."""
    return text.read(language())
