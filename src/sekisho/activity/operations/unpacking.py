"""Bytes out of plain, gzip and zstd files, in constant memory, and without a crash where a file is damaged."""

import gzip
import io
import zlib
from typing import BinaryIO

import zstandard

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = b"\x2a\x4d\x18"  # preceded by a byte 0x50 to 0x5f (RFC 8878, section 3.1.2)
_BUFFER = 131_072
_SIP = 512
"""Compressed bytes taken at once: zstd unfolds four bytes into 128 KiB at worst, so 16 MiB bound the output."""


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a compressed stream; where it is damaged, it ends and ``failure`` says why."""

    def __init__(self, source: "ZstdFrames | gzip.GzipFile") -> None:
        self._source = source
        self.failure: str | None = None

    def readable(self) -> bool:
        """True: this stream is for reading."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill ``buffer``; 0 at the end, be it the proper one or that of a damaged file."""
        try:
            part = self._source.read1(len(buffer))  # one step at a time, so that damage costs no good bytes
        except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
            self.failure = str(error)
            return 0
        buffer[: len(part)] = part
        return len(part)


class ZstdFrames:
    """One zstd frame after the other; unlike the library's own reader it notices a frame without an end."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._context = zstandard.ZstdDecompressor()
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed = b""
        self._ready = memoryview(b"")

    def read1(self, size: int) -> memoryview:
        """At most ``size`` bytes; none at the end.

        Raises:
            EOFError: the last frame is not complete.
            zstandard.ZstdError: the bytes are no zstd frame, or one that needs more than 128 MiB.

        """
        while not self._ready:
            packed = self._packed or self._source.read(_SIP)
            if not packed:
                return self._end()
            self._unpack(packed)
        part, self._ready = self._ready[:size], self._ready[size:]
        return part

    def _unpack(self, packed: bytes) -> None:
        frame = self._frame or self._context.decompressobj()
        self._ready = memoryview(frame.decompress(packed))
        self._packed = frame.unused_data if frame.eof else b""
        self._frame = None if frame.eof else frame

    def _end(self) -> memoryview:
        if self._frame is not None:
            message = "Compressed file ended before the end of a frame"
            raise EOFError(message)
        return self._ready


def unpack(source: io.BufferedReader) -> tuple[BinaryIO, Unpacked | None]:
    """Look at the first bytes (not at the file's name) and unpack what is packed.

    Args:
        source: the file, at its beginning.

    Returns:
        The plain bytes, buffered; and, for a compressed file, the stream whose ``failure`` tells of damage.

    """
    head = source.peek(4)[:4]
    if head.startswith(_GZIP):
        packed = Unpacked(gzip.GzipFile(fileobj=source))
    elif head == _ZSTD or head[1:] == _ZSTD_SKIPPABLE:
        packed = Unpacked(ZstdFrames(source))
    else:
        return source, None
    return io.BufferedReader(packed, _BUFFER), packed
