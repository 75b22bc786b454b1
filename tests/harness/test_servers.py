import socket

import pytest
from django.db import connection
from tests.builders.journal import run, written
from tests.servers import PostgreSQL, program


def test_a_missing_installation_fails_with_the_name_of_the_package() -> None:
    with pytest.raises(pytest.fail.Exception, match="install the package `postgresql`"):
        program("no-such-program")


def test_nothing_leaves_this_machine() -> None:
    with socket.socket() as outward, pytest.raises((RuntimeError, UserWarning), match=r"192\.0\.2\.1"):
        outward.connect(("192.0.2.1", 9))


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_the_server_answers_on_a_unix_socket_only(vendor: str, postgresql_server: PostgreSQL) -> None:
    assert postgresql_server.execute("SHOW listen_addresses") == [("",)]


@pytest.mark.parametrize("round_", [1, 2])
def test_a_fresh_database_is_empty_and_guarded_whatever_a_test_before_did(fresh_database: str, round_: int) -> None:
    written([2])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry")
        assert cursor.fetchone() == (2,)
    run("DROP TABLE journal_consumer")
