"""Where a replay writes: plain NDJSON, or packed by the ending of the name."""

import gzip
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import zstandard

_BUFFER = 1 << 20


class Sink:
    """An output file. Plain ones know their length, so that a replay can go on where it broke off."""

    def __init__(self, path: Path, *, keep: int | None = None) -> None:
        """Open the file, empty, or cut to its first ``keep`` bytes.

        Raises:
            OSError: it cannot be written.
            PackedSinkError: ``keep`` is asked of a packed file.

        """
        self.packed = path.suffix in {".gz", ".zst"}
        if keep is not None and self.packed:
            raise PackedSinkError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._raw = path.open("r+b" if keep is not None else "wb", buffering=_BUFFER)
        if keep is not None:
            self._raw.truncate(keep)
            self._raw.seek(keep)
        self._file = _pack(self._raw, path)
        self.write = self._file.write

    def settle(self) -> int:
        """Bring everything to the disk. Returns the length of the file in bytes."""
        self._file.flush()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        return self._raw.tell()

    def close(self) -> None:
        """Finish and close the file."""
        self._file.close()
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class PackedSinkError(ValueError):
    """A packed output cannot be cut and gone on with."""

    def __init__(self, path: Path) -> None:
        """Name the file and the way out."""
        super().__init__(f"{path.name}: a packed file cannot be resumed; write plain .ndjson, or start anew")


def _pack(raw: IO[bytes], path: Path) -> IO[bytes]:
    if path.suffix == ".zst":
        return cast("IO[bytes]", zstandard.ZstdCompressor(level=3).stream_writer(raw, closefd=False))
    if path.suffix == ".gz":
        # no name and no time in the header: the same input gives the same bytes
        return cast("IO[bytes]", gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0))
    return raw
