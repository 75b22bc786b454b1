"""A rulebook's directory is read whole, and judges only without errors."""

from pathlib import Path

import pytest

from builders.decisions import rule_text, write_rulebook
from sekisho.decisions.operations.lock import contents, write_lock
from sekisho.decisions.operations.rulebook import RulebookError, load_rulebook, read_rulebook

OVERRIDE = """\
id = "{id}"
rules = ["{rule}"]
account = "a-1"
start = 2025-03-17
until = 2025-03-18
by = "desk-1"
approved_by = "desk-2"
reason = {{ ja = "確認済み", en = "confirmed" }}
"""


def _override(directory: Path, rule: str, identity: str = "ovr-1") -> None:
    (directory / "overrides").mkdir(exist_ok=True)
    text = OVERRIDE.format(id=identity, rule=rule)
    (directory / "overrides" / f"{identity}.toml").write_text(text, encoding="utf-8")


def _codes(directory: Path) -> list[str]:
    return [each.code for each in read_rulebook(directory).findings]


def test_a_sound_directory_is_loaded_with_rules_in_the_order_of_their_ids(tmp_path: Path) -> None:
    texts = {"b-rule.toml": rule_text(id="b-rule"), "a-rule.toml": rule_text(id="a-rule", when="thin")}
    directory = write_rulebook(tmp_path, texts)
    _override(directory, "a-rule")

    loaded = load_rulebook(directory)

    assert [rule.id for rule in loaded.rules] == ["a-rule", "b-rule"]
    assert [override.id for override in loaded.overrides] == ["ovr-1"]
    assert loaded.version.startswith("unlocked+")


def test_the_version_is_that_of_the_lock_as_long_as_nothing_changed(tmp_path: Path) -> None:
    directory = write_rulebook(tmp_path)
    reading = read_rulebook(directory)
    assert reading.safe_modes is not None
    write_lock(directory, rulebook="2026-12-01.1", now=contents(reading.rules, reading.safe_modes))

    assert load_rulebook(directory).version == "2026-12-01.1"
    (directory / "rules" / "thin-buy.toml").write_text(rule_text(when="thin"), encoding="utf-8")
    assert load_rulebook(directory).version.startswith("2026-12-01.1+")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"approver": "fraud-desk"}, "rule:people:same"),
        ({"when": "side > 3"}, "condition:kind:mixed"),
        ({"verdict": "allow"}, "rule:verdict:allows"),
    ],
)
def test_a_rulebook_with_an_error_must_not_judge(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    directory = write_rulebook(tmp_path, {"thin-buy.toml": rule_text(**changes)})

    with pytest.raises(RulebookError) as refused:
        load_rulebook(directory)

    assert code in {each.code for each in refused.value.findings}
    assert "rules/thin-buy.toml:" in str(refused.value)


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    directory = write_rulebook(tmp_path, {"broken.toml": "id = ", "thin-buy.toml": rule_text(author="x", approver="x")})
    (directory / "rules" / "latin.toml").write_bytes(b"id = '\xe9'")

    assert _codes(directory) == ["file:toml:unreadable", "file:toml:unreadable", "rule:people:same"]


def test_two_rules_of_one_name_are_told(tmp_path: Path) -> None:
    directory = write_rulebook(tmp_path, {"thin-buy.toml": rule_text(), "copy.toml": rule_text()})

    assert _codes(directory) == ["file:name:differs", "rule:id:duplicate"]


def test_safe_modes_must_be_there_and_readable(tmp_path: Path) -> None:
    directory = write_rulebook(tmp_path)
    (directory / "safe_modes.toml").write_bytes(b"\xff")
    assert _codes(directory) == ["file:toml:unreadable"]

    (directory / "safe_modes.toml").unlink()

    assert _codes(directory) == ["file:set:missing"]
    with pytest.raises(RulebookError):
        load_rulebook(directory)


def test_an_override_names_rules_that_exist_and_can_be_lifted(tmp_path: Path) -> None:
    frozen = rule_text(id="account-frozen", when="frozen", budget="")
    directory = write_rulebook(tmp_path, {"thin-buy.toml": rule_text(), "account-frozen.toml": frozen})
    _override(directory, "no-such-rule", "ovr-1")
    _override(directory, "account-frozen", "ovr-2")
    (directory / "overrides" / "ovr-3.toml").write_text("id =", encoding="utf-8")

    assert _codes(directory) == ["file:toml:unreadable", "override:rule:unknown", "override:rule:fixed"]
