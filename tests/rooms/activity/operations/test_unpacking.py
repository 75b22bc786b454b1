"""Compressed files, whole and damaged."""

import gzip
import io
import tracemalloc

import pytest
import zstandard

from sekisho.activity.operations.unpacking import unpack

_PLAIN = b"".join(b"line %d\n" % number for number in range(50_000))
_ZSTD = zstandard.ZstdCompressor().compress(_PLAIN)
_SKIPPABLE = b"\x50\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"note"


def unpacked(data: bytes) -> tuple[bytes, str | None]:
    stream, packed = unpack(io.BufferedReader(io.BytesIO(data)))
    return stream.read(), packed and packed.failure


@pytest.mark.parametrize(
    "data",
    [
        _PLAIN,
        gzip.compress(_PLAIN),
        gzip.compress(_PLAIN[:1000]) + gzip.compress(_PLAIN[1000:]),
        _ZSTD,
        zstandard.ZstdCompressor().compress(_PLAIN[:1000]) + zstandard.ZstdCompressor().compress(_PLAIN[1000:]),
        _SKIPPABLE + _ZSTD + _SKIPPABLE,
    ],
    ids=["plain", "gzip", "two gzip members", "zstd", "two zstd frames", "zstd with notes"],
)
def test_whatever_the_file_is_packed_with_its_bytes_come_out(data: bytes) -> None:
    assert unpacked(data) == (_PLAIN, None)


def test_an_empty_file_is_plain_and_empty() -> None:
    assert unpacked(b"") == (b"", None)


@pytest.mark.parametrize("data", [gzip.compress(_PLAIN)[:-1000], _ZSTD[:-1000]], ids=["gzip", "zstd"])
def test_a_file_that_breaks_off_gives_its_beginning_and_says_so(data: bytes) -> None:
    plain, failure = unpacked(data)

    assert _PLAIN.startswith(plain)
    assert plain
    assert "Compressed file ended" in str(failure)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(_PLAIN, 0)[:-8] + b"\0" * 8,
        gzip.compress(_PLAIN)[:200] + b"\xff" * 200,
        gzip.compress(_PLAIN) + b"rubbish",
        _ZSTD[:200] + b"\xff" * 200,
        _ZSTD + b"rubbish",
    ],
    ids=["gzip checksum", "gzip inside", "gzip end", "zstd inside", "zstd end"],
)
def test_a_damaged_file_ends_where_the_damage_is(data: bytes) -> None:
    plain, failure = unpacked(data)

    assert _PLAIN.startswith(plain[:200])  # deflate notices damage only a little later
    assert failure


def test_a_file_that_unfolds_to_gigabytes_is_read_in_bounded_memory() -> None:
    compressor = zstandard.ZstdCompressor(level=19).compressobj()
    block = bytes(1 << 20)
    bomb = b"".join([*(compressor.compress(block) for _ in range(256)), compressor.flush()])
    stream, _ = unpack(io.BufferedReader(io.BytesIO(bomb)))

    tracemalloc.start()
    size = sum(iter(lambda: len(stream.read(65_536)), 0))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size == 256 << 20
    assert peak < 64 << 20
