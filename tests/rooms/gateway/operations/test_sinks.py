"""Outputs of a replay."""

import gzip
from pathlib import Path

import pytest
import zstandard

from sekisho.gateway.operations.sinks import PackedSinkError, Sink


def test_what_was_settled_is_on_the_disk_before_the_file_is_closed(tmp_path: Path) -> None:
    with Sink(tmp_path / "new" / "out.ndjson") as sink:
        sink.write(b"one\n")

        assert sink.settle() == 4
        assert (tmp_path / "new" / "out.ndjson").read_bytes() == b"one\n"


def test_a_file_is_gone_on_with_from_where_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "out.ndjson"
    path.write_bytes(b"one\ntwo\nthr")

    with Sink(path, keep=4) as sink:
        sink.write(b"2\n")

    assert path.read_bytes() == b"one\n2\n"


def test_packed_files_hold_what_was_written(tmp_path: Path) -> None:
    for name in ("out.ndjson.gz", "out.ndjson.zst"):
        with Sink(tmp_path / name) as sink:
            sink.write(b"one\n")

    assert gzip.decompress((tmp_path / "out.ndjson.gz").read_bytes()) == b"one\n"
    packed = (tmp_path / "out.ndjson.zst").read_bytes()
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == b"one\n"


def test_a_packed_file_cannot_be_cut(tmp_path: Path) -> None:
    with pytest.raises(PackedSinkError, match="start anew"):
        Sink(tmp_path / "out.ndjson.gz", keep=4)
