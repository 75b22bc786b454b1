"""The whole check, as it runs before a rulebook goes live."""

from pathlib import Path

from builders.decisions import rule_text, write_rulebook
from sekisho.decisions.operations.checking import check_rulebook, has_errors
from sekisho.decisions.operations.lock import contents, write_lock
from sekisho.decisions.operations.rulebook import read_rulebook

MISSES = '[[example]]\nfires = true\nfacts = { side = "sell" }\n[[example]]\nfires = false\nfacts = { sidee = "x" }\n'


def _lock(directory: Path) -> Path:
    reading = read_rulebook(directory)
    assert reading.safe_modes is not None
    write_lock(directory, rulebook="2026-12-01.1", now=contents(reading.rules, reading.safe_modes))
    return directory


def _codes(directory: Path) -> list[str]:
    return [each.code for each in check_rulebook(directory)]


def test_a_sound_locked_rulebook_has_no_findings(tmp_path: Path) -> None:
    assert check_rulebook(_lock(write_rulebook(tmp_path))) == ()


def test_an_unlocked_rulebook_is_told_to_be_locked(tmp_path: Path) -> None:
    found = check_rulebook(write_rulebook(tmp_path))

    assert [each.code for each in found] == ["lock:file:missing"]
    assert has_errors(found)


def test_a_changed_rule_with_its_old_version_is_told_with_the_line_of_the_version(tmp_path: Path) -> None:
    directory = _lock(write_rulebook(tmp_path))
    (directory / "rules" / "thin-buy.toml").write_text(rule_text(values=["adv", "order_to_adv"]), encoding="utf-8")

    (found,) = check_rulebook(directory)

    assert (found.code, found.place.line) == ("lock:rule:changed", 2)


def test_contradictions_covered_rules_and_broken_examples_are_found_in_one_go(tmp_path: Path) -> None:
    texts = {
        "never.toml": rule_text(id="never", when="hour > 5 AND hour < 3", examples=""),
        "wide.toml": rule_text(id="wide", when="side = 'buy'"),
        "narrow.toml": rule_text(id="narrow"),
        "misses.toml": rule_text(id="misses", when="new_device", examples=MISSES),
    }

    found = check_rulebook(_lock(write_rulebook(tmp_path, texts)))

    assert [(each.place.source.rpartition("/")[2], each.code) for each in found] == [
        ("misses.toml", "example:outcome:wrong"),
        ("misses.toml", "condition:fact:unknown"),
        ("narrow.toml", "rule:reach:covered"),
        ("never.toml", "example:fires:missing"),
        ("never.toml", "condition:truth:never"),
    ]


def test_examples_are_judged_by_duckdb_too(tmp_path: Path) -> None:
    """A fact named NaN by an example is a number to Python and to DuckDB, which order it differently."""
    example = '[[example]]\nfires = false\nfacts = { order_to_adv = nan, side = "buy" }\n'
    text = rule_text().replace("[[example]]\nfires = false", example + "[[example]]\nfires = false")

    assert "example:engine:differs" in _codes(_lock(write_rulebook(tmp_path, {"thin-buy.toml": text})))


def test_a_condition_that_duckdb_does_not_take_is_told(tmp_path: Path) -> None:
    directory = _lock(
        write_rulebook(tmp_path, {"thin-buy.toml": rule_text(when="side = 'buy' AND order_to_adv > 0.1;")})
    )

    assert _codes(directory) == ["condition:text:refused"]


def test_a_rulebook_without_safe_modes_is_not_held_against_the_lock(tmp_path: Path) -> None:
    directory = _lock(write_rulebook(tmp_path))
    (directory / "safe_modes.toml").unlink()

    assert _codes(directory) == ["file:set:missing"]
