"""The report: two pages, their plots, all numbers as JSON, and the lines that were refused."""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from django.template import Context, Engine

from sekisho.kernel.texts import Text
from sekisho.simulation.operations.evaluate.lines import RefusedLine
from sekisho.simulation.operations.evaluate.report import burden, method, protection, scoring
from sekisho.simulation.operations.evaluate.report.pieces import Picture, Section, Table, read
from sekisho.simulation.operations.evaluate.report.plots import PLOTS
from sekisho.simulation.types.figures import Figures

TEMPLATES = Path(__file__).parents[3] / "templates"
PAGES = {"ja": "index.html", "en": "index.en.html"}
_SHEET = "report.css"
_TITLE = Text("検知と負担の評価", "Evaluation: detection and burden")


def write_report(figures: Figures, refused: Iterable[RefusedLine], out: Path) -> Path:
    """Write everything into the directory ``out``, which is made if it is missing.

    Returns:
        The Japanese page.

    Raises:
        OSError: the directory cannot be written to.

    """
    out.mkdir(parents=True, exist_ok=True)
    (out / "figures.json").write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")
    rows = b"".join(msgspec.json.encode(line.row()) + b"\n" for line in refused)
    (out / "rejected.ndjson").write_bytes(rows)
    shutil.copyfile(TEMPLATES / _SHEET, out / _SHEET)
    engine = Engine(dirs=[str(TEMPLATES)], autoescape=True)
    template = engine.get_template("report.html")
    sections = _sections(figures)
    for language, page in PAGES.items():
        for section in sections:
            for picture in section.pictures:
                PLOTS[picture.stem](figures, language, out / _file(picture, language))
        html = template.render(Context(_page(figures, sections, language), autoescape=True))
        (out / page).write_text(html, encoding="utf-8")
    return out / PAGES["ja"]


def _sections(figures: Figures) -> Sequence[Section]:
    parts = [protection.value_stopped(figures), protection.noticed(figures), protection.delay(figures)]
    if figures.campaigns:
        parts.append(protection.campaigns(figures))
    parts += [burden.friction(figures), burden.alerts(figures), scoring.ranking(figures), scoring.calibration(figures)]
    if figures.rules:
        parts.append(burden.rules(figures))
    return (*parts, method.method(figures))


def _file(picture: Picture, language: str) -> str:
    return f"{picture.stem}.{language}.svg"


def _page(figures: Figures, sections: Iterable[Section], language: str) -> dict[str, object]:
    """Finished strings for the template; numbers are formatted before so that no setting of Django has a say."""
    other = "en" if language == "ja" else "ja"
    return {
        "language": language,
        "other": other,
        "other_page": PAGES[other],
        "other_name": {"ja": "日本語", "en": "English"}[other],
        "title": _TITLE.read(language),
        "span": f"{figures.about.start[:10]} – {figures.about.end[:10]}",
        "warning": method.WARNING.read(language),
        "contents": Text("目次", "Contents").read(language),
        "summary": Text("要約", "Summary").read(language),
        "headlines": [
            {
                "value": read(line.value, language),
                "name": line.name.read(language),
                "meaning": line.meaning.read(language),
            }
            for line in method.headlines(figures)
        ],
        "sections": [_section(section, language) for section in sections],
    }


def _section(section: Section, language: str) -> dict[str, object]:
    return {
        "id": section.id,
        "title": section.title.read(language),
        "lead": [text.read(language) for text in section.lead],
        "pictures": [
            {
                "file": _file(picture, language),
                "alt": picture.alt.read(language),
                "table": _table(picture.table, f"{section.id}-drawn-{place}", language),
            }
            for place, picture in enumerate(section.pictures)
        ],
        "tables": [_table(table, f"{section.id}-{place}", language) for place, table in enumerate(section.tables)],
        "notes": [text.read(language) for text in section.notes],
    }


def _table(table: Table, name: str, language: str) -> dict[str, object]:
    rows = [[read(cell, language) for cell in row] for row in table.rows]
    return {
        "name": name,
        "caption": table.caption.read(language),
        "head": [text.read(language) for text in table.head],
        "rows": [{"first": row[0], "rest": row[1:]} for row in rows],
    }
