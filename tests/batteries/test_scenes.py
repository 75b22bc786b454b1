"""Every page in both languages, as somebody sees it; and every template is seen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.dispatch import Signal
from django.template import Template
from django.test.signals import template_rendered
from tests.builders.scenes import SCENES
from tests.builders.scenes_desk import DESK_SCENES
from tests.builders.scenes_factors import FACTOR_SCENES
from tests.builders.scenes_grants import GRANT_SCENES
from tests.builders.scenes_policy import POLICY_SCENES
from tests.builders.scenes_staff import STAFF_SCENES

import sekisho

DIRECTORY = Path(sekisho.__file__).parent / "web" / "templates"
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
VOID = {"meta", "link", "input", "br", "img", "path", "hr"}
EVERY = {**SCENES, **FACTOR_SCENES, **GRANT_SCENES, **STAFF_SCENES, **DESK_SCENES, **POLICY_SCENES}
SPOKEN = {"alt", "title", "placeholder", "aria-label"}


class Reader(HTMLParser):
    """What a page says, without what it says in another language on purpose, and how it is built."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.headings: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.language = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found["lang"]
        self.ids.extend([found["id"]] if "id" in found else [])
        self.labels.update([found["for"]] if tag == "label" and "for" in found else [])
        if tag in {"input", "select", "textarea"} and found.get("type") not in {"hidden", "checkbox", "radio"}:
            self.fields.append(found)
        self.said.extend(found[name] for name in SPOKEN & found.keys() if not self.elsewhere)
        if tag not in VOID:
            self.open.append((tag, found.get("lang", "") if tag != "html" else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of a drawing; it says nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in {"script", "style"}:
            return
        if self.open and self.open[-1][0] in {"h1", "h2", "h3"} and data.strip():
            self.headings.append(self.open[-1][0])
        if not self.elsewhere:
            self.said.append(data)

    @property
    def elsewhere(self) -> bool:
        return any(language and language != self.language for _, language in self.open)


@contextmanager
def seen(signal: Signal = template_rendered) -> Iterator[set[str]]:
    """The templates that are rendered meanwhile."""
    names: set[str] = set()

    def note(template: Template, **_: object) -> None:
        names.add(str(template.name))

    signal.connect(note)
    try:
        yield names
    finally:
        signal.disconnect(note)


@pytest.mark.parametrize("name", EVERY)
def test_an_english_page_says_nothing_in_japanese(fresh_database: str, name: str) -> None:
    answer = EVERY[name]("en")
    page = Reader(answer.content.decode())

    assert answer.status_code < 500
    assert page.language == "en"
    assert [text.strip() for text in page.said if JAPANESE.search(text)] == []


@pytest.mark.parametrize("name", EVERY)
def test_a_japanese_page_says_everything_in_japanese(fresh_database: str, name: str) -> None:
    page = Reader(EVERY[name]("ja").content.decode())
    english = re.compile(r"\b(?:the|your|you|please|and|is|are|to)\b", re.IGNORECASE)

    assert page.language == "ja"
    names = {"my phone", "the computer", "a key"}
    assert [text.strip() for text in page.said if english.search(text) and text.strip() not in names] == []


@pytest.mark.parametrize("name", EVERY)
def test_a_page_is_built_so_that_a_reader_can_follow_it(fresh_database: str, name: str) -> None:
    """C-27: one main heading and no level left out, a label for each field, names that are used once."""
    page = Reader(EVERY[name]("en").content.decode())

    assert page.headings.count("h1") == 1
    assert page.headings[0] == "h1"
    assert [pair for pair in zip(page.headings, page.headings[1:], strict=False) if pair == ("h1", "h3")] == []
    assert [field for field in page.fields if field.get("id") not in page.labels and "aria-label" not in field] == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", {**SCENES, **FACTOR_SCENES})
def test_no_page_is_a_dead_end(fresh_database: str, name: str) -> None:
    """Every page leads on, and to the help line's words; all but those about a freeze lead to the emergency stop."""
    text = EVERY[name]("ja").content.decode()
    main = text.partition('id="main"')[2].partition("</main>")[0]

    assert "決してありません" in text
    assert re.search(r"<a |<button|<form", main)
    assert 'href="/freeze"' in text or "口座を止め" in text or "停止" in text


@pytest.mark.parametrize("name", {**STAFF_SCENES, **POLICY_SCENES})
def test_no_page_of_the_staff_is_a_dead_end_and_none_offers_what_is_for_customers(
    fresh_database: str, name: str
) -> None:
    text = EVERY[name]("ja").content.decode()
    main = text.partition('id="main"')[2].partition("</main>")[0]

    assert re.search(r"<a |<button|<form", main)
    assert 'href="/freeze"' not in text
    assert re.findall(r'href="/(?!staff/|static/)', text) == []


def test_every_template_is_seen_in_some_scene(fresh_database: str) -> None:
    with seen() as names:
        for scene in EVERY.values():
            scene("ja")

    assert {path.relative_to(DIRECTORY).as_posix() for path in DIRECTORY.rglob("*.html")} - names == set()
