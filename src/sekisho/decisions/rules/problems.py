"""What can be wrong with a condition, before it is known in which file and line the condition stands."""

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlglot import errors, exp

from sekisho.activity.types.fact import Kind
from sekisho.kernel.texts import Text

KIND_TEXTS = {
    Kind.NUMBER: Text("数値", "a number"),
    Kind.BOOLEAN: Text("真偽値", "a truth value"),
    Kind.TEXT: Text("文字列", "a text"),
}


class Problem(NamedTuple):
    """A finding's code, the line within the condition (from one) and the finding's slots."""

    code: str
    line: int
    slots: Mapping[str, object]


def suggestion(word: str, among: Iterable[str]) -> dict[str, str]:
    """Slots ``hint_ja`` and ``hint_en`` that propose the nearest known name, or nothing."""
    near = difflib.get_close_matches(word, among, n=1)
    if not near:
        return {"hint_ja": "", "hint_en": ""}
    return {"hint_ja": f"{near[0]} ではありませんか。", "hint_en": f"; did you mean {near[0]}?"}


def unreadable(error: errors.SqlglotError) -> Problem:
    """The parser's complaint, with the line and the word it stumbled over."""
    details = error.errors[0] if isinstance(error, errors.ParseError) and error.errors else {}
    said = str(details.get("description") or str(error).splitlines()[0])
    near = str(details.get("highlight") or "")
    return Problem(
        "condition:text:unreadable",
        int(details.get("line") or 1),
        {"problem": f"{said}, near {near!r}" if near else said},
    )


def line_of(raw: exp.Expr | None) -> int:
    """The first line of the condition that the node stands on; words such as NULL know only what is around them."""
    while raw is not None:
        lines = [part.meta["line"] for part in raw.walk() if "line" in part.meta]
        if lines:
            return int(min(lines))
        raw = raw.parent
    return 1
