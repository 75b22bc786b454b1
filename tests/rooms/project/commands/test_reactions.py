import pytest
from click.testing import CliRunner, Result
from tests.builders.journal import written

from sekisho.journal.operations.consuming import consume
from sekisho.journal.types.entry import Entry
from sekisho.journal.types.faults import PoisonEntryError
from sekisho.project.cli import main


def shown(database: str, language: str = "en") -> Result:
    return CliRunner(env={"SEKISHO_LANG": language}).invoke(main, ["reactions", "--database", database])


def refuse(_entry: Entry) -> None:
    message = "the mail server is away"
    raise ValueError(message)


def test_everybody_is_shown_with_his_place(fresh_database: str) -> None:
    written([3])
    consume(name="notices", handler=lambda _: None, limit=2)

    result = shown(fresh_database)

    assert result.exit_code == 0
    assert "notices: at position 2, 1 waiting" in result.output


@pytest.mark.parametrize(("language", "word"), [("ja", "止まっています"), ("en", "stands before position 1")])
def test_one_that_is_stuck_is_an_alarm(fresh_database: str, language: str, word: str) -> None:
    written([2])
    with pytest.raises(PoisonEntryError):
        consume(name="notices", handler=refuse)

    result = shown(fresh_database, language)

    assert result.exit_code == 1
    assert word in result.output
    assert "the mail server is away" in result.output


def test_an_untouched_journal_says_so(fresh_database: str) -> None:
    assert "Nothing was reacted to" in shown(fresh_database).output


def test_an_address_that_is_none_is_refused() -> None:
    assert shown("mysql://x").exit_code == 1
