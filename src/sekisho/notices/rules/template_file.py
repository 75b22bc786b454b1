"""Read a template's file: what it says, or on which line it is wrong."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sekisho.kernel.digests import canonical, sha256_hex
from sekisho.kernel.texts import Text
from sekisho.notices.rules.lines import key_lines, line_of
from sekisho.notices.types.facts import FACTS
from sekisho.notices.types.findings import Finding, Place, finding
from sekisho.notices.types.templates import LANGUAGES, Reach, Template, Topic, Wording

MOST_HOURS = 24 * 31
_TEXTS = ("title", "text", "short")


class Key(NamedTuple):
    """A key of the file: when its value is good, and how to say so."""

    good: Callable[[object], bool]
    expected: Text


class File(NamedTuple):
    """A file as it came: its name, the name that its template must have, its content, and the lines of its keys."""

    source: str
    stem: str
    content: str
    lines: Mapping[str, int]

    def place(self, key: str = "", found: str = "") -> Place:
        """Where the key stands, or what was found in its text."""
        return Place(self.source, line_of(self.lines, key, text=self.content, found=found))


class Reading(NamedTuple):
    """The file's template, where it could be read, and what is wrong with its form."""

    file: File
    template: Template | None
    findings: tuple[Finding, ...]


def _one_of(words: tuple[str, ...]) -> Key:
    listed = ", ".join(words)
    return Key(lambda value: value in words, Text(f"{listed} のどれか", f"one of {listed}"))


def _number(most: int) -> Key:
    return Key(
        lambda value: isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most,
        Text(f"1から{most}までの整数", f"a whole number from 1 to {most}"),
    )


_PLACES = tuple(name for name in FACTS if name != "firm")
_TABLE = Key(lambda value: isinstance(value, dict), Text("表", "a table"))
KEYS: Mapping[str, Key] = {
    "name": Key(lambda value: isinstance(value, str) and value.isidentifier(), Text("英小文字の名前", "a plain name")),
    "version": _number(1_000_000),
    "topic": _one_of(tuple(Topic)),
    "reach": _one_of(tuple(Reach)),
    "answer": Key(lambda value: isinstance(value, bool), Text("true か false", "true or false")),
    "hours": _number(MOST_HOURS),
    "facts": Key(
        lambda value: isinstance(value, list) and all(each in _PLACES for each in value),
        Text(f"{', '.join(_PLACES)} の配列", f"an array of {', '.join(_PLACES)}"),
    ),
    **dict.fromkeys(LANGUAGES, _TABLE),
}
"""Every key of the file."""
_WORDS = Key(
    lambda value: isinstance(value, str) and bool(value.strip()), Text("空でない文字列", "a text that is not empty")
)


def read_template(content: str, *, source: str, stem: str) -> Reading:
    """Read one file.

    Args:
        content: the file's text.
        source: what findings call it.
        stem: the name that its template must have.

    """
    file = File(source, stem, content, key_lines(content))
    try:
        fields = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        return Reading(file, None, (finding("file:toml:unreadable", file.place(), problem=error),))
    findings = tuple(_faults(file, fields))
    return Reading(file, None if findings else _template(fields), findings)


def _faults(file: File, fields: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _check(file, fields, KEYS, "")
    if isinstance(fields.get("name"), str) and fields["name"] != file.stem:
        yield finding("file:name:differs", file.place("name"), stem=file.stem)
    for language in LANGUAGES:
        wording = fields.get(language)
        if isinstance(wording, dict):
            yield from _check(file, wording, dict.fromkeys(_TEXTS, _WORDS), f"{language}.")


def _check(file: File, fields: Mapping[str, Any], keys: Mapping[str, Key], prefix: str) -> Iterator[Finding]:
    for name, key in keys.items():
        if name not in fields:
            code = "language:text:missing" if name in LANGUAGES else "field:key:missing"
            yield finding(code, file.place(prefix + name), key=prefix + name)
        elif not key.good(fields[name]):
            expected = key.expected
            yield finding(
                "field:value:wrong", file.place(prefix + name), key=prefix + name, ja=expected.ja, en=expected.en
            )
    for name in fields.keys() - keys.keys():
        yield finding("field:key:unknown", file.place(prefix + name), key=prefix + name)


def _template(fields: Mapping[str, Any]) -> Template:
    content = {name: value for name, value in fields.items() if name != "version"}
    return Template(
        name=fields["name"],
        version=fields["version"],
        topic=Topic(fields["topic"]),
        reach=Reach(fields["reach"]),
        answer=fields["answer"],
        hours=fields["hours"],
        facts=tuple(fields["facts"]),
        wordings={language: _wording(fields[language]) for language in LANGUAGES},
        digest=sha256_hex(canonical(content)),
    )


def _wording(fields: Mapping[str, str]) -> Wording:
    return Wording(title=fields["title"].strip(), text=fields["text"].strip(), short=fields["short"].strip())
