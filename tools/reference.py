"""Write the pages of docs/reference/generated from the code.

    uv run python -m tools.reference            # write them
    uv run python -m tools.reference --check    # say which differ, and write nothing

What the code names without saying it in both languages is said in ``tools/pages/words.toml``. A name without words,
or words without a name, stops the run.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sekisho.decisions.operations.rulebook import read_rulebook
from tools.pages.catalogues import facts_page, requirements_page, rules_page, safe_modes_page
from tools.pages.markdown import WordsError
from tools.pages.sentences import findings_page, refusals_page
from tools.pages.shapes import decision_page, events_page
from tools.pages.surroundings import cli_page, journal_page, settings_page

ROOT = Path(__file__).parents[1]
DIRECTORY = ROOT / "docs" / "reference" / "generated"
RULEBOOK = ROOT / "rulebook"


def pages() -> dict[str, str]:
    """All pages by file name.

    Raises:
        WordsError: the words do not fit the code, or the safe modes cannot be read.

    """
    reading = read_rulebook(RULEBOOK)
    if reading.safe_modes is None:
        message = "the safe modes cannot be read; run: sekisho rulebook check"
        raise WordsError(message)
    return {
        "cli.md": cli_page(),
        "decision.md": decision_page(reading.rules, reading.safe_modes),
        "events.md": events_page(),
        "facts.md": facts_page(),
        "findings.md": findings_page(),
        "journal-kinds.md": journal_page(),
        "refusals.md": refusals_page(),
        "requirements.md": requirements_page(reading.rules),
        "rules.md": rules_page(reading.rules),
        "safe-modes.md": safe_modes_page(reading.safe_modes),
        "settings.md": settings_page(),
    }


def stale(wanted: Mapping[str, str], directory: Path) -> list[str]:
    """Names of pages that are missing, differ from ``wanted``, or should not be there."""
    there = {path.name: path.read_text(encoding="utf-8") for path in directory.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def write(wanted: Mapping[str, str], directory: Path) -> list[str]:
    """Make the folder hold these pages and no others. Returns the names of those that changed."""
    directory.mkdir(parents=True, exist_ok=True)
    changed = stale(wanted, directory)
    for name in changed:
        if name in wanted:
            (directory / name).write_text(wanted[name], encoding="utf-8")
        else:
            (directory / name).unlink()
    return changed


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with ``--check`` only compare; 1 when something is wrong."""
    try:
        wanted = pages()
    except WordsError as error:
        print(error)
        return 1
    if "--check" not in arguments:
        print(f"{len(wanted)} pages, {len(write(wanted, DIRECTORY))} changed")
        return 0
    for name in (differing := stale(wanted, DIRECTORY)):
        print(f"docs/reference/generated/{name} differs from the code; run: uv run python -m tools.reference")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
