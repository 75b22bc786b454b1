"""The messages as files: read them, hold them against the rules, and lock them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import sekisho.notices
from sekisho.notices.rules.linting import lint
from sekisho.notices.rules.locking import check_lock, kept_numbers, read_lock, written
from sekisho.notices.rules.template_file import Reading, read_template
from sekisho.notices.types.findings import Finding
from sekisho.notices.types.templates import Template

SHIPPED = Path(sekisho.notices.__file__).parent / "data" / "templates"
"""The messages that come with the product."""
LOCK = "lock.json"


class LibraryBrokenError(Exception):
    """Messages have errors; ``findings`` name file and line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(each.line(language="en") for each in findings))


@cache
def shipped() -> Mapping[str, Template]:
    """The product's own messages, by name.

    Raises:
        LibraryBrokenError: a file was damaged.

    """
    return load(directory=SHIPPED)


def load(*, directory: Path) -> Mapping[str, Template]:
    """The messages in a directory, by name.

    Raises:
        LibraryBrokenError: they have errors, or differ from their lock.

    """
    findings = check(path=directory)
    if findings:
        raise LibraryBrokenError(findings)
    return MappingProxyType(
        {each.template.name: each.template for each in _readings(directory) if each.template is not None}
    )


def check(*, path: Path) -> tuple[Finding, ...]:
    """Everything wrong with a directory of messages and its lock, or with one file."""
    readings = _readings(path)
    findings = _words(readings)
    if not path.is_dir():
        return findings
    reading = read_lock(_content(path / LOCK), source=(path / LOCK).as_posix())
    source = (path / LOCK).as_posix()
    changes = () if reading.lock is None else check_lock(reading.lock, readings, source=source)
    return (*findings, *reading.findings, *changes)


def write_lock(*, directory: Path) -> tuple[Finding, ...]:
    """Write the lock; refused with findings where a message has errors, or changed under an old version."""
    readings = _readings(directory)
    place = directory / LOCK
    before = read_lock(_content(place), source=place.as_posix()).lock or {}
    refused = (*_words(readings), *kept_numbers(before, readings))
    if not refused:
        place.write_bytes(written(readings))
    return refused


def _readings(path: Path) -> list[Reading]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [read_template(file.read_text(encoding="utf-8"), source=file.as_posix(), stem=file.stem) for file in files]


def _words(readings: Iterable[Reading]) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for each in readings:
        found += each.findings if each.template is None else lint(each.template, each.file)
    return tuple(found)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
