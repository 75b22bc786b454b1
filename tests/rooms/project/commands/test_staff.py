"""The first two members of staff, as whoever installs the node makes them."""

import re

from click.testing import CliRunner, Result

from sekisho.firms.operations.invitations import use_invitation
from sekisho.firms.queries.invitations import invited
from sekisho.firms.queries.staff import staff_member
from sekisho.firms.types.permissions import Role
from sekisho.project.cli import main
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import digest_of

PAIR = ("--first", "sato", "佐藤", "--second", "suzuki", "鈴木")


def run(*words: str, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["staff", *words], env={"SEKISHO_LANG": language})


def codes(line: str) -> tuple[bytes, bytes]:
    first, second = re.findall(r"\d{4} \d{4} \d{4} \d{4}", line)
    return digest_of(first.replace(" ", "")), digest_of(second.replace(" ", ""))


def test_two_are_registered_and_each_has_two_codes_that_count_for_minutes(database: str) -> None:
    done = run("found", *PAIR)

    assert done.exit_code == 0, done.output
    sato, suzuki, told = done.output.strip().splitlines()
    assert [invited(first=one, second=two, at=now()).staff for one, two in map(codes, (sato, suzuki))] == [
        "sato", "suzuki"
    ]  # fmt: skip
    assert "/staff/enrol until" in told
    assert Role.ADMINISTRATOR in staff_member(staff="sato").roles


def test_where_there_is_staff_nobody_founds_it_again(database: str) -> None:
    run("found", *PAIR)

    done = run("found", "--first", "a", "A", "--second", "b", "B", language="ja")

    assert done.exit_code == 1
    assert "職員がすでにいます" in done.output


def test_new_codes_are_made_for_a_founder_until_he_has_a_key(database: str) -> None:
    run("found", *PAIR)

    one, two = codes(run("code", "sato").output)
    use_invitation(invitation=invited(first=one, second=two, at=now()).id, at=now())

    assert run("code", "sato").exit_code == 1
    assert "is not one of the first two" in run("code", "nobody").output


def test_what_is_typed_wrongly_is_said(database: str) -> None:
    for words, told in {
        ("--first", "Sato", "佐藤", "--second", "suzuki", "鈴木"): "lower-case",
        ("--first", "sato", "佐藤", "--second", "sato", "鈴木"): "two different people",
        ("--first", "sato", " ", "--second", "suzuki", "鈴木"): "Give both names",
    }.items():
        done = run("found", *words)
        assert done.exit_code == 2
        assert told in done.output
