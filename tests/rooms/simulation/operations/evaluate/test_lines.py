"""Lines that cannot be used are counted, kept with their number, and never stop a run."""

import gzip
from pathlib import Path

import pytest
import zstandard
from tests.builders.evaluation import write

from sekisho.simulation.operations.evaluate.lines import Source, UnreadableFileError, lines_of


@pytest.mark.parametrize("name", ["a.ndjson", "a.ndjson.gz", "a.ndjson.zst"])
def test_plain_and_packed_files_read_alike(tmp_path: Path, name: str) -> None:
    pack = {"gz": gzip.compress, "zst": zstandard.compress}.get(name.rpartition(".")[2], bytes)
    (tmp_path / name).write_bytes(pack(b"1\n\n  \n2\n"))
    source = Source(tmp_path / name)

    assert list(lines_of(source)) == [b"1", b"2"]
    assert source.lines == 4


def test_refused_lines_are_counted_by_reason(tmp_path: Path) -> None:
    source = Source(write(tmp_path / "a.ndjson", ["x", "y"]))
    for _ in lines_of(source):
        source.refuse(ValueError("odd"))

    assert source.summary().reasons == {"odd": 2}
    assert source.summary().refused == 2
    assert [line.row()["line"] for line in source.kept] == [1, 2]
    assert "odd" in str(source.kept[0].row()["ja"])


def test_only_the_first_refusals_are_kept_but_all_are_counted() -> None:
    source = Source(Path("a.ndjson"))
    for _ in range(10_001):
        source.refuse(ValueError("odd"))

    assert len(source.kept) == 10_000
    assert source.summary().refused == 10_001


def test_a_broken_archive_ends_in_a_refused_line(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b"%d\n" % number for number in range(50_000)))
    (tmp_path / "a.gz").write_bytes(whole[: len(whole) // 2])
    source = Source(tmp_path / "a.gz")

    assert next(iter(lines_of(source))) == b"0"
    list(lines_of(source))
    assert source.summary().refused == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"nothing\.ndjson cannot be read") as error:
        list(lines_of(Source(tmp_path / "nothing.ndjson")))

    assert "パス" in error.value.text.ja
