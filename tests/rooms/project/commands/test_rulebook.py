"""The commands as a person runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders.decisions import NOON, row, rule_text, write_rulebook
from sekisho.decisions.operations.judge import Judge
from sekisho.decisions.operations.rulebook import load_rulebook
from sekisho.project.commands.rulebook import rulebook


def _run(*words: object, language: str = "en") -> Result:
    return CliRunner().invoke(rulebook, [str(word) for word in words], env={"SEKISHO_LANG": language, "COLUMNS": "200"})


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A sound rulebook, locked."""
    folder = write_rulebook(tmp_path / "book")
    assert _run("lock", folder).exit_code == 0
    return folder


def test_a_sound_rulebook_passes_the_check(directory: Path) -> None:
    result = _run("check", directory)

    assert result.exit_code == 0
    assert "1 rules, 0 errors, 0 warnings" in result.output


def test_an_error_is_told_with_file_and_line_in_the_readers_language(directory: Path) -> None:
    path = directory / "rules" / "thin-buy.toml"
    path.write_text(rule_text(approver="fraud-desk"), encoding="utf-8")

    english, japanese = _run("check", directory), _run("check", directory, language="ja")

    assert english.exit_code == japanese.exit_code == 1
    assert f"{path.as_posix()}:" in english.output
    assert " error rule:people:same: live needs an author and another person as approver" in english.output
    assert "live には作成者と承認者の二人が必要です。" in japanese.output


def test_the_lock_refuses_a_changed_rule_with_its_old_number_and_takes_it_with_a_new_one(directory: Path) -> None:
    path, before = directory / "rules" / "thin-buy.toml", (directory / "lock.json").read_text(encoding="utf-8")
    path.write_text(rule_text(when="side = 'buy'"), encoding="utf-8")

    refused = _run("lock", directory)
    assert refused.exit_code == 1
    assert "thin-buy changed but is still version 1; raise the version" in refused.output
    assert (directory / "lock.json").read_text(encoding="utf-8") == before

    path.write_text(rule_text(when="side = 'buy'", version=2), encoding="utf-8")
    assert _run("lock", directory).exit_code == 0
    after = json.loads((directory / "lock.json").read_text(encoding="utf-8"))
    assert after["rules"]["thin-buy"]["version"] == 2
    assert after["rulebook"] != json.loads(before)["rulebook"]


def test_locking_twice_changes_nothing(directory: Path) -> None:
    before = (directory / "lock.json").read_bytes()

    assert _run("lock", directory).exit_code == 0
    assert (directory / "lock.json").read_bytes() == before


def test_a_rulebook_with_errors_is_neither_locked_nor_listed(directory: Path) -> None:
    (directory / "rules" / "thin-buy.toml").write_text(rule_text(verdict="allow"), encoding="utf-8")

    for command in ("lock", "list"):
        result = _run(command, directory)
        assert result.exit_code == 1
        assert "rule:verdict:allows" in result.output


def test_the_list_shows_titles_in_both_languages(directory: Path) -> None:
    result = _run("list", directory)

    assert result.exit_code == 0
    assert "thin-buy@1" in result.output
    assert "薄い銘柄" in result.output
    assert "Thin name" in result.output


def _decisions(directory: Path, count: int) -> bytes:
    judge = Judge(load_rulebook(directory))
    facts = row(side="buy", order_to_adv=0.5)
    records = [
        judge.judge(event_type="order", at=NOON, channel="app", account="a-1", event=f"e-{n}", facts=facts).record
        for n in range(count)
    ]
    return b"".join(record + b"\n" for record in records)


def test_recorded_decisions_are_judged_again(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "decisions.ndjson"
    path.write_bytes(_decisions(directory, 4))

    result = _run("rejudge", path, "--rulebook", directory)

    assert result.exit_code == 0
    assert "0 of 4 decisions differ" in result.output


def test_every_difference_is_counted_and_the_first_ones_are_told_with_their_lines(
    directory: Path, tmp_path: Path
) -> None:
    path = tmp_path / "decisions.ndjson"
    path.write_bytes(_decisions(directory, 30).replace(b'"verdict":"hold"', b'"verdict":"deny"'))

    result = _run("rejudge", path, "--rulebook", directory)

    assert result.exit_code == 1
    assert f"{path}:1: d-e-0 comes out differently when judged again" in result.output
    assert "2 of 30 decisions differ" in result.output


def test_only_the_first_twenty_differences_are_told(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "decisions.ndjson"
    path.write_bytes(b"{}\n" * 25)

    result = _run("rejudge", path, "--rulebook", directory)

    assert result.output.count("not readable as a decision") == 20
    assert "25 of 25 decisions differ" in result.output


def test_the_products_own_rulebook_is_the_default() -> None:
    result = _run("list")

    assert result.exit_code == 0
    assert "account-frozen" in result.output
