"""The scan finds what looks like a secret in tracked files."""

import shutil
import subprocess
import sys
from pathlib import Path

from builders.pages import ROOT
from tools import secret_scan

KIND = "RSA PRIVATE"
HEAD = f"-----BEGIN {KIND} KEY-----"  # put together here, so that this file holds none


def scanned(tree: Path, name: str, text: str) -> int:
    """The scan's exit status over a project that tracks one file."""
    (tree / "tools").mkdir()
    shutil.copy(secret_scan.__file__, tree / "tools")
    shutil.copy(ROOT / ".secrets.baseline", tree)
    (tree / name).write_text(text, encoding="utf-8")
    for arguments in (["init", "-q"], ["add", name, ".secrets.baseline"]):
        subprocess.run(["git", *arguments], cwd=tree, check=True)
    command = [sys.executable, str(tree / "tools" / "secret_scan.py")]
    return subprocess.run(command, cwd=tree, capture_output=True, check=False).returncode


def test_a_key_in_a_tracked_file_is_found(tmp_path: Path) -> None:
    assert scanned(tmp_path, "server.pem", f"{HEAD}\n") == 1


def test_plain_text_passes(tmp_path: Path) -> None:
    assert scanned(tmp_path, "notes.md", "Nothing to hide.\n") == 0
