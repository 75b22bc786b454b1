"""The lock: a changed rule cannot keep its number."""

from pathlib import Path

import pytest

from builders.decisions import rule, safe_modes
from sekisho.decisions.operations.lock import (
    FILE,
    POLICY,
    Lock,
    Locked,
    check_lock,
    contents,
    kept_numbers,
    next_version,
    read_lock,
    version_of,
    write_lock,
)
from sekisho.decisions.types.finding import Place

MODES = Locked(4, "m")
LOCK = Lock("2026-12-01.1", MODES, {"a": Locked(2, "x")})
PLACES = {"a": Place("a.toml", 2), "b": Place("b.toml", 2), POLICY: Place("safe_modes.toml", 1), FILE: Place(FILE, 1)}


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        ({"a": Locked(2, "x"), POLICY: MODES}, []),
        ({"a": Locked(2, "y"), POLICY: MODES}, ["lock:rule:changed"]),
        ({"a": Locked(1, "x"), POLICY: MODES}, ["lock:rule:lowered"]),
        ({"a": Locked(3, "y"), POLICY: MODES}, ["lock:rule:unlocked"]),
        ({"a": Locked(2, "x"), "b": Locked(1, "z"), POLICY: MODES}, ["lock:rule:unlocked"]),
        ({POLICY: MODES}, ["lock:rule:gone"]),
        ({"a": Locked(2, "x"), POLICY: Locked(4, "n")}, ["lock:rule:changed"]),
    ],
)
def test_the_files_are_held_against_the_lock(now: dict[str, Locked], codes: list[str]) -> None:
    assert [each.code for each in check_lock(LOCK, now, PLACES)] == codes


def test_only_a_changed_or_lowered_number_keeps_the_lock_from_being_written() -> None:
    now = {"a": Locked(2, "y"), "b": Locked(1, "z"), POLICY: MODES}

    assert [each.code for each in kept_numbers(LOCK, now, PLACES)] == ["lock:rule:changed"]


def test_content_that_is_not_locked_never_passes_for_the_locked_version() -> None:
    locked = {"a": Locked(2, "x"), POLICY: MODES}

    assert version_of(LOCK, locked) == "2026-12-01.1"
    changed = version_of(LOCK, {**locked, "a": Locked(2, "y")})
    assert changed.startswith("2026-12-01.1+")
    assert version_of(None, locked).startswith("unlocked+")
    assert version_of(None, locked) != version_of(None, {POLICY: MODES})


def test_versions_count_up_within_a_day() -> None:
    assert next_version(None, day="2026-12-01") == "2026-12-01.1"
    assert next_version("2026-12-01.1", day="2026-12-01") == "2026-12-01.2"
    assert next_version("2026-11-30.4", day="2026-12-01") == "2026-12-01.1"
    assert next_version("2026-12-01.x", day="2026-12-01") == "2026-12-01.1"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    now = contents([rule(), rule(id="another")], safe_modes())

    write_lock(tmp_path, rulebook="2026-12-01.1", now=now)
    lock, findings = read_lock(tmp_path)

    assert findings == ()
    assert lock is not None
    assert {**lock.rules, POLICY: lock.safe_modes} == now
    assert version_of(lock, now) == "2026-12-01.1"


def test_a_lock_that_is_missing_or_damaged_is_told(tmp_path: Path) -> None:
    assert [each.code for each in read_lock(tmp_path).findings] == ["lock:file:missing"]

    (tmp_path / FILE).write_text('{"rulebook": 3}', encoding="utf-8")

    assert [each.code for each in read_lock(tmp_path).findings] == ["lock:file:unreadable"]
