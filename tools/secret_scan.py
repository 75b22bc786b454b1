"""Look for secrets in every file git tracks; what is known and harmless is listed in ``.secrets.baseline``."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BASELINE = ROOT / ".secrets.baseline"
SKIPPED = (".lock", ".xz", ".bin", ".zst", ".gz", ".parquet", ".png", ".csv", "lock.json", "model.json")


def main() -> int:
    """The scanner's exit status: 1 when it finds something that the baseline does not know."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    files = [name for name in listed.stdout.splitlines() if not name.endswith(SKIPPED) and name != BASELINE.name]
    command = [sys.executable, "-m", "detect_secrets.pre_commit_hook", "--baseline", str(BASELINE), *files]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own interpreter


if __name__ == "__main__":
    sys.exit(main())
