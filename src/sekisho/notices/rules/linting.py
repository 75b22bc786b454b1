"""Hold a template against what no message may hold (requirement C-18). Findings are values with file and line."""

import re
from collections.abc import Iterator
from string import Formatter

from sekisho.notices.rules.parts import parts
from sekisho.notices.rules.patterns import matches
from sekisho.notices.rules.rendering import ANSWER_SHORT, SAMPLE_CODE, with_answer
from sekisho.notices.rules.spelling import widest
from sekisho.notices.rules.template_file import File
from sekisho.notices.types.findings import Finding, finding
from sekisho.notices.types.templates import Template

MOST_PARTS = 2
"""Parts of SMS that one message may take."""
LONGEST_TITLE = 60
"""Characters of a title, with every place at its widest."""
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
_LATIN = re.compile(r"[A-Za-z]")
_PLACE = re.compile(r"\{[^{}]*\}")


def lint(template: Template, file: File) -> tuple[Finding, ...]:
    """Everything that is wrong with the words of a template."""
    return tuple(_findings(template, file))


def _findings(template: Template, file: File) -> Iterator[Finding]:
    used: set[str] = set()
    for language, wording in template.wordings.items():
        for part, text in (("title", wording.title), ("text", wording.text), ("short", wording.short)):
            key = f"{language}.{part}"
            yield from _forbidden(text, file, key)
            if _is_foreign(text, language):
                yield finding("language:text:foreign", file.place(key), key=key)
            names, broken = _places(text)
            used |= set(names)
            yield from _bad_places(template, file, key, names=names, broken=broken)
            if not broken and all(name in {*template.facts, "firm"} for name in names):
                yield from _too_long(template, file, language=language, part=part, text=text)
    for name in template.facts:
        if name not in used:
            yield finding("place:name:unused", file.place("facts"), name=name)


def _forbidden(text: str, file: File, key: str) -> Iterator[Finding]:
    for match in matches(_PLACE.sub("\u25a1", text)):  # a filled place may join what stands beside it, a box may not
        yield finding(match.code, file.place(key, match.found), found=match.found)


def _is_foreign(text: str, language: str) -> bool:
    words = _PLACE.sub("", text)
    return (
        not _JAPANESE.search(words) if language == "ja" else bool(_JAPANESE.search(words)) or not _LATIN.search(words)
    )


def _places(text: str) -> tuple[list[str], str]:
    """The names of the places, and what is wrong with the braces."""
    names: list[str] = []
    try:
        for _, name, form, conversion in Formatter().parse(text):
            if name is None:
                continue
            if form or conversion or not name.isidentifier():
                return names, "{" + name + "}"
            names.append(name)
    except ValueError as error:
        return names, str(error)
    return names, ""


def _bad_places(template: Template, file: File, key: str, *, names: list[str], broken: str) -> Iterator[Finding]:
    if broken:
        yield finding("place:form:wrong", file.place(key), problem=broken)
    for name in names:
        if name not in {*template.facts, "firm"}:
            yield finding("place:name:unknown", file.place(key, "{" + name + "}"), name=name)


def _too_long(template: Template, file: File, *, language: str, part: str, text: str) -> Iterator[Finding]:
    key = f"{language}.{part}"
    wide = text.format_map({name: widest(name, language=language) for name in (*template.facts, "firm")})
    if part == "title" and len(wide) > LONGEST_TITLE:
        yield finding("text:title:long", file.place(key), length=len(wide), most=LONGEST_TITLE)
    if part == "short":
        code = SAMPLE_CODE if template.answer else ""
        count = parts(with_answer(wide, ANSWER_SHORT, code=code, language=language, gap=" "))
        if count > MOST_PARTS:
            yield finding("sms:parts:many", file.place(key), parts=count, most=MOST_PARTS)
