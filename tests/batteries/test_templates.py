"""Every template speaks both languages completely: nothing is said outside a tag that has both, and every tag has both.

What is shown of the journal, of policies and of settings are values (``Text``), whose two languages other batteries
check. ``test_scenes.py`` renders the pages.
"""

import re
from pathlib import Path

import pytest
from django.template import engines

import sekisho

DIRECTORY = Path(sekisho.__file__).parent / "web" / "templates"
TEMPLATES = sorted(path.relative_to(DIRECTORY).as_posix() for path in DIRECTORY.rglob("*.html"))
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_SAY = re.compile(r"\{%\s*say\s+(?P<body>.*?)%\}", re.DOTALL)
_PART = re.compile(r"""\b(ja|en)=(?:"([^"]*)"|'([^']*)')""")
_PLACE = re.compile(r"\{(\w+)\}")
_DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_UNSPOKEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<a [^>]*\blang=[^>]*>.*?</a>", re.DOTALL)
_SPOKEN_ATTRIBUTE = re.compile(r"""\b(?:alt|title|placeholder|aria-label|value)=(["'])(.*?)\1""", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LETTERS = re.compile(r"[A-Za-z぀-ヿ一-鿿]")


def source(name: str) -> str:
    return (DIRECTORY / name).read_text(encoding="utf-8")


def sayings(name: str) -> list[dict[str, str]]:
    """The two languages of every ``say``."""
    return [
        {language: double or single for language, double, single in _PART.findall(found["body"])}
        for found in _SAY.finditer(source(name))
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_saying_has_both_languages(name: str) -> None:
    broken = [said for said in sayings(name) if not said.get("ja") or not said.get("en")]
    mixed = [said["en"] for said in sayings(name) if JAPANESE.search(said.get("en", ""))]

    assert broken == []
    assert mixed == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_japanese_sayings_are_japanese(name: str) -> None:
    wordy = [said for said in sayings(name) if len(said["ja"]) > 3 and not JAPANESE.search(_PLACE.sub("", said["ja"]))]

    assert wordy == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_both_languages_fill_the_same_places(name: str) -> None:
    different = [said for said in sayings(name) if set(_PLACE.findall(said["ja"])) != set(_PLACE.findall(said["en"]))]

    assert different == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_said_in_one_language_only(name: str) -> None:
    spoken = _UNSPOKEN.sub("", _DJANGO.sub("", source(name)))
    attributes = [found[1] for found in _SPOKEN_ATTRIBUTE.findall(spoken) if JAPANESE.search(found[1])]
    bare = [line.strip() for line in _TAG.sub("\n", spoken).splitlines() if _LETTERS.search(line)]

    assert bare == []
    assert attributes == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles_and_holds_no_inline_code(name: str) -> None:
    engines["django"].get_template(name)
    text = _DJANGO.sub("", source(name))

    assert re.findall(r"\son\w+\s*=|\sstyle\s*=|javascript:|<style\b", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_phishing_resistance_is_never_called_biometric(name: str) -> None:
    """C-27: what protects is the key's bond to the address, not a finger."""
    assert re.findall(r"生体認証|biometric", source(name), re.IGNORECASE) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_form_that_changes_something_carries_its_token(name: str) -> None:
    forms = re.findall(r"<form\b.*?</form>", source(name), re.DOTALL)
    changing = [form for form in forms if 'method="post"' in form or "data-webauthn" in form]

    assert [form for form in changing if "{% csrf_token %}" not in form] == []
