"""The lock: which version of each template has which content, so that a changed message cannot keep its number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from sekisho.notices.rules.template_file import Reading
from sekisho.notices.types.findings import Finding, Place, finding


class Locked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version and the digest of its content."""

    version: int
    sha256: str


Lock = Mapping[str, Locked]


class LockReading(NamedTuple):
    """The lock, or why there is none."""

    lock: Lock | None
    findings: tuple[Finding, ...]


def read_lock(content: bytes | None, *, source: str) -> LockReading:
    """Read ``lock.json``; None where there is no such file."""
    place = Place(source, 1)
    if content is None:
        return LockReading(None, (finding("lock:file:missing", place),))
    try:
        return LockReading(msgspec.json.decode(content, type=dict[str, Locked]), ())
    except msgspec.MsgspecError as error:
        return LockReading(None, (finding("lock:file:unreadable", place, problem=error),))


def check_lock(lock: Lock, readings: Sequence[Reading], *, source: str) -> tuple[Finding, ...]:
    """Hold the templates against the lock."""
    here = [each.file.stem for each in readings]
    gone = sorted(lock.keys() - set(here))
    return (*_changes(lock, readings), *(finding("lock:template:gone", Place(source, 1), name=name) for name in gone))


def kept_numbers(lock: Lock, readings: Sequence[Reading]) -> tuple[Finding, ...]:
    """Findings that keep the lock from being written: a changed content under an old number."""
    return tuple(each for each in _changes(lock, readings) if each.code != "lock:template:unlocked")


def written(readings: Sequence[Reading]) -> bytes:
    """The lock as a file: one line for each template, so that a change reads well."""
    lines = [
        f'  "{each.name}": {{"version": {each.version}, "sha256": "{each.digest}"}}'
        for reading in sorted(readings, key=lambda each: each.file.stem)
        if (each := reading.template) is not None
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _changes(lock: Lock, readings: Sequence[Reading]) -> Iterator[Finding]:
    for reading in readings:
        template = reading.template
        if template is None:
            continue
        was = lock.get(template.name)
        if was is not None and (was.version, was.sha256) == (template.version, template.digest):
            continue
        values = {"name": template.name, "version": template.version, "locked": was.version if was else ""}
        yield finding(_code(was, template.version), reading.file.place("version"), **values)


def _code(was: Locked | None, version: int) -> str:
    if was is None or version > was.version:
        return "lock:template:unlocked"
    return "lock:template:changed" if version == was.version else "lock:template:lowered"
