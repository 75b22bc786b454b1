"""Read values out of a document of plain JSON: the value, or a fallback and a fault that names the key."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import TypeVar

from sekisho.authentication.rules.policy.messages import fault
from sekisho.authentication.types.policy_findings import Fault
from sekisho.kernel.moments import JST, to_milliseconds
from sekisho.kernel.texts import Text

E = TypeVar("E", bound=Enum)
_DATE = len("2026-12-01")


class Fields:
    """One table of a document. Faults are collected, and reading goes on."""

    def __init__(self, table: Mapping[str, object], *, key: str = "", faults: list[Fault] | None = None) -> None:
        self.table = table
        self.key = key
        self.faults: list[Fault] = [] if faults is None else faults

    def at(self, name: str) -> str:
        """The whole key of ``name``."""
        return f"{self.key}.{name}" if self.key else name

    def fault(self, name: str, code: str, **slots: object) -> None:
        """Note a fault about a key."""
        self.faults.append(fault(self.at(name), code, **slots))

    def only(self, allowed: Iterable[str]) -> None:
        """Note keys that mean nothing here; a slip of the pen must not pass for a setting."""
        known = tuple(allowed)
        for name in self.table:
            if name not in known:
                self.fault(name, "document:key:unknown", hint=_hint(name, known))

    def text(self, name: str, *, fallback: str | None = None) -> str:
        """A text that is not empty."""
        value = self.table.get(name, fallback)
        if isinstance(value, str) and (value.strip() or fallback is not None):
            return value
        self._wrong(name, "空でない文字列", "a text that is not empty")
        return ""

    def whole(self, name: str, *, least: int, most: int, fallback: int | None = None) -> int:
        """A whole number between two others, both included."""
        value = self.table.get(name, fallback)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._wrong(name, f"{least}から{most}までの整数", f"a whole number from {least} to {most}")
        return least

    def share(self, name: str) -> float:
        """A number from 0 to 1."""
        value = self.table.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self._wrong(name, "0から1までの数", "a number from 0 to 1")
        return 1.0

    def flag(self, name: str, *, fallback: bool) -> bool:
        """True or false."""
        value = self.table.get(name, fallback)
        if isinstance(value, bool):
            return value
        self._wrong(name, "true か false", "true or false")
        return fallback

    def word(self, name: str, known: Mapping[str, E], *, fallback: E | None = None) -> E:
        """One of some words; the first of them where it is none."""
        if name not in self.table and fallback is not None:
            return fallback
        value = self.table.get(name)
        if isinstance(value, str) and value in known:
            return known[value]
        self._wrong(name, f"{', '.join(known)} のどれか", f"one of {', '.join(known)}")
        return next(iter(known.values()))

    def words(self, name: str, known: Mapping[str, E]) -> frozenset[E]:
        """Any number of some words; left out means none."""
        found = self.names(name)
        for word in found - set(known):
            self.fault(name, "document:word:unknown", word=word, hint=_hint(word, known))
        return frozenset(known[word] for word in found if word in known)

    def names(self, name: str) -> frozenset[str]:
        """Any number of texts; left out means none."""
        value = self.table.get(name, ())
        if isinstance(value, list | tuple) and all(isinstance(each, str) and each for each in value):
            return frozenset(value)
        self._wrong(name, "文字列の一覧", "a list of texts")
        return frozenset()

    def both(self, name: str) -> Text:
        """A text in both languages."""
        value = self.table.get(name)
        table = value if isinstance(value, Mapping) else {}
        texts = {language: table.get(language) for language in ("ja", "en")}
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                inner = f"{name}.{language}"
                self.fault(inner, "document:language:missing")
        return Text(str(texts["ja"] or ""), str(texts["en"] or ""))

    def moment(self, name: str, *, required: bool = True) -> int | None:
        """Milliseconds of a date (its beginning in Japan) or of a moment with offset."""
        value = self.table.get(name)
        if value is None and not required:
            return None
        found = _moment(value)
        if found is None:
            ja = "日付（2026-12-01）か、時差の付いた日時"
            self._wrong(name, ja, "a date such as 2026-12-01, or a date and time with offset")
        return found

    def instant(self, name: str) -> int:
        """A moment that must be there; 0 where it is not."""
        return self.moment(name) or 0

    def table_of(self, name: str) -> Mapping[str, object]:
        """A table as it stands; left out means empty."""
        value = self.table.get(name, {})
        if isinstance(value, Mapping):
            return value
        self._wrong(name, "表", "a table")
        return {}

    def inner(self, name: str) -> "Fields | None":
        """A table of its own; None where it is left out."""
        return Fields(self.table_of(name), key=self.at(name), faults=self.faults) if name in self.table else None

    def rows(self, name: str) -> tuple["Fields", ...]:
        """A list of tables; left out means none."""
        value = self.table.get(name, ())
        if isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value):
            return tuple(
                Fields(each, key=f"{self.at(name)}.{place}", faults=self.faults) for place, each in enumerate(value)
            )
        self._wrong(name, "表の一覧", "a list of tables")
        return ()

    def _wrong(self, name: str, ja: str, en: str) -> None:
        self.fault(name, "document:value:wrong", expected=Text(ja, en))


def _hint(word: str, known: Iterable[str]) -> Text:
    near = difflib.get_close_matches(word, tuple(known), n=1)
    if not near:
        return Text("消すか、別のものにしてください。", "remove it or use another")
    return Text(f"{near[0]} ではありませんか。", f"did you mean {near[0]}?")


def words_of(kind: type[E], spell: Callable[[E], str]) -> dict[str, E]:
    """How each member of an enumeration is spelt in documents."""
    return {spell(each): each for each in kind}


def _moment(value: object) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        if len(value) == _DATE:
            return to_milliseconds(datetime.combine(date.fromisoformat(value), time(), JST))
        return to_milliseconds(datetime.fromisoformat(value))
    except (ValueError, TypeError):
        return None
