"""On which line of a template's file each key stands; the standard reader does not tell."""

import re
from collections.abc import Mapping

_TABLE = re.compile(r"\[([a-z]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"([a-z_]+)\s*=\s*(\"\"\"|''')?")


def key_lines(text: str) -> dict[str, int]:
    """Key (``ja.title``) → line, counted from one. The text need not be valid; what cannot be told is left out."""
    lines: dict[str, int] = {}
    prefix, closing = "", ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = "" if closing in line else closing
        elif table := _TABLE.match(line):
            prefix = f"{table[1]}."
            lines.setdefault(table[1], number)
        elif key := _KEY.match(line):
            lines.setdefault(prefix + key[1], number)
            closing = key[2] if key[2] and key[2] not in line[key.end() :] else ""
    return lines


def line_of(lines: Mapping[str, int], key: str, *, text: str = "", found: str = "") -> int:
    """The line of the key, or the one behind it on which ``found`` stands; the nearest there is, else the first."""
    start = lines.get(key) or lines.get(key.partition(".")[0]) or 1
    if found:
        for number, line in enumerate(text.split("\n")[start - 1 :], start=start):
            if found in line.casefold():
                return number
    return start
