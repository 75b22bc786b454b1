from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.servers import PostgreSQL

from sekisho.journal.queries.reading import head
from sekisho.journal.types.entry import EMPTY
from sekisho.project.databases import BadDatabaseUrlError
from sekisho.project.tables import NotPreparedError, migrate, prepare, use


def test_the_embedded_database_is_made_on_first_use_for_its_owner_only(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    folder = tmp_path / "home" / "sekisho"
    with django_db_blocker.unblock():
        prepare(url=f"sqlite:///{folder}/sekisho.sqlite3")
        assert head() == EMPTY
        connection.close()
    use("sqlite:///:memory:")

    assert folder.stat().st_mode & 0o777 == 0o700


def test_preparing_twice_changes_nothing(fresh_database: str) -> None:
    prepare()
    prepare(url=fresh_database)

    assert head() == EMPTY


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_a_servers_tables_change_only_when_asked_to(
    vendor: str, postgresql_server: PostgreSQL, django_db_blocker: DjangoDbBlocker
) -> None:
    postgresql_server.execute("CREATE DATABASE bare")
    with django_db_blocker.unblock():
        with pytest.raises(NotPreparedError) as fault:
            prepare(url=postgresql_server.url("bare"))
        migrate()
        prepare()
        connection.close()
    use("sqlite:///:memory:")

    assert "sekisho migrate" in fault.value.reason.ja
    assert "sekisho migrate" in str(fault.value)


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(BadDatabaseUrlError, match="mysql"):
        use("mysql://here/there")
