"""Read fields out of parsed TOML: the value, or a fallback and a finding that names the line."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import NamedTuple

from sekisho.decisions.rules.findings import finding
from sekisho.decisions.rules.key_lines import key_lines, line_of
from sekisho.decisions.types.finding import Finding, Place
from sekisho.kernel.moments import JST, to_milliseconds
from sekisho.kernel.texts import Text

_KINDS: Mapping[type, Text] = {
    str: Text("文字列", "a text"),
    int: Text("整数", "a whole number"),
    bool: Text("真偽値", "true or false"),
    list: Text("配列", "an array"),
    dict: Text("表", "a table"),
    date: Text("日付", "a date"),
}
_WORDS = Text("文字列の配列", "an array of texts")
_POSITIVE = Text("1以上の整数", "a whole number of at least 1")
_MOMENT = Text("日付か、時差の付いた日時", "a date, or a date and time with offset")


class Document(NamedTuple):
    """A parsed file: its source, its keys and their lines."""

    source: str
    content: Mapping[str, object]
    lines: Mapping[str, int]


def parse_document(text: str, *, source: str) -> Document | Finding:
    """Parse a TOML file, or say why it cannot be."""
    try:
        return Document(source, tomllib.loads(text), key_lines(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        named = re.search(r"at line (\d+)", str(error))
        return finding("file:toml:unreadable", Place(source, int(named[1]) if named else 1), problem=str(error))


class Fields:
    """Reads one table of a document. Findings are collected, reading goes on with fallbacks."""

    def __init__(self, document: Document, *, table: Mapping[str, object] | None = None, prefix: str = "") -> None:
        self.document = document
        self.table = document.content if table is None else table
        self.prefix = prefix
        self.findings: list[Finding] = []

    def key(self, name: str) -> str:
        """The whole key, as the lines know it."""
        return f"{self.prefix}.{name}" if self.prefix else name

    def place(self, name: str = "") -> Place:
        """Where the key stands."""
        return Place(self.document.source, line_of(self.document.lines, self.key(name) if name else self.prefix))

    def find(self, code: str, name: str, **slots: object) -> None:
        """Note a finding about a key."""
        self.findings.append(finding(code, self.place(name), key=self.key(name), **slots))

    def wrong(self, name: str, expected: Text) -> None:
        """Note that a key's value is not what it must be."""
        self.find("key:value:wrong", name, expected_ja=expected.ja, expected_en=expected.en)

    def only(self, allowed: Iterable[str]) -> None:
        """Note keys that mean nothing here; a slip of the pen must not pass for a setting."""
        known = tuple(allowed)
        for name in self.table:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hints = (f"{near[0]} ではありませんか。", f"; did you mean {near[0]}?") if near else ("", "")
                self.find("key:name:unknown", name, hint_ja=hints[0], hint_en=hints[1])

    def text(self, name: str, *, fallback: str | None = None) -> str:
        """A text that is not empty."""
        value = self._get(name, str, required=fallback is None)
        if value is None:
            return fallback or ""
        if not str(value).strip():
            self.find("key:name:missing", name)
        return str(value)

    def whole(self, name: str) -> int:
        """A whole number of at least one."""
        value = self._get(name, int, required=True)
        if value is None:
            return 1
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.wrong(name, _POSITIVE)
            return 1
        return value

    def flag(self, name: str, *, fallback: bool | None = None) -> bool:
        """True or false."""
        value = self._get(name, bool, required=fallback is None)
        return bool(fallback if value is None else value)

    def words(self, name: str, *, required: bool = True) -> tuple[str, ...]:
        """An array of texts."""
        value = self._get(name, list, required=required)
        if not isinstance(value, list):
            return ()
        if not all(isinstance(word, str) for word in value):
            self.wrong(name, _WORDS)
            return ()
        return tuple(value)

    def tables(self, name: str) -> tuple["Fields", ...]:
        """An array of tables, each to be read with fields of its own."""
        value = self._get(name, list, required=False)
        rows = value if isinstance(value, list) else []
        if not all(isinstance(row, dict) for row in rows):
            self.wrong(name, Text("表の配列", "an array of tables"))
            return ()
        return tuple(self._below(row, f"{self.key(name)}.{place}") for place, row in enumerate(rows))

    def inner(self, name: str, *, required: bool = True) -> "Fields | None":
        """A table, to be read with fields of its own."""
        value = self._get(name, dict, required=required)
        return self._below(value, self.key(name)) if isinstance(value, dict) else None

    def both_languages(self, name: str) -> Text:
        """A table with ``ja`` and ``en``."""
        table = self.inner(name)
        if table is None:
            return Text("", "")
        table.only(("ja", "en"))
        texts = {language: table.table.get(language) for language in ("ja", "en")}
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                self.find("text:language:missing", name, language=language)
        return Text(str(texts["ja"] or ""), str(texts["en"] or ""))

    def moment(self, name: str, *, required: bool = True) -> int | None:
        """Milliseconds of a date (its beginning in Japan) or of a date and time with offset."""
        value = self.table.get(name)
        if isinstance(value, datetime) and value.tzinfo is not None:
            return to_milliseconds(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return to_milliseconds(datetime.combine(value, time(), JST))
        if value is not None:
            self.wrong(name, _MOMENT)
        elif required:
            self.find("key:name:missing", name)
        return None

    def _get(self, name: str, kind: type, *, required: bool) -> object:
        value = self.table.get(name)
        if value is None:
            if required:
                self.find("key:name:missing", name)
            return None
        if isinstance(value, kind):
            return value
        self.wrong(name, _KINDS[kind])
        return None

    def _below(self, table: Mapping[str, object], prefix: str) -> "Fields":
        below = Fields(self.document, table=table, prefix=prefix)
        below.findings = self.findings
        return below
