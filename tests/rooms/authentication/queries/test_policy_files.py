import os
from pathlib import Path

import pytest

from sekisho.authentication.queries.policy_files import (
    DEFAULT_PATHS,
    DEFAULT_POLICY,
    DamagedError,
    default_paths,
    default_policy,
    read_paths_file,
    read_policy_file,
    whole_policy,
)


def test_the_defaults_are_read_once() -> None:
    assert default_policy() is default_policy()
    assert default_paths() is default_paths()


def test_files_that_are_no_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xff\xfe")

    assert [fault.code for fault in read_policy_file(file).faults] == ["document:toml:unreadable"]
    assert [fault.code for fault in read_paths_file(file).faults] == ["document:toml:unreadable"]


def test_a_damaged_policy_judges_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(
        DEFAULT_POLICY.read_text(encoding="utf-8").replace('acr = "phrh"', 'acr = "none"'), encoding="utf-8"
    )

    with pytest.raises(DamagedError, match="policy:floor:acr"):
        whole_policy(file)


def test_files_below_here_are_spelt_from_here(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("a = 1", encoding="utf-8")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert read_policy_file(tmp_path / "x.toml").faults[0].source == "x.toml"
    finally:
        os.chdir(before)
    assert read_paths_file(DEFAULT_PATHS).source.endswith("paths.toml")
