"""The report: both languages, no script, no other host, every plot with its table."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec import structs

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.lines import RefusedLine
from sekisho.simulation.operations.evaluate.report import PAGES, write_report
from sekisho.simulation.types.figures import Figures

REFUSED = (RefusedLine(file="d.ndjson", line=7, reason=Text("壊れた行", "a broken line")),)


class Page(HTMLParser):
    """What a page refers to and says."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.styles = 0
        self.language = ""
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.styles += "style" in values or any(name.startswith("on") for name in values)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values[name] or "" for name in ("href", "src") if name in values]
        if tag == "img":
            self.images.append(values)
        if tag == "html":
            self.language = values["lang"] or ""


@pytest.fixture(scope="session")
def out(figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "deep" / "report"
    assert write_report(figures, REFUSED, path) == path / "index.html"
    return path


@pytest.mark.parametrize(("language", "name"), PAGES.items())
def test_each_page_is_in_its_language_and_leads_to_the_other(out: Path, language: str, name: str) -> None:
    page = Page(out / name)

    assert page.language == language
    assert set(PAGES.values()) - {name} <= set(page.links)


@pytest.mark.parametrize("name", PAGES.values())
def test_pages_hold_no_script_no_inline_style_and_no_other_host(out: Path, name: str) -> None:
    page = Page(out / name)

    assert "script" not in page.tags
    assert "style" not in page.tags
    assert page.styles == 0
    assert not [link for link in page.links if ":" in link or link.startswith("//")]
    assert "default-src 'none'" in page.text


@pytest.mark.parametrize("name", PAGES.values())
def test_every_link_leads_somewhere(out: Path, name: str) -> None:
    page = Page(out / name)

    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link[1:] in page.ids if link.startswith("#") else (out / link).is_file()


@pytest.mark.parametrize("name", PAGES.values())
def test_every_plot_says_what_it_shows(out: Path, name: str) -> None:
    page = Page(out / name)

    assert len(page.images) == 8
    assert all(len(image["alt"] or "") > 20 for image in page.images)
    assert page.tags.count("table") > len(page.images)


def test_words_from_the_data_are_escaped(out: Path) -> None:
    assert "&lt;odd&gt; &amp; end" in (out / "index.html").read_text(encoding="utf-8")


def test_all_numbers_are_in_the_json(out: Path, figures: Figures) -> None:
    numbers = json.loads((out / "figures.json").read_text(encoding="utf-8"))

    assert numbers["about"]["decisions"] == figures.about.decisions
    assert numbers["worth"][-1]["own"]["value"] == pytest.approx(1 / 3)


def test_refused_lines_are_listed(out: Path) -> None:
    assert json.loads((out / "rejected.ndjson").read_text(encoding="utf-8"))["line"] == 7


def test_the_same_figures_give_the_same_files(out: Path, figures: Figures, tmp_path: Path) -> None:
    write_report(figures, REFUSED, tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in out.iterdir()
    }


def test_parts_without_data_are_left_out_and_a_missing_model_is_told(figures: Figures, tmp_path: Path) -> None:
    about = structs.replace(figures.about, models=("none",), accounts_stated=True)
    bare = structs.replace(figures, about=about, campaigns=(), rules=(), alerts=(), inputs=())

    write_report(bare, (), tmp_path)
    text = (tmp_path / "index.en.html").read_text(encoding="utf-8")

    assert "no model was asked" in text
    assert "No file of alerts was read" in text
    assert 'id="rules"' not in text
    assert 'id="campaigns"' not in text
    assert "(as stated)" in text
