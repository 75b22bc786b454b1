"""The history of facts: every judged event with the facts it was judged on, in Parquet files.

Rows are kept apart by event type, because half of the facts exist for some types only: a file holds the columns
that its type can have, and a backtest of a rule about orders opens the files of orders and nothing else.
A file is written under another name and renamed when it is whole, so a reader never meets half a file; what a
crash leaves behind is ignored, and a replay of the journal brings the lost rows back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import numpy as np
import pyarrow as pa

from sekisho.activity.types.events import DECIDED
from sekisho.activity.types.fact import Kind
from sekisho.activity.types.facts import CATALOGUE, CATALOGUE_HASH, INDEX, FactRow
from sekisho.decisions.operations.history_files import HistoryFile
from sekisho.decisions.types.history import CATALOGUE_KEY, KEYS, RULEBOOK_KEY, columns_of
from sekisho.kernel.verdicts import Verdict

ROWS_PER_FILE = 1_000_000
ROWS_PER_CHUNK = 4_096
ROWS_PER_BITE = 32

_WORD = pa.dictionary(pa.int32(), pa.string())
_KINDS = {Kind.NUMBER: pa.float64(), Kind.BOOLEAN: pa.bool_(), Kind.TEXT: _WORD}
_KEY_KINDS = {
    "VARCHAR": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(),
    "UTINYINT": pa.uint8(), "VARCHAR[]": pa.list_(pa.string()),
}  # fmt: skip
_EVENT_TYPE = INDEX["event_type"]
_Keys = tuple[str, str, int, float | None, Verdict, Sequence[str], Sequence[str]]


class UnknownEventTypeError(ValueError):
    """A row of facts names no event type that is decided."""


def schema_of(event_type: str, *, rulebook: str) -> pa.Schema:
    """The columns of files of one event type, with the catalogue and the rulebook noted in them."""
    keys = ((name, _KEY_KINDS[kind]) for name, kind in KEYS)
    facts = ((fact.name, _KINDS[fact.kind]) for fact in columns_of(event_type))
    return pa.schema([*keys, *facts], metadata={CATALOGUE_KEY: CATALOGUE_HASH, RULEBOOK_KEY: rulebook})


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a row of facts of one event type becomes columns: the places of numbers and of words in the row."""

    figures: tuple[int, ...]
    words: tuple[int, ...]
    schema: pa.Schema

    @classmethod
    def of(cls, event_type: str, rulebook: str) -> "_Layout":
        facts = columns_of(event_type)
        return cls(
            tuple(INDEX[fact.name] for fact in facts if fact.kind is not Kind.TEXT),
            tuple(INDEX[fact.name] for fact in facts if fact.kind is Kind.TEXT),
            schema_of(event_type, rulebook=rulebook),
        )


def _column(values: Sequence[object] | pa.Array, kind: pa.DataType) -> pa.Array:
    if isinstance(values, pa.Array) or not pa.types.is_list(kind):
        return pa.array(values, kind)
    # Most lists are empty; counting them is quicker than having each one looked at.
    lists = cast("Sequence[Sequence[str]]", values)
    offsets = np.fromiter(accumulate(map(len, lists), initial=0), np.int32, count=len(lists) + 1)
    return pa.ListArray.from_arrays(offsets, pa.array(list(chain.from_iterable(lists)), pa.string()))


class _Chunk:
    """Rows of one event type on their way from Python values to columns.

    Numbers go into one matrix in small bites, while their objects are still in the processor's cache; that costs
    half of building each column from Python objects later.
    """

    def __init__(self, layout: _Layout) -> None:
        self._layout = layout
        self._matrix = np.empty((len(layout.figures), ROWS_PER_CHUNK))
        self._take_figures = itemgetter(*layout.figures)
        self._take_words = itemgetter(*layout.words)
        self._keys: list[_Keys] = []
        self._words: list[tuple[str | None, ...]] = []
        self._bite: list[FactRow] = []
        self.rows = 0

    def add(self, keys: _Keys, facts: FactRow) -> int:
        """Take one row; says how many the chunk holds."""
        self._keys.append(keys)
        self._bite.append(facts)
        self.rows += 1
        if len(self._bite) == ROWS_PER_BITE:
            self._swallow()
        return self.rows

    def _swallow(self) -> None:
        bite, end = self._bite, self.rows
        flat = chain.from_iterable(map(self._take_figures, bite))
        values = np.fromiter(flat, np.float64, count=len(bite) * len(self._layout.figures))
        self._matrix[:, end - len(bite) : end] = values.reshape(len(bite), len(self._layout.figures)).T
        self._words.extend(map(self._take_words, bite))
        bite.clear()

    def take(self) -> pa.RecordBatch:
        """The rows as columns; the chunk is empty afterwards."""
        self._swallow()
        named = dict(zip((name for name, _ in KEYS), zip(*self._keys, strict=True), strict=True))
        words = (CATALOGUE[place].name for place in self._layout.words)
        named |= zip(words, zip(*self._words, strict=True), strict=True)
        named |= self._figures()
        self._keys.clear()
        self._words.clear()
        self.rows = 0
        schema = self._layout.schema
        return pa.record_batch([_column(named[field.name], field.type) for field in schema], schema=schema)

    def _figures(self) -> dict[str, pa.Array]:
        """Numbers and booleans; NaN counts as absent, because SQL has no other word for it."""
        matrix = self._matrix[:, : self.rows]
        absent = np.isnan(matrix)
        named: dict[str, pa.Array] = {}
        for place, column, mask in zip(self._layout.figures, matrix, absent, strict=True):
            fact = CATALOGUE[place]
            values = column != 0 if fact.kind is Kind.BOOLEAN else column
            named[fact.name] = pa.array(values, mask=mask)
        return named


class HistoryWriter:
    """Keeps judged events; use it as a context, or call ``close`` when no more rows come.

    Rows of an unfinished file are not seen by readers; ``close`` finishes all files.
    """

    def __init__(self, directory: Path, *, rulebook: str, rows_per_file: int = ROWS_PER_FILE) -> None:
        """Open the history for writing.

        Args:
            directory: where the files go; made when absent.
            rulebook: the version of the rulebook in force, kept in each file.
            rows_per_file: a file is finished when it holds at least as many rows.

        """
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._rows_per_file = rows_per_file
        self._layouts = {event_type: _Layout.of(event_type, rulebook) for event_type in DECIDED}
        self._chunks: dict[str, _Chunk] = {name: _Chunk(layout) for name, layout in self._layouts.items()}
        self._files: dict[str, HistoryFile] = {}

    def append(
        self,
        *,
        event: str,
        account: str,
        at: int,
        facts: FactRow,
        score: float | None,
        verdict: Verdict,
        fired: Sequence[str] = (),
        degraded: Sequence[str] = (),
    ) -> None:
        """Keep one judged event.

        The row of facts is held until its chunk is written, so the caller must not change it afterwards.

        Args:
            event: the event's id.
            account: the account's pseudonym.
            at: event time in milliseconds.
            facts: the row in the order of the catalogue.
            score: the model's score, absent when no model was in force.
            verdict: what was answered.
            fired: names of the rules that fired.
            degraded: codes of what was missing or late.

        Raises:
            UnknownEventTypeError: the row's event type is not one that is decided.

        """
        event_type = facts[_EVENT_TYPE]
        try:
            chunk = self._chunks[event_type]  # type: ignore[index] # any other value ends in the error below
        except KeyError:
            message = f"event {event!r}: the fact event_type is {event_type!r}, which is never decided"
            raise UnknownEventTypeError(message) from None
        if chunk.add((event, account, at, score, verdict, fired, degraded), facts) == ROWS_PER_CHUNK:
            self._drain(str(event_type))

    def extend(self, event_type: str, rows: pa.RecordBatch) -> None:
        """Keep events of one type that are columns already, as ``schema_of`` has them."""
        self._drain(event_type)
        self._add(event_type, rows)

    def close(self) -> None:
        """Finish every file; the rows so far can be read from now on. Appending may go on in new files."""
        for event_type in DECIDED:
            self._drain(event_type)
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _drain(self, event_type: str) -> None:
        chunk = self._chunks[event_type]
        if chunk.rows:
            self._add(event_type, chunk.take())

    def _add(self, event_type: str, rows: pa.RecordBatch) -> None:
        file = self._files.get(event_type)
        if file is None:
            file = self._files[event_type] = HistoryFile(self._directory, event_type, self._layouts[event_type].schema)
        file.add(rows)
        if file.rows >= self._rows_per_file:
            self._files.pop(event_type).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
