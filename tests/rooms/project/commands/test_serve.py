import time
import urllib.request

import pytest
from click.testing import CliRunner
from tests.builders.journal import written
from tests.harness.node import Node

from sekisho.journal.queries.reading import consumers
from sekisho.project.cli import main


@pytest.mark.parametrize(("language", "word"), [("ja", "お客様の画面"), ("en", "Customers")])
def test_a_node_says_where_it_is_found_answers_and_stops_when_told(
    fresh_database: str, language: str, word: str
) -> None:
    with Node(fresh_database, SEKISHO_LANG=language) as node:
        with urllib.request.urlopen(node.url("/healthz")) as answer:  # noqa: S310 - our own
            assert answer.read() == b"ok"
        node.stop()

        assert word in node.log
        assert node.origin in node.log
        assert "Traceback" not in node.log


def test_the_reactions_run_beside_the_pages_and_stop_with_them(fresh_database: str) -> None:
    written([2])
    with Node(fresh_database) as node:
        end = time.monotonic() + 30
        while {state.position for state in consumers()} != {2} and time.monotonic() < end:
            time.sleep(0.1)
        assert {state.position for state in consumers()} == {2}, node.log


def test_pages_alone_leave_the_journal_to_another_process(fresh_database: str) -> None:
    written([1])
    with Node(fresh_database, role="web") as node, urllib.request.urlopen(node.url("/healthz")):  # noqa: S310 - our own
        pass

    assert list(consumers()) == []


def test_a_server_whose_tables_are_old_is_not_served_and_says_what_to_do(postgresql_server: object) -> None:
    postgresql_server.execute("CREATE DATABASE never_migrated")  # type: ignore[attr-defined]
    url = postgresql_server.url("never_migrated")  # type: ignore[attr-defined]
    with pytest.raises(pytest.fail.Exception, match="sekisho migrate"), Node(url):
        pass


def test_wrong_numbers_are_refused() -> None:
    assert CliRunner().invoke(main, ["serve", "--port", "0"]).exit_code == 2
    assert CliRunner().invoke(main, ["serve", "--role", "queen"]).exit_code == 2
