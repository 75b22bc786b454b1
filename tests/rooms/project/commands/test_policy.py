"""The commands as a person runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.builders.policies import paths_text, people, policy_text, published

from sekisho.authentication import models
from sekisho.project.cli import main


def run(*words: object, language: str = "en") -> Result:
    env = {"SEKISHO_LANG": language, "COLUMNS": "200"}
    return CliRunner().invoke(main, ["policy", *map(str, words)], env=env)


@pytest.fixture
def forgotten(tmp_path: Path) -> Path:
    """A list of ways in where nobody has closed the old app."""
    file = tmp_path / "paths.toml"
    file.write_text(paths_text().replace("until = 2027-06-01\n", ""), encoding="utf-8")
    return file


def test_the_shipped_policy_passes() -> None:
    assert run("check").exit_code == 0
    assert "23 rules, 8 ways in, 0 errors" in run("check", "--at", "2027-06-01").stderr
    assert "ルール23件、経路8件、エラー0件" in run("check", language="ja").stderr


def test_a_side_door_is_told_with_file_and_line(forgotten: Path) -> None:
    """E-03."""
    done = run("check", "--paths", forgotten, "--at", "2027-12-01")

    assert done.exit_code == 1
    line = done.stdout.splitlines()[0]
    assert line.startswith(f"{forgotten}:")
    assert "path.3.methods: path:method:missing: on 1 December 2027" in line
    assert run("check", "--paths", forgotten, "--at", "2027-01-01").exit_code == 0


def test_a_mistake_in_the_policy_is_told_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(policy_text().replace('acr = "phrh"', 'acr = "pwd"'), encoding="utf-8")

    done = run("check", file)

    assert done.exit_code == 1
    assert f"{file}:" in done.stdout
    assert "below the floor; raise acr" in done.stdout
    for command in ("coverage", "schedule"):
        refused = run(command, file)
        assert (refused.exit_code, "policy:floor:acr" in refused.stdout) == (1, True)


def test_a_file_that_is_no_toml_is_told_too(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("= 1", encoding="utf-8")

    assert "0 rules" in run("check", file).stderr
    assert run("schedule", file).exit_code == 1


def test_a_wrong_date_says_how_to_write_one() -> None:
    done = run("check", "--at", "tomorrow")

    assert done.exit_code == 2
    assert "2027-06-01" in done.stderr


def test_the_matrix_is_drawn_with_the_clients_that_will_be_left_behind() -> None:
    """E-03, E-04."""
    done = run("coverage", "--at", "2027-01-01")

    assert done.exit_code == 0
    assert "Old phone app (no passkeys): closes on 2027-06-01. Please update the app." in done.stdout
    assert "出金" in run("coverage", "--at", "2027-01-01", language="ja").stdout


def test_the_matrix_as_json_names_the_methods(forgotten: Path) -> None:
    done = run("coverage", "--at", "2027-12-01", "--paths", forgotten, "--json")
    cells = {(cell["path"], cell["operation"]): cell for cell in json.loads(done.stdout)}

    assert done.exit_code == 1
    assert cells["app-old", "login"]["coverage"] == "missing"
    assert cells["website", "withdraw"]["methods"] == ["passkey_synced", "passkey_bound", "security_key_attested"]


def test_an_old_client_without_a_date_is_told_as_well(forgotten: Path) -> None:
    assert "closes on -." in run("coverage", "--at", "2027-01-01", "--paths", forgotten).stdout


def test_the_schedule_is_printed_for_people_and_for_programs() -> None:
    shown, plain = run("schedule", "--lang", "ja", "--firm", "見本証券"), run("schedule", "--lang", "en", "--json")

    assert "見本証券 認証方法の予定" in shown.stdout
    body = json.loads(plain.stdout)
    assert (body["lang"], body["policy"]) == ("en", 0)
    assert body["sha256"] != body["prev_sha256"]


def test_what_was_published_is_verified(fresh_database: str) -> None:
    people()
    published(effective="2027-08-01")
    assert run("verify", "--database", fresh_database).exit_code == 0

    models.PolicyVersion.objects.update(reason_en="another")

    done = run("verify", "--database", fresh_database)
    assert done.exit_code == 1
    assert "version.1: chain:content:changed" in done.stdout


def test_a_database_that_cannot_be_used_is_told() -> None:
    assert "sqlite or postgresql" in run("verify", "--database", "mysql://x").stderr
