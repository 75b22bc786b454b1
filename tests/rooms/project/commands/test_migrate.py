from click.testing import CliRunner

from sekisho.project.cli import main


def test_migrating_says_that_the_tables_are_up_to_date(fresh_database: str) -> None:
    for arguments in (["--database", fresh_database], []):
        done = CliRunner().invoke(main, ["migrate", *arguments], env={"SEKISHO_LANG": "en"})

        assert done.exit_code == 0
        assert "up to date" in done.stdout


def test_a_database_that_cannot_be_reached_is_an_error(fresh_database: str) -> None:
    done = CliRunner().invoke(main, ["migrate", "--database", "postgresql:///none?host=/nowhere"])

    assert done.exit_code == 1
    assert "nowhere" in done.stderr
