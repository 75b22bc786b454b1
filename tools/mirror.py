"""Every test file stands where its source stands, and no source file is longer than one subject needs.

``tests/rooms/<room>/<path>/test_<file>.py`` stands for ``src/sekisho/<room>/<path>/<file>.py`` or a package so named.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "sekisho"
TESTS = ROOT / "tests" / "rooms"
LONGEST = 300
EXEMPT = frozenset({"migrations"})


def orphans() -> list[str]:
    """Tests whose source does not exist."""
    found = []
    for test in sorted(TESTS.rglob("test_*.py")):
        place = test.relative_to(TESTS)
        source = SOURCES / place.parent / place.name.removeprefix("test_")
        of_package = source.stem == place.parent.name and (source.parent / "__init__.py").exists()
        if not source.exists() and not source.with_suffix("").is_dir() and not of_package:
            found.append(f"{test.relative_to(ROOT)}: there is no {source.relative_to(ROOT)}")
    return found


def too_long() -> list[str]:
    """Source files over the limit."""
    return [
        f"{path.relative_to(ROOT)}: {count} lines, at most {LONGEST}; make it a package of the same name"
        for path in sorted(SOURCES.rglob("*.py"))
        if not EXEMPT & set(path.parts) and (count := path.read_text().count("\n")) > LONGEST
    ]


def main() -> int:
    """Print what is out of place; 1 when anything is."""
    findings = orphans() + too_long()
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
