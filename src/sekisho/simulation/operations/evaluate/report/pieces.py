"""What a page of the report is made of. Every text is in both languages; cells are finished strings or texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sekisho.kernel.texts import Text

Cell = str | Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, a head, and rows whose first cell names the row."""

    caption: Text
    head: Sequence[Text]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot: the stem of its file, what it shows for those who cannot see it, and the table of what is drawn."""

    stem: str
    alt: Text
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report."""

    id: str
    title: Text
    lead: Sequence[Text]
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[Text] = field(default=())


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the summary, and what it means."""

    value: Cell
    name: Text
    meaning: Text


def read(cell: Cell, language: str) -> str:
    """The cell in one language."""
    return cell if isinstance(cell, str) else cell.read(language)
