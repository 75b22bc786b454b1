"""The public schedule as a page, which an entrance draws without knowing what it means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled table.

    Attributes:
        title: what stands above it.
        lead: a sentence before it; empty where there is none.
        head: titles of its columns.
        rows: its cells, all texts.

    """

    title: str
    lead: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page in one language.

    Attributes:
        title: its title.
        lead: sentences under the title.
        tables: what it tells.
        foot: sentences at its end: the hashes.

    """

    title: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    foot: tuple[str, ...]
