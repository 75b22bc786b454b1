from pathlib import Path

import psycopg

from sekisho.project.commands.bench_auth_database import place


def test_its_own_postgresql_keeps_its_word_and_is_gone_afterwards() -> None:
    with place(None) as chosen:
        with psycopg.connect(chosen.url) as connection:
            kept = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in ("fsync", "synchronous_commit")]
        home = Path(chosen.url.partition("host=")[2])
        assert home.is_dir()

    assert chosen.told == "postgresql, temporary"
    assert kept == [("on",), ("on",)]
    assert not home.exists()


def test_a_database_that_was_named_is_used_as_it_is() -> None:
    with place("postgresql://sekisho@db/journal") as chosen:
        assert chosen.url == "postgresql://sekisho@db/journal"

    assert chosen.told == "postgresql, named"
