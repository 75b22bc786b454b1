"""Evidence is checked on any computer: what is wrong is named by line and field (C-03, E-13)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.builders.approvals import public_jwks, short_story, signing_key

from sekisho.project.commands.verify_evidence import SHOWN, verify_evidence

STORY = short_story()


def run(*arguments: object, language: str = "en") -> Result:
    return CliRunner().invoke(verify_evidence, [*map(str, arguments)], env={"SEKISHO_LANG": language})


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    place = tmp_path / "evidence.ndjson"
    place.write_bytes(b"".join(STORY.bundle()))
    return place


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    place = tmp_path / "jwks.json"
    place.write_text(json.dumps(public_jwks(STORY.key)))
    return place


def test_whole_evidence_is_told_with_its_numbers(bundle: Path, jwks: Path) -> None:
    done = run(bundle, "--jwks", jwks)

    assert done.exit_code == 0
    assert done.stdout == ("The evidence is whole: 4 lines (3 approvals, 1 executions, 0 withheld, 2 sealed days)\n")
    assert run(bundle, "--jwks", jwks, language="ja").stdout.startswith("正常です: 4行（承認3件、実行1件")


def test_without_the_firms_keys_it_says_what_that_proves(bundle: Path) -> None:
    done = run(bundle)

    assert done.exit_code == 0
    assert "give keys obtained from the firm's site with --jwks" in done.stdout


def test_a_changed_amount_is_named_by_line_and_field(bundle: Path, jwks: Path) -> None:
    bundle.write_text(bundle.read_text().replace('"amount":"1200000"', '"amount":"1200001"', 1))
    done = run(bundle, "--jwks", jwks)

    assert done.exit_code == 1
    assert "line 2 body: the content was changed (body_digest)" in done.stderr
    assert "line 2 body.displayed: the text that was shown does not fit the content (display)" in done.stderr
    assert "2行目 body: 内容が書き換えられています" in run(bundle, "--jwks", jwks, language="ja").stderr


def test_programs_get_json(bundle: Path, jwks: Path) -> None:
    assert json.loads(run(bundle, "--jwks", jwks, "--json").stdout)["whole"] is True
    lines = bundle.read_bytes().splitlines(keepends=True)
    bundle.write_bytes(b"".join(lines[:-1]))
    done = run(bundle, "--jwks", jwks, "--json")

    assert done.exit_code == 1
    assert {"line": 5, "field": "manifest.lines", "flaw": "line_missing"} in json.loads(done.stdout)["findings"]


def test_evidence_made_by_others_is_refused(bundle: Path, tmp_path: Path) -> None:
    others = tmp_path / "others.json"
    others.write_text(json.dumps(public_jwks(signing_key())))
    done = run(bundle, "--jwks", others)

    assert done.exit_code == 1
    assert "line 1 manifest: the manifest's signature does not hold" in done.stderr


def test_many_findings_are_counted(bundle: Path, jwks: Path) -> None:
    bundle.write_bytes(bundle.read_bytes() + b"{}\n" * 100)
    done = run(bundle, "--jwks", jwks)

    assert done.stderr.count("\n") <= SHOWN + 3
    assert " more" in done.stderr


@pytest.mark.parametrize("content", ["", "no json", "[]", "{}", '{"keys":[]}'])
def test_a_file_that_holds_no_keys_is_named(bundle: Path, tmp_path: Path, content: str) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(content)
    done = run(bundle, "--jwks", keys)

    assert done.exit_code == 1
    assert f"{keys} is no list of public keys (JWKS)" in done.stderr


def test_an_empty_file_is_no_evidence(bundle: Path) -> None:
    bundle.write_bytes(b"")

    assert "line 1: there is no manifest at the beginning" in run(bundle).stderr


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert run(tmp_path / "missing").exit_code == 2
