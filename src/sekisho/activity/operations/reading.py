"""Lines in, rejected lines out.

Reading streams: whatever a file holds, memory stays bounded by one longest line and the unpacker's buffers. Damage is
told as a line like any other, so that one bad file end never costs the lines before it.
"""

import base64
import hashlib
import io
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from sekisho.activity.operations.decoding import LONGEST_LINE
from sekisho.activity.operations.unpacking import unpack
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine

KEPT = 4_096
"""Bytes of a rejected line that are kept beside its digest."""
_LIMIT = LONGEST_LINE + 2  # with \r\n
_CHUNK = 1 << 20
_NEWLINE = 10


class Lines:
    r"""The lines of one NDJSON file: plain, gzip or zstd, told apart by their first bytes; ``-`` is standard input.

    Iterating gives ``(number, line)``; numbers start at 1, lines come without their ``\n`` or ``\r\n``. A line longer
    than 262,144 bytes, and the last line of a damaged compressed file, come as a ``SpoiltLine``: its readable
    part, which ``decode`` refuses with the reason.
    """

    def __init__(self, path: str | Path) -> None:
        """Open the file.

        Raises:
            OSError: it cannot be opened.

        """
        self._own = str(path) != "-"
        source: Any = Path(path).open("rb") if self._own else sys.stdin.buffer  # noqa: SIM115 - closed by close()
        self._source: io.BufferedReader = source if hasattr(source, "peek") else io.BufferedReader(source)
        self.size = os.fstat(source.fileno()).st_size if self._own else 0
        """Bytes of the file as it lies on disk; 0 for standard input."""
        self._stream, self._packed = unpack(self._source)
        self._told = False

    @property
    def consumed(self) -> int:
        """Bytes of the file read so far, of ``size``; for a progress bar."""
        return self._source.tell() if self._own else 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        number = 0
        readline = self._stream.readline
        while line := readline(_LIMIT):
            number += 1
            if line[-1] != _NEWLINE:
                line = self._unended(line)
            yield number, line if isinstance(line, SpoiltLine) else line.rstrip(b"\r\n")
        if self._damage and not self._told:
            yield number + 1, self._spoilt_end(b"")

    @property
    def _damage(self) -> str | None:
        return self._packed.failure if self._packed else None

    def _unended(self, line: bytes) -> bytes:
        """A line without its end: too long, or the last one of the file."""
        if len(line) == _LIMIT:
            return self._overlong(line)
        return self._spoilt_end(line) if self._damage else line

    def _spoilt_end(self, line: bytes) -> SpoiltLine:
        self._told = True
        rejection = BadEvent(Code.BROKEN_ARCHIVE, detail=self._damage or "")
        return SpoiltLine.of(line, rejection=rejection, size=len(line), sha256=hashlib.sha256(line).hexdigest())

    def _overlong(self, head: bytes) -> SpoiltLine:
        """Read a gigantic line to its end without keeping it."""
        digest, size, part = hashlib.sha256(head), len(head), head
        while part and part[-1] != _NEWLINE:
            part = self._stream.readline(_CHUNK)
            rest = part.rstrip(b"\r\n") if part.endswith(b"\n") else part
            digest.update(rest)
            size += len(rest)
        rejection = BadEvent(Code.LINE_TOO_LONG, detail=f"{LONGEST_LINE:,}")
        return SpoiltLine.of(head, rejection=rejection, size=size, sha256=digest.hexdigest())

    def close(self) -> None:
        """Close the file; standard input stays open for others."""
        if self._stream is not self._source:
            self._stream.close()
        if self._own:
            self._source.close()
        elif self._source is not sys.stdin.buffer:
            self._source.detach()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_lines(path: str | Path) -> Iterator[tuple[int, bytes]]:
    """The numbered lines of a file; see ``Lines``.

    Raises:
        OSError: the file cannot be opened or read.

    """
    with Lines(path) as lines:
        yield from lines


def rejects_path(path: Path) -> Path:
    """Where the rejected lines of ``path`` go: ``a/events.ndjson.gz`` gives ``a/events.rejected.ndjson``."""
    name = path.name
    for ending in (".gz", ".zst", ".ndjson", ".jsonl", ".json", ".csv", ".log", ".txt"):
        name = name.removesuffix(ending)
    return path.with_name(f"{name or 'standard-input'}.rejected.ndjson")


class RejectsWriter:
    """Keeps every rejected line with its number and reason, and counts them by code.

    One JSON object a line: ``line``, ``reason`` (code), ``field``, ``ja``, ``en``, ``raw``, ``size``; where ``raw`` is
    base64, ``encoding`` says so; where it is cut at 4,096 bytes, ``sha256`` is the digest of the whole line.
    """

    def __init__(self, path: str | Path) -> None:
        """Begin the file, emptying one that stands there.

        Raises:
            OSError: it cannot be written.

        """
        self._file = Path(path).open("wb")  # noqa: SIM115 - closed by close()
        self.counts: Counter[str] = Counter()
        """How many lines were rejected, by code."""

    def write(self, number: int, line: bytes, rejection: BadEvent) -> None:
        """Keep one line.

        Args:
            number: the line's number in its file, from 1.
            line: the line as it was read, or what could be read of it.
            rejection: why it was refused.

        Raises:
            OSError: the file cannot be written.

        """
        self.counts[rejection.code.value] += 1
        record = {
            "line": number,
            "reason": rejection.code.value,
            "field": rejection.field,
            "ja": rejection.reason.ja,
            "en": rejection.reason.en,
            **_kept(line),
        }
        self._file.write(msgspec.json.encode(record) + b"\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _kept(line: bytes) -> dict[str, str | int]:
    """``raw`` with what is needed to read it, and the digest of what is left out."""
    spoilt = line if isinstance(line, SpoiltLine) else None
    size = spoilt.size if spoilt is not None else len(line)
    head = bytes(line[:KEPT])
    text = _as_text(head, cut=size > len(head))
    kept: dict[str, str | int] = {"raw": base64.b64encode(head).decode() if text is None else text, "size": size}
    if text is None:
        kept["encoding"] = "base64"
    if size > len(head):
        kept["sha256"] = spoilt.sha256 if spoilt is not None else hashlib.sha256(line).hexdigest()
    return kept


def _as_text(head: bytes, *, cut: bool) -> str | None:
    """The text of ``head``; a character split by the cut is left out; None when it is not UTF-8."""
    try:
        return head.decode()
    except UnicodeDecodeError as error:
        split = cut and error.reason == "unexpected end of data"
        return head[: error.start].decode() if split else None
