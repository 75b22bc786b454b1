"""What holds for the whole tree."""

import re
import subprocess
import sys
from pathlib import Path

from builders.pages import ROOT, read
from sekisho.decisions.operations.checking import check_rulebook
from tools import mirror

MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)/\w")
TOLD_BY = ("NOTICE.txt", "market_sources.txt", "SOURCE.md", "NOTICE")


def tracked() -> list[Path]:
    """Every file that is part of the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_test_file_has_its_source_and_no_source_is_too_long() -> None:
    assert mirror.orphans() + mirror.too_long() == []


def test_the_rulebook_that_comes_with_the_product_has_no_findings() -> None:
    assert check_rulebook(ROOT / "rulebook") == ()


def test_every_packed_file_of_data_says_where_it_comes_from() -> None:
    told = read(ROOT / "NOTICE") + "".join(
        read(path) for path in (ROOT / "src").rglob("*") if path.name in TOLD_BY and path.parent.name == "data"
    )
    packed = [path for path in tracked() if path.parent.name == "data" and path.is_relative_to(ROOT / "src")]

    assert packed
    assert [path.name for path in packed if path.name not in told and path.suffix != ".py"] == []


def test_every_file_that_the_notice_names_exists() -> None:
    named = re.findall(r"\b(?:src|tests)/[\w./-]+\w", read(ROOT / "NOTICE"))

    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_no_file_speaks_of_one_machine() -> None:
    texts = [path for path in tracked() if path.suffix in {".py", ".md", ".toml", ".sh", ".txt", ".json", ".yml"}]
    here = Path(__file__)

    assert [path.relative_to(ROOT).as_posix() for path in texts if path != here and MACHINE.search(read(path))] == []


def test_the_licence_is_named_alike_everywhere() -> None:
    assert read(ROOT / "LICENSE").split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert 'license = "Apache-2.0"' in read(ROOT / "pyproject.toml")


def test_the_product_starts_without_what_only_training_needs() -> None:
    code = "import sys, sekisho.project.cli, sekisho.gateway.operations.replay; print('lightgbm' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
