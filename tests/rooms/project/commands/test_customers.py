"""Customers come in from a file, as a firm's operator runs it; what is refused is kept with its reason."""

import json
import stat
from pathlib import Path

from click.testing import CliRunner, Result

from sekisho.authentication.queries.authenticators import authenticators_of
from sekisho.notices.queries.contacts import contacts_of
from sekisho.project.commands.customers import customers
from sekisho.web.operations.registering import registered

HANAKO = {
    "account": "a-1", "login": "hanako", "facts": {"person": "individual"}, "password": "nobody guesses this",
    "contacts": [{"kind": "email", "address": "hanako@example.jp", "proven": True}],
}  # fmt: skip
TARO = {"account": "a-2", "login": "taro", "language": "en"}


def run(file: Path, url: str, *, language: str = "en") -> Result:
    words = ["import", str(file), "--journal", url]
    return CliRunner().invoke(customers, words, env={"SEKISHO_LANG": language})


def written(place: Path, *lines: object) -> Path:
    file = place / "customers.ndjson"
    file.write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in lines))
    return file


def rejected(place: Path) -> list[tuple[int, list[str]]]:
    lines = (place / "customers.rejected.ndjson").read_text().splitlines()
    return [(each["line"], [one["field"] for one in each["wrong"]]) for each in map(json.loads, lines)]


def test_a_file_of_customers_is_taken_in(fresh_database: str, tmp_path: Path) -> None:
    done = run(written(tmp_path, HANAKO, "", TARO), fresh_database)

    assert (done.exit_code, done.output) == (0, "2 registered, 0 known already, 0 rejected.\n")
    hanako, taro = registered("a-1"), registered("a-2")
    assert hanako is not None
    assert taro is not None
    assert (hanako.facts, taro.language) == ({"person": "individual"}, "en")
    assert (len(contacts_of(subject="a-1")), len(authenticators_of(principal=hanako.ref))) == (1, 1)


def test_the_same_file_again_changes_nothing(fresh_database: str, tmp_path: Path) -> None:
    file = written(tmp_path, TARO)
    run(file, fresh_database)

    again = run(file, fresh_database, language="ja")

    assert (again.exit_code, again.output) == (0, "登録0件、登録済み1件、拒否0件。\n")


def test_bad_lines_are_kept_with_number_and_field_and_the_others_come_in(fresh_database: str, tmp_path: Path) -> None:
    lines = [HANAKO, "no json", "[]", {**TARO, "login": ""}, {**TARO, "login": "hanako"}, TARO, HANAKO, "x" * 300_000]

    done = run(written(tmp_path, *lines), fresh_database)

    assert done.exit_code == 3
    assert rejected(tmp_path) == [
        (2, [""]), (3, [""]), (4, ["login"]), (5, ["login"]), (7, ["contacts"]), (8, [""]),
    ]  # fmt: skip
    assert registered("a-2") is not None


def test_rejected_lines_are_for_the_owners_eyes_only(fresh_database: str, tmp_path: Path) -> None:
    run(written(tmp_path, {**HANAKO, "password": "hanako"}), fresh_database)

    mode = (tmp_path / "customers.rejected.ndjson").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_an_address_that_is_no_database_is_told(tmp_path: Path) -> None:
    done = run(written(tmp_path, TARO), "mysql://x/y")

    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
