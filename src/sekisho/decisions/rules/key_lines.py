"""On which line of a TOML file each key stands; the standard reader does not tell.

A key is spelt with dots, elements of an array of tables by number: ``budget.per_minute``,
``example.0.facts``. Keys inside an inline table stand on the line of the key that holds the table.
"""

import re
from collections.abc import Iterator, Mapping

_TABLE = re.compile(r"\s*\[\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]")
_ARRAY = re.compile(r"\s*\[\[\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-\"']+(?:\s*\.\s*[A-Za-z0-9_\-\"']+)*)\s*=")
_TEXTS = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
    re.DOTALL,
)
_BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}


def key_lines(text: str) -> dict[str, int]:
    """Key → line, counted from one. The text need not be valid TOML; what cannot be told is left out."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    for number, line in _statements(text):
        if array := _ARRAY.match(line):
            name = _plain(array[1])
            prefix = f"{name}.{counts.get(name, 0)}"
            counts[name] = counts.get(name, 0) + 1
            lines.setdefault(name, number)
            lines[prefix] = number
        elif table := _TABLE.match(line):
            prefix = _plain(table[1])
            lines.setdefault(prefix, number)
        elif key := _KEY.match(line):
            name = _plain(key[1])
            lines.setdefault(f"{prefix}.{name}" if prefix else name, number)
    return lines


def line_of(lines: Mapping[str, int], key: str) -> int:
    """The line of the key, else of the nearest key that holds it, else the first line."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 1)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Lines on which a statement may begin: those outside texts, arrays and inline tables."""
    blank = _TEXTS.sub(_hollow, text)
    depth = 0
    for number, (line, seen) in enumerate(zip(text.split("\n"), blank.split("\n"), strict=True), start=1):
        if depth == 0 and seen.strip():
            yield number, line
        header = (depth == 0 and _TABLE.match(seen) is not None) or _ARRAY.match(seen) is not None
        depth = 0 if header else max(0, depth + sum(_BRACKETS.get(letter, 0) for letter in seen))


def _hollow(match: re.Match[str]) -> str:
    """The text's own line ends only, and something that is not blank, so its lines are not statements."""
    kept = match[0]
    return "" if kept.startswith("#") else "\n".join("" for _ in kept.split("\n")) or '""'


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
