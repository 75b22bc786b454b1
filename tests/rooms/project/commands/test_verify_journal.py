from pathlib import Path

from click.testing import CliRunner, Result
from tests.builders.journal import run as run_sql
from tests.builders.journal import written

from sekisho.project.cli import main


def run(*arguments: object, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["verify-journal", *map(str, arguments)], env={"SEKISHO_LANG": language})


def drop_the_guards(vendor: str) -> None:
    if vendor == "postgresql":
        run_sql("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        run_sql("ALTER TABLE journal_batch DISABLE TRIGGER USER")
    else:
        for table in ("journal_entry", "journal_batch"):
            run_sql(f"DROP TRIGGER {table}_stays_update")
            run_sql(f"DROP TRIGGER {table}_stays_delete")


def test_a_whole_journal_is_told_with_its_end(fresh_database: str) -> None:
    written([2, 3])

    done = run("--journal", fresh_database)

    assert done.exit_code == 0
    assert done.stdout.startswith("The journal is whole: 2 batches with 5 entries. End: 2 ")
    assert run("--journal", fresh_database, language="ja").stdout.startswith("正常です: バッチ2個、記録5件。")


def test_damage_is_named_and_the_exit_status_says_so(fresh_database: str, vendor: str) -> None:
    written([2, 3])
    drop_the_guards(vendor)
    run_sql("UPDATE journal_entry SET about = 'x' WHERE position = 4")

    done = run("--journal", fresh_database)

    assert done.exit_code == 1
    assert "Entry 4 of batch 2 was changed. (entry_changed)" in done.stderr
    assert "バッチ 2 の記録 4 が書き換えられています" in run("--journal", fresh_database, language="ja").stderr


def test_an_anchor_shows_that_the_end_was_cut_off(fresh_database: str, vendor: str, tmp_path: Path) -> None:
    written([2, 3])
    anchor = tmp_path / "anchor.json"
    assert run("--journal", fresh_database, "--write-anchor", anchor).exit_code == 0
    drop_the_guards(vendor)
    run_sql("DELETE FROM journal_entry WHERE position > 2")
    run_sql("DELETE FROM journal_batch WHERE number > 1")

    assert run("--journal", fresh_database).exit_code == 0
    done = run("--journal", fresh_database, "--anchor", anchor)

    assert done.exit_code == 1
    assert "had come as far as batch 2" in done.stderr


def test_no_anchor_is_written_for_a_damaged_journal(fresh_database: str, vendor: str, tmp_path: Path) -> None:
    written([2])
    drop_the_guards(vendor)
    run_sql("UPDATE journal_entry SET at = 0 WHERE position = 1")

    assert run("--journal", fresh_database, "--write-anchor", tmp_path / "anchor.json").exit_code == 1
    assert not (tmp_path / "anchor.json").exists()


def test_the_walk_begins_where_it_is_told_to(fresh_database: str) -> None:
    written([2, 3])

    assert "1 batches with 3 entries" in run("--journal", fresh_database, "--from", 2).stdout
    done = run("--journal", fresh_database, "--from", 3)
    assert done.exit_code == 1
    assert "There is no batch 3" in done.stderr


def test_a_file_that_is_no_anchor_is_an_error(fresh_database: str, tmp_path: Path) -> None:
    done = run("--journal", fresh_database, "--anchor", tmp_path / "missing.json")

    assert done.exit_code == 1
    assert "missing.json" in done.stderr
