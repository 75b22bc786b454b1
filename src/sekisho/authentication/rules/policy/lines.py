"""On which line of a TOML file a key stands; the standard reader does not tell.

Elements of a list of tables go by number, as in a fault's key: ``rule.3.acr``. What stands inside an inline table or
a list is found on the line where that begins.
"""

import re
from collections.abc import Mapping

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=")


def lines_of(text: str) -> dict[str, int]:
    """Key → line, counted from one."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            prefix = _opened(header[2], counts, element=header[1] == "[[")
            lines.setdefault(prefix, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{prefix}.{key[1]}" if prefix else key[1], number)
    return lines


def line_of(lines: Mapping[str, int], key: str) -> int:
    """The line of the key, else of the nearest one that holds it, else the first line."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 1)


def _opened(name: str, counts: dict[str, int], *, element: bool) -> str:
    """The whole key of a table; ``[rule.opt_out]`` belongs to the last ``[[rule]]``."""
    outer, _, inner = name.partition(".")
    if element and not inner:
        counts[outer] = counts.get(outer, -1) + 1
        return f"{outer}.{counts[outer]}"
    holder = f"{outer}.{counts[outer]}" if outer in counts else outer
    return f"{holder}.{inner}" if inner else holder
