"""Lines in, rejected lines out."""

import base64
import gzip
import hashlib
import io
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sekisho.activity.operations.decoding import LONGEST_LINE, decode
from sekisho.activity.operations.reading import KEPT, Lines, RejectsWriter, read_lines, rejects_path
from sekisho.activity.types.rejection import BadEvent, Code, SpoiltLine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events.ndjson"


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_lines_are_numbered_from_one_and_come_without_their_ends(file: Path, pack: Callable[[bytes], bytes]) -> None:
    written(file, pack(b'{"a":1}\r\n\n{"b":2}\nlast'))

    assert list(read_lines(file)) == [(1, b'{"a":1}'), (2, b""), (3, b'{"b":2}'), (4, b"last")]


def test_an_empty_file_has_no_lines(file: Path) -> None:
    assert list(read_lines(written(file, b""))) == []


def test_standard_input_is_read_too_and_stays_open() -> None:
    piped = io.TextIOWrapper(io.BytesIO(gzip.compress(b"one\ntwo\n")))
    kept, sys.stdin = sys.stdin, piped
    try:
        with Lines("-") as lines:
            assert list(lines) == [(1, b"one"), (2, b"two")]
            assert (lines.consumed, lines.size) == (0, 0)
    finally:
        sys.stdin = kept

    assert not piped.buffer.closed


def test_standard_input_that_can_be_looked_into_is_used_as_it_is() -> None:
    piped = io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"one\n")))
    kept, sys.stdin = sys.stdin, piped
    try:
        assert list(read_lines("-")) == [(1, b"one")]
    finally:
        sys.stdin = kept

    assert not piped.buffer.closed


def test_a_missing_file_is_an_error_at_once(file: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lines(file)


def test_how_much_is_read_is_known_for_a_progress_bar(file: Path) -> None:
    with Lines(written(file, b"x" * 100_000 + b"\n" + b"y" * 100_000)) as lines:
        assert lines.size == 200_001
        next(iter(lines))
        assert 100_000 < lines.consumed <= lines.size


def test_a_line_too_long_is_refused_and_the_next_one_is_read(file: Path) -> None:
    long = b"[" + b"1," * LONGEST_LINE + b"1]"
    lines = list(read_lines(written(file, b"{}\n" + long + b"\r\n{}\n")))

    assert [number for number, _ in lines] == [1, 2, 3]
    spoilt = lines[1][1]
    assert isinstance(spoilt, SpoiltLine)
    assert spoilt.size == len(long)
    assert spoilt.sha256 == hashlib.sha256(long).hexdigest()
    with pytest.raises(BadEvent) as caught:
        decode(spoilt)
    assert caught.value.code is Code.LINE_TOO_LONG


def test_a_long_last_line_without_end_is_refused_whole(file: Path) -> None:
    long = b"x" * (LONGEST_LINE + 10)
    [(_, line)] = read_lines(written(file, long))

    assert isinstance(line, SpoiltLine)
    assert line.size == len(long)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_of_the_greatest_length_is_plain(file: Path, end: bytes) -> None:
    [(_, line)] = read_lines(written(file, b"x" * LONGEST_LINE + end))

    assert not isinstance(line, SpoiltLine)
    assert len(line) == LONGEST_LINE


def test_a_gigantic_line_needs_little_memory(file: Path) -> None:
    with gzip.open(file, "wb", compresslevel=1) as out:
        for _ in range(200):
            out.write(b"x" * (1 << 20))
    tracemalloc.start()
    [(_, line)] = read_lines(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert line.size == 200 << 20
    assert peak < 16 << 20


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_a_file_that_breaks_off_ends_with_a_refused_line(file: Path, pack: Callable[[bytes], bytes]) -> None:
    plain = b"".join(b'{"number":%d}\n' % number for number in range(20_000))
    *whole, (number, last) = read_lines(written(file, pack(plain)[:-500]))

    assert [line for _, line in whole] == plain.splitlines()[: len(whole)]
    assert number == len(whole) + 1
    with pytest.raises(BadEvent) as caught:
        decode(last)
    assert caught.value.code is Code.BROKEN_ARCHIVE


def test_damage_between_two_lines_is_a_refused_line_of_its_own(file: Path) -> None:
    packed = gzip.compress(b"one\ntwo\n")
    *whole, (number, last) = read_lines(written(file, packed[:-8] + bytes(8)))

    assert whole == [(1, b"one"), (2, b"two")]
    assert (number, last) == (3, b"")


@pytest.mark.parametrize(
    ("path", "rejects"),
    [
        ("a/events.ndjson.gz", "a/events.rejected.ndjson"),
        ("events.ndjson", "events.rejected.ndjson"),
        ("login.csv", "login.rejected.ndjson"),
        ("data.v2.json.zst", "data.v2.rejected.ndjson"),
        ("events", "events.rejected.ndjson"),
    ],
)
def test_the_file_of_rejected_lines_stands_beside_the_input(path: str, rejects: str) -> None:
    assert rejects_path(Path(path)) == Path(rejects)


def kept(file: Path, line: bytes) -> dict[str, object]:
    with RejectsWriter(file) as rejects:
        rejects.write(7, line, BadEvent(Code.RANGE, field="body.quantity", detail=">= 0"))
    return msgspec.json.decode(file.read_bytes())


def test_a_rejected_line_is_kept_with_number_reason_field_and_both_sentences(file: Path) -> None:
    assert kept(file, '{"口":"座"}'.encode()) == {
        "line": 7,
        "reason": "range",
        "field": "body.quantity",
        "ja": "body.quantity の値が範囲外です（>= 0）。",
        "en": "body.quantity is out of range (allowed: >= 0).",
        "raw": '{"口":"座"}',
        "size": 13,
    }


def test_a_line_that_is_no_text_is_kept_in_base64(file: Path) -> None:
    line = kept(file, b"\x82\xa0\xff")

    assert (line["raw"], line["encoding"]) == (base64.b64encode(b"\x82\xa0\xff").decode(), "base64")


@pytest.mark.parametrize("letter", ["x", "é", "口", "😀"])
def test_a_long_line_is_cut_between_characters_beside_its_digest(file: Path, letter: str) -> None:
    whole = ("-" + letter * 5000).encode()
    line = kept(file, whole)

    assert whole.decode().startswith(line["raw"])
    assert KEPT - 4 < len(line["raw"].encode()) <= KEPT
    assert (line["size"], line["sha256"]) == (len(whole), hashlib.sha256(whole).hexdigest())


def test_a_long_line_that_is_no_text_is_cut_in_base64(file: Path) -> None:
    line = kept(file, b"\xff" * 5000)

    assert base64.b64decode(line["raw"]) == b"\xff" * KEPT


def test_of_a_spoilt_line_size_and_digest_of_the_whole_are_kept(file: Path) -> None:
    spoilt = SpoiltLine.of(b"x" * 5000, rejection=BadEvent(Code.EMPTY), size=9_000_000, sha256="ab")
    line = kept(file, spoilt)

    assert (line["size"], line["sha256"], len(line["raw"])) == (9_000_000, "ab", KEPT)


def test_an_empty_spoilt_line_is_kept_too(file: Path) -> None:
    spoilt = SpoiltLine.of(b"", rejection=BadEvent(Code.EMPTY), size=0, sha256="ab")

    assert kept(file, spoilt)["raw"] == ""


def test_rejections_are_counted_by_reason_and_an_old_file_is_emptied(file: Path) -> None:
    written(file, b"old\n")
    with RejectsWriter(file) as rejects:
        for code in (Code.EMPTY, Code.JSON, Code.EMPTY):
            rejects.write(1, b"", BadEvent(code))

    assert rejects.counts == {"empty": 2, "json": 1}
    assert len(file.read_bytes().splitlines()) == 3


@given(st.lists(st.binary(max_size=60)))
def test_no_rejected_line_is_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    file = tmp_path_factory.mktemp("rejects") / "r.ndjson"
    with RejectsWriter(file) as rejects:
        for number, line in enumerate(lines):
            rejects.write(number, line, BadEvent(Code.JSON))
    records = [msgspec.json.decode(record) for record in file.read_bytes().splitlines()]

    assert [
        base64.b64decode(record["raw"]) if "encoding" in record else record["raw"].encode() for record in records
    ] == lines
