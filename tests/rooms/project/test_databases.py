import pytest

from sekisho.project.databases import PREPARING, BadDatabaseUrlError, database


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////var/lib/sekisho/a%20b.sqlite3", "/var/lib/sekisho/a b.sqlite3"),
        ("sqlite:///here.sqlite3", "here.sqlite3"),
        ("sqlite:///:memory:", ":memory:"),
        ("sqlite://", ":memory:"),
    ],
)
def test_an_sqlite_address_names_a_file(url: str, name: str) -> None:
    assert database(url)["NAME"] == name


def test_the_embedded_database_waits_for_the_disk_and_guards_its_rows() -> None:
    options = database("sqlite:///a")["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        assert pragma in options["init_command"]


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_postgresql_address_names_everything_else_too(scheme: str) -> None:
    found = database(f"{scheme}://user:p%40ss@db.example:5433/name?sslmode=verify-full")

    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "name",
        "USER": "user",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "verify-full", **PREPARING},
    }


@pytest.mark.parametrize("url", ["", "mysql://here/there", "/var/lib/file"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrlError, match="sqlite or postgresql"):
        database(url)
