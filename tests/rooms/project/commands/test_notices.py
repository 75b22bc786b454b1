"""The messages' commands as a person, or a mail server, runs them."""

from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result
from tests.builders.notices import AT, HOUSE, Clock, desks, news, payloads

from rooms.notices.rules.test_bounces import dsn
from sekisho.notices.operations.announcing import announce
from sekisho.notices.operations.contacts import add_contact, verify_contact
from sekisho.notices.operations.library import SHIPPED
from sekisho.notices.operations.sending import send_due
from sekisho.notices.types.channels import Channel, ContactKind
from sekisho.project.commands.notices import notices
from sekisho.web.operations.resources import safe


def run(*words: object, language: str = "en", given: bytes = b"") -> Result:
    return CliRunner().invoke(notices, [str(word) for word in words], env={"SEKISHO_LANG": language}, input=given)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Path(copytree(SHIPPED, tmp_path / "templates"))


def spoil(directory: Path, old: str, new: str) -> None:
    place = directory / "login.toml"
    place.write_text(place.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_products_own_messages_pass() -> None:
    done = run("lint")

    assert done.exit_code == 0
    assert done.output.endswith("messages, 0 findings\n")


def test_a_link_fails_the_check_with_file_and_line_in_the_readers_language(library: Path) -> None:
    spoil(library, "Somebody logged in", "See https://evil.example . Somebody logged in")

    english, japanese = run("lint", library / "login.toml"), run("lint", library, language="ja")

    assert english.exit_code == japanese.exit_code == 1
    assert f"{library.as_posix()}/login.toml:26: text:link:found: no link, domain or address" in english.output
    assert "リンク、ドメイン、アドレスは書けません" in japanese.output


def test_a_changed_message_is_locked_only_under_a_new_version(library: Path) -> None:
    spoil(library, "Login to your account", "A login to your account")
    assert run("lock", library).exit_code == 1

    spoil(library, "version = 1", "version = 2")
    done = run("lock", library)

    assert done.exit_code == 0
    assert "is locked." in done.output
    assert run("lint", library).exit_code == 0


def sent() -> str:
    """The token of a mail that went out."""
    add_contact(
        contact="ct-1",
        subject="a-1",
        kind=ContactKind.EMAIL,
        address="hanako@customer.test",
        by="x",
        safe=safe(),
        at=AT,
    )
    verify_contact(contact="ct-1", house=HOUSE, at=AT)
    announce(news=news(), house=HOUSE, safe=safe(), at=AT)
    out = desks()
    send_due(outlets=out, safe=safe(), clock=Clock())
    return out[Channel.EMAIL].given[0].token


def test_a_returned_mail_is_noted_and_raises_the_alarm(fresh_database: str) -> None:
    mail = dsn(sent())

    assert run("bounce", "--journal", fresh_database, given=mail).output == "noted: bounced\n"
    assert run("bounce", "--journal", fresh_database, given=mail, language="ja").output == "変わることはありません。\n"
    assert len(payloads("notices:contact:stale")) == 1


def test_a_mail_about_none_of_ours_does_not_come_back_to_the_server(fresh_database: str) -> None:
    done = run("bounce", "--journal", fresh_database, given=dsn())

    assert (done.exit_code, done.output) == (0, "This is about none of our notices.\n")


def test_where_the_database_is_away_the_server_comes_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert run("bounce", "--journal", f"sqlite:///{tmp_path}/file/x.sqlite3", given=dsn()).exit_code == 75
