"""The bar that appears when reading takes long."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from sekisho.activity.operations.reading import Lines
from sekisho.kernel.texts import Text
from sekisho.project.tracking import tracked

_READ = """
import sys
from sekisho.activity.operations.reading import Lines
from sekisho.kernel.texts import Text
from sekisho.project.tracking import tracked
with Lines(sys.argv[1]) as lines:
    print(sum(1 for _ in tracked(lines, title=Text("読取", "Reading"), patience=float(sys.argv[2]))))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lines"
    path.write_bytes(b"line\n" * 5000)
    return path


def shown(file: Path, patience: float) -> str:
    """What a person at a terminal sees while the file is read."""
    screen, terminal = pty.openpty()
    command = [sys.executable, "-c", _READ, str(file), str(patience)]
    environment = os.environ | {"SEKISHO_LANG": "en", "TERM": "xterm", "COLUMNS": "100"}
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal, env=environment, check=True)
    os.write(terminal, b".")  # so that there is something to read when nothing was drawn
    seen = os.read(screen, 65_536).decode()
    os.close(screen)
    os.close(terminal)
    assert run.stdout == b"5000\n"
    return seen


def test_a_slow_file_shows_a_bar_with_its_purpose(file: Path) -> None:
    assert "Reading" in shown(file, -1)


def test_a_quick_file_shows_none(file: Path) -> None:
    assert shown(file, 60) == "."


def test_without_a_terminal_every_line_comes_and_nothing_is_drawn(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Lines(file) as lines:
        assert sum(1 for _ in tracked(lines, title=Text("読取", "Reading"), patience=-1)) == 5000

    assert capfd.readouterr().err.strip() == ""
