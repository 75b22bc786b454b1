"""Tests stand where their sources stand, and no source grows too long."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import mirror


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project with the tool in it."""
    for folder in ("tools", "src/sekisho/room/rules", "tests/rooms/room/rules"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(mirror.__file__, tmp_path / "tools")
    return tmp_path


def findings(tree: Path) -> tuple[int, str]:
    command = [sys.executable, str(tree / "tools" / "mirror.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_test_beside_its_source_is_in_place(tree: Path) -> None:
    (tree / "src/sekisho/room/rules/risk.py").touch()
    (tree / "tests/rooms/room/rules/test_risk.py").touch()

    assert findings(tree) == (0, "")


def test_a_test_may_stand_for_a_package(tree: Path) -> None:
    (tree / "tests/rooms/room/test_rules.py").touch()

    assert findings(tree) == (0, "")


def test_a_test_without_a_source_is_named(tree: Path) -> None:
    (tree / "tests/rooms/room/rules/test_gone.py").touch()
    status, told = findings(tree)

    assert status == 1
    assert told.startswith("tests/rooms/room/rules/test_gone.py: there is no src/sekisho/room/rules/gone")


def test_a_source_of_more_than_300_lines_is_named(tree: Path) -> None:
    (tree / "src/sekisho/room/rules/long.py").write_text("\n" * 301, encoding="utf-8")
    (tree / "src/sekisho/room/rules/short.py").write_text("\n" * 300, encoding="utf-8")
    status, told = findings(tree)

    assert status == 1
    assert told.splitlines() == [
        "src/sekisho/room/rules/long.py: 301 lines, at most 300; make it a package of the same name"
    ]
