"""Words in both languages, and the little Markdown that the pages are made of."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sekisho.kernel.texts import Text

WORDS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
"""What the code names without saying it in both languages."""
_SIGNS = re.compile(r"([*<>`_\[\]])")
_NOTICE = "_このページは `tools/reference.py` がコードから作ります。 / This page is made from the code._"


class WordsError(Exception):
    """The code and ``words.toml`` do not name the same things."""


def words(table: str, names: Iterable[str]) -> Mapping[str, Any]:
    """The words for ``names``: a table of ``words.toml``, which must have them all and no others.

    Args:
        table: the table, with ``/`` before an inner one.
        names: what the code names.

    Raises:
        WordsError: something is missing or left over.

    """
    found: Mapping[str, Any] = WORDS
    for step in table.split("/"):
        found = found[step]
    wanted = set(names)
    if wanted != found.keys():
        missing, surplus = sorted(wanted - found.keys()), sorted(found.keys() - wanted)
        message = f"tools/pages/words.toml [{table}]: write words for {missing}; nothing is called {surplus}"
        raise WordsError(message)
    return found


def page(title: Text, lead: Text, *parts: str) -> str:
    """A whole page: title and lead in both languages, the notice, the parts."""
    head = (f"# {title.ja} / {title.en}", _NOTICE, lead.ja, lead.en)
    return "\n\n".join([*head, *(part.strip("\n") for part in parts)]) + "\n"


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; an empty cell becomes a dash."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|") or "–"


def said(texts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Rows of a table: each name as code, and its words."""
    return ((code(name), both(text)) for name, text in texts.items())


def both(text: Mapping[str, str] | Text) -> str:
    """Japanese over English, in one cell."""
    ja, en = (text.ja, text.en) if isinstance(text, Text) else (text["ja"], text["en"])
    return f"{plain(ja)}<br>{plain(en)}"


def plain(text: str) -> str:
    """The text with everything escaped that Markdown would take for its own."""
    return _SIGNS.sub(r"\\\1", text)


def code(text: object) -> str:
    """The text as code."""
    return f"`{text}`"


def codes(names: Iterable[object]) -> str:
    """Names as code, side by side."""
    return " ".join(map(code, names))
