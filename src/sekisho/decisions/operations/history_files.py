"""One file of the history while it grows: written under another name, renamed when it is whole."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sekisho.decisions.types.history import ENDING, UNFINISHED

ROWS_PER_GROUP = 65_536
"""Rows per row group: what DuckDB hands to one thread at a time."""


def _taken(directory: Path, event_type: str) -> int:
    """The highest number among files of this type, finished or not."""
    numbers = (path.stem.rpartition("-")[2] for path in directory.glob(f"{event_type}-*"))
    return max((int(digits) for digits in numbers if digits.isdecimal()), default=0)


def reserve(directory: Path, event_type: str, *, after: int) -> tuple[Path, Path]:
    """Take the first free number after ``after``: the file's final path, and the one to write to.

    The unfinished file is created exclusively, which keeps other writers off the number.
    """
    number = after
    while True:
        number += 1
        final = directory / f"{event_type}-{number:08d}{ENDING}"
        unfinished = final.with_suffix(UNFINISHED)
        try:
            unfinished.touch(exist_ok=False)
        except FileExistsError:
            continue
        return final, unfinished


def _settle(unfinished: Path, final: Path) -> None:
    """Put the bytes on the disk, then give the file its name, then put the name on the disk."""
    _to_disk(unfinished)
    unfinished.rename(final)
    _to_disk(final.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class HistoryFile:
    """One Parquet file of one event type, while it grows."""

    def __init__(self, directory: Path, event_type: str, schema: pa.Schema) -> None:
        """Begin the next file of this type in ``directory``."""
        self.rows = 0
        self._waiting: list[pa.RecordBatch] = []
        self._final, self._unfinished = reserve(directory, event_type, after=_taken(directory, event_type))
        words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        self._writer = pq.ParquetWriter(
            self._unfinished,
            schema,
            compression="zstd",
            compression_level=1,
            write_statistics=["at"],  # the only column by which a reader can skip rows
            # Floats repeat too seldom for a dictionary to pay; words and rule names always repeat.
            use_dictionary=[*words, "account", "fired.list.element", "degraded.list.element"],
        )

    def add(self, rows: pa.RecordBatch) -> None:
        """Take rows; they reach the disk in groups worth reading."""
        self._waiting.append(rows)
        self.rows += len(rows)
        if sum(map(len, self._waiting)) >= ROWS_PER_GROUP:
            self._write_group()

    def close(self) -> None:
        """Finish the file and give it its name."""
        self._write_group()
        self._writer.close()
        _settle(self._unfinished, self._final)

    def _write_group(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting))
            self._waiting.clear()
