"""The written pages of the project, and the console lines in them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GENERATED = DOCS / "reference" / "generated"
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def papers() -> list[Path]:
    """The project's papers beside the documentation."""
    return sorted(ROOT.glob("*.md"))


def written() -> list[Path]:
    """Every Markdown page that somebody wrote."""
    return papers() + sorted(
        path for path in DOCS.rglob("*.md") if not {"_build", "generated"} & set(path.relative_to(DOCS).parts)
    )


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> list[str]:
    """The blocks of one language in a page."""
    return [text for found, text in _BLOCK.findall(read(path)) if found == language]


def console_lines() -> Iterator[tuple[str, str]]:
    """Name of the page and command, for every command that a page tells the reader to type."""
    for path in written():
        for block in blocks(path, "console"):
            for line in block.replace("\\\n", " ").splitlines():
                if line.startswith("$ "):
                    yield path.relative_to(ROOT).as_posix(), line.removeprefix("$ ").removeprefix("uv run ")
