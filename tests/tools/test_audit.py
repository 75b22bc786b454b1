"""What the audit makes of the auditor's answer. The auditor here answers from a file and asks nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools import audit

FINE = {"name": "click", "version": "8.1.0", "vulns": []}
SPOILT = {"name": "django", "version": "5.2.0", "vulns": [{"id": "PYSEC-2026-1"}, {"id": "PYSEC-2026-2"}]}
UNKNOWN = {"name": "ours", "skip_reason": "not on the index"}


def told(tmp_path: Path, *, says: str, complaint: str = "") -> tuple[int, str]:
    """Status and words of the audit when the auditor says this."""
    lines = ("import sys", f"sys.stdout.write({says!r})", f"sys.stderr.write({complaint!r})")
    (tmp_path / "pip_audit.py").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(audit.__file__)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def answer(*dependencies: dict[str, object]) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_clean_dependencies_pass(tmp_path: Path) -> None:
    assert told(tmp_path, says=answer(FINE)) == (0, "audit: 1 dependencies audited, 0 could not be, 0 vulnerable\n")


def test_a_known_vulnerability_fails_and_is_named(tmp_path: Path) -> None:
    status, words = told(tmp_path, says=answer(FINE, SPOILT))

    assert status == 1
    assert "django 5.2.0: PYSEC-2026-1, PYSEC-2026-2" in words


def test_what_could_not_be_audited_is_counted_apart(tmp_path: Path) -> None:
    status, words = told(tmp_path, says=answer(FINE, UNKNOWN))

    assert status == 0
    assert "1 dependencies audited, 1 could not be" in words


def test_a_service_out_of_reach_passes_and_says_that_nothing_was_audited(tmp_path: Path) -> None:
    status, words = told(tmp_path, says="", complaint="connection refused")

    assert status == 0
    assert "not done" in words
    assert "connection refused" in words
