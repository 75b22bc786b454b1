"""The history of facts as DuckDB sees it: one view for each event type, and one over all of them.

Files of an older catalogue are read by name: facts they lack are absent, facts that are gone are not shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.facts import CATALOGUE
from sekisho.decisions.types.history import CATALOGUE_KEY, COLUMN_TYPES, KEYS, RULEBOOK_KEY, pattern_of

COLUMNS: tuple[tuple[str, str], ...] = KEYS + tuple((fact.name, COLUMN_TYPES[fact.kind]) for fact in CATALOGUE)


class NoHistoryError(FileNotFoundError):
    """The directory holds no finished history."""


class HistoryColumnError(ValueError):
    """A file holds a column of another kind than the catalogue has."""


@dataclass(frozen=True, slots=True)
class History:
    """An opened history; close it when done.

    ``rows`` counts rows by event type, ``rulebooks`` names the rulebooks that judged them. ``connection`` has the
    views ``history`` and ``history_<event type>``, whose columns are the keys of ``types.history``, then all facts.
    """

    connection: duckdb.DuckDBPyConnection
    rows: Mapping[str, int]
    rulebooks: tuple[str, ...]

    def relation(self) -> duckdb.DuckDBPyRelation:
        """All rows, with the columns that every event type shares."""
        return self.connection.table("history")

    def close(self) -> None:
        """Let go of the files."""
        self.connection.close()


def view_of(event_type: str) -> str:
    """The name of the view over one event type."""
    return f"history_{event_type}"


def open_history(directory: Path, *, threads: int = 2) -> History:
    """Open the finished files of a history for reading.

    Raises:
        NoHistoryError: there is none.
        HistoryColumnError: a column's kind has changed since a file was written.

    """
    files = {event_type: sorted(directory.glob(pattern_of(event_type))) for event_type in DECIDED}
    if not any(files.values()):
        message = (
            f"{directory} holds no finished history (login-00000001.parquet and so on); replay events with --history"
        )
        raise NoHistoryError(message)
    connection = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
    # Progress is measured for whoever asks, and drawn by nobody but the command line.
    connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    footers = {event_type: [pq.read_metadata(path) for path in paths] for event_type, paths in files.items()}
    for event_type, paths in files.items():
        _show(connection, event_type, paths, alike=len({_note(f, CATALOGUE_KEY) for f in footers[event_type]}) == 1)
    union = " UNION ALL BY NAME ".join(f'FROM "{view_of(event_type)}"' for event_type in DECIDED)
    connection.execute(f"CREATE VIEW history AS {union}")
    return History(
        connection,
        {event_type: sum(footer.num_rows for footer in found) for event_type, found in footers.items()},
        tuple(sorted({_note(footer, RULEBOOK_KEY) for found in footers.values() for footer in found})),
    )


def _note(footer: pq.FileMetaData, key: str) -> str:
    value: bytes = (footer.metadata or {}).get(key.encode(), b"")
    return value.decode()


def _show(connection: duckdb.DuckDBPyConnection, event_type: str, paths: Sequence[Path], *, alike: bool) -> None:
    """Make the view of one event type; what its files lack is NULL."""
    source, held = "(SELECT 1 WHERE FALSE)", {}
    if paths:
        # Path names cannot be bound in a view; quotes in them are doubled.
        names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        source = f"read_parquet([{names}]{'' if alike else ', union_by_name = true'})"
        described = connection.execute(f"DESCRIBE FROM {source}").fetchall()
        held = {str(row[0]): str(row[1]) for row in described}
    columns = ", ".join(_column(name, kind, held, event_type) for name, kind in COLUMNS)
    connection.execute(f'CREATE VIEW "{view_of(event_type)}" AS SELECT {columns} FROM {source}')  # noqa: S608 - the same


def _column(name: str, kind: str, held: Mapping[str, str], event_type: str) -> str:
    found = held.get(name)
    if found is None:
        return f'NULL::{kind} AS "{name}"'
    if found != kind:
        message = f"history of {event_type}: column {name!r} is {found}, the catalogue has {kind}; move old files away"
        raise HistoryColumnError(message)
    return f'"{name}"'
