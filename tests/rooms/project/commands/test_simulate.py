import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result

from sekisho.project.commands.simulate import simulate


def run(
    tmp_path: Path, *more: str, name: str = "events.ndjson", env: dict[str, str] | None = None
) -> tuple[Result, Path, Path]:
    out, labels = tmp_path / name, tmp_path / "labels.ndjson"
    wishes = ["--seed", "1", "--accounts", "200", "--days", "1", "--past-days", "2"]
    result = CliRunner().invoke(simulate, [*wishes, "--out", str(out), "--labels", str(labels), *more], env=env)
    return result, out, labels


def test_events_and_truth_go_to_two_files(tmp_path: Path) -> None:
    result, out, labels = run(tmp_path, "--campaign", "case-a")

    assert result.exit_code == 0
    assert all("type" in json.loads(line) for line in out.read_text().splitlines())
    assert {json.loads(line).get("kind") for line in labels.read_text().splitlines()} >= {"hijack", None}


@pytest.mark.parametrize(
    ("name", "unpack"),
    [
        ("events.ndjson.gz", gzip.decompress),
        ("events.ndjson.zst", lambda data: zstandard.ZstdDecompressor().stream_reader(data).read()),
    ],
)
def test_the_suffix_chooses_the_compression_and_the_same_seed_gives_the_same_bytes(
    tmp_path: Path, name: str, unpack: Callable[[bytes], bytes]
) -> None:
    _, plain, _ = run(tmp_path)
    _, packed, _ = run(tmp_path, name=name)
    first = packed.read_bytes()
    run(tmp_path, name=name)

    assert unpack(first) == plain.read_bytes()
    assert packed.read_bytes() == first


def test_without_attack_there_is_no_truth_to_tell(tmp_path: Path) -> None:
    result, _, labels = run(tmp_path, "--no-attack")

    assert result.exit_code == 0
    assert labels.read_text() == ""


@pytest.mark.parametrize(("language", "word"), [("ja", "指定できるもの"), ("en", "choose from")])
def test_an_unknown_campaign_is_refused_in_the_users_language(tmp_path: Path, language: str, word: str) -> None:
    result, out, _ = run(tmp_path, "--campaign", "case-z", env={"SEKISHO_LANG": language})

    assert result.exit_code == 1
    assert word in result.output
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    result, _, _ = run(tmp_path, name="missing/events.ndjson")

    assert result.exit_code == 1
    assert "missing" in result.output
