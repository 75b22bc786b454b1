"""The lock: which version of each rule has which content, so that a changed rule cannot keep its number."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sekisho.decisions.rules.findings import finding
from sekisho.decisions.types.finding import Finding, Place
from sekisho.decisions.types.rule import Rule
from sekisho.decisions.types.rulebook import SafeModes
from sekisho.kernel.digests import canonical, sha256_hex

FILE = "lock.json"
POLICY = "safe_modes"
UNLOCKED = "unlocked"
_SHORT = 8


class Locked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version and the digest of its content."""

    version: int
    sha256: str


class Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: the rulebook's version, that of the safe modes, and one line for each rule."""

    rulebook: str
    safe_modes: Locked
    rules: dict[str, Locked]


class LockReading(NamedTuple):
    """The lock, or why there is none."""

    lock: Lock | None
    findings: tuple[Finding, ...]


def read_lock(directory: Path) -> LockReading:
    """Read ``lock.json`` of a rulebook."""
    path = directory / FILE
    place = Place(path.as_posix(), 1)
    try:
        return LockReading(msgspec.json.decode(path.read_bytes(), type=Lock), ())
    except FileNotFoundError:
        return LockReading(None, (finding("lock:file:missing", place),))
    except msgspec.MsgspecError as error:
        return LockReading(None, (finding("lock:file:unreadable", place, problem=str(error)),))


def contents(rules: Sequence[Rule], modes: SafeModes) -> dict[str, Locked]:
    """What the files say now, by name; the safe modes stand under ``POLICY``, which no rule can be called."""
    found = {rule.id: Locked(rule.version, rule.digest) for rule in rules}
    return {**found, POLICY: Locked(modes.version, modes.digest)}


def version_of(lock: Lock | None, now: Mapping[str, Locked]) -> str:
    """The rulebook's version; content that is not locked adds its digest, so it never passes for the locked one."""
    if lock is not None and {**lock.rules, POLICY: lock.safe_modes} == dict(now):
        return lock.rulebook
    digest = sha256_hex(canonical({name: [each.version, each.sha256] for name, each in now.items()}))
    return f"{UNLOCKED if lock is None else lock.rulebook}+{digest[:_SHORT]}"


def check_lock(lock: Lock, now: Mapping[str, Locked], places: Mapping[str, Place]) -> tuple[Finding, ...]:
    """Hold the files against the lock; ``places`` says where each name's version stands, or the lock's own place."""
    was = {**lock.rules, POLICY: lock.safe_modes}
    found = [
        each for name, content in now.items() if (each := _changed(name, was.get(name), content, places)) is not None
    ]
    gone = sorted(was.keys() - now.keys())
    return (*found, *(finding("lock:rule:gone", places[FILE], id=name) for name in gone))


def kept_numbers(lock: Lock, now: Mapping[str, Locked], places: Mapping[str, Place]) -> tuple[Finding, ...]:
    """Findings that keep the lock from being written: a changed content under an old number."""
    found = check_lock(lock, now, places)
    return tuple(each for each in found if each.code in {"lock:rule:changed", "lock:rule:lowered"})


def _changed(name: str, was: Locked | None, now: Locked, places: Mapping[str, Place]) -> Finding | None:
    if was == now:
        return None
    if was is None or now.version > was.version:
        code = "lock:rule:unlocked"
    else:
        code = "lock:rule:changed" if now.version == was.version else "lock:rule:lowered"
    locked = "" if was is None else was.version
    return finding(code, places[name], id=name, version=now.version, locked=locked)


def next_version(current: str | None, *, day: str) -> str:
    """``2026-12-01.1``, or the next number where the rulebook was already locked that day."""
    date, _, number = (current or "").partition(".")
    return f"{day}.{int(number) + 1}" if date == day and number.isdecimal() else f"{day}.1"


def write_lock(directory: Path, *, rulebook: str, now: Mapping[str, Locked]) -> None:
    """Write ``lock.json``, sorted, one line for each name, so that a change reads well."""
    rules = {name: each for name, each in sorted(now.items()) if name != POLICY}
    lines = [f"  {msgspec.json.encode(name).decode()}: {_line(each)}" for name, each in rules.items()]
    body = ",\n".join(f"  {line}" for line in lines)
    head = f'{{\n  "rulebook": "{rulebook}",\n  "safe_modes": {_line(now[POLICY])},\n  "rules": {{\n'
    (directory / FILE).write_text(f"{head}{body}\n  }}\n}}\n", encoding="utf-8")


def _line(locked: Locked) -> str:
    return f'{{"version": {locked.version}, "sha256": "{locked.sha256}"}}'
