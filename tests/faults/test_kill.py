"""Whatever dies in the middle: what was acknowledged is in the journal, and a second run finishes the work.

Every run is the real program in a process of its own; it dies as a process does when the power goes (SIGKILL), when
its disk is full, or when its database is gone. (E-13)
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner
from django.db import connections
from pytest_django import DjangoDbBlocker
from tests.builders.loading import order, orders
from tests.servers import PostgreSQL, postgresql

from sekisho.journal.operations.verifying import verify
from sekisho.journal.queries.reading import read
from sekisho.project.cli import main
from sekisho.project.tables import migrate, use

COUNT = 3_000
LINES = [order(n) for n in range(COUNT)]
_PATIENCE = 60
_PROGRAM = Path(sys.executable).with_name("sekisho")


class Run:
    """One run of ``sekisho load``, and the acknowledgements it has given."""

    def __init__(
        self, source: str, url: str, folder: Path, *, before: Sequence[str] = (), judged: bool = False
    ) -> None:
        command = [*before, str(_PROGRAM), "load", source, "--journal", url, "--ack", "-"]
        command += [] if judged else ["--no-judge"]
        self._errors = folder / "errors.txt"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [*command, "--rejected", str(folder / "rejected.ndjson")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "SEKISHO_LANG": "en"},
            )
        assert self._process.stdin
        assert self._process.stdout
        self._input: IO[bytes] = self._process.stdin
        self._output: IO[bytes] = self._process.stdout
        self.acknowledged: list[dict[str, object]] = []

    def feed(self, lines: Sequence[bytes]) -> None:
        """Give lines on standard input."""
        self._input.write(b"".join(line + b"\n" for line in lines))
        self._input.flush()

    def await_acknowledgements(self, count: int) -> None:
        """Read until so many were given in all."""
        while len(self.acknowledged) < count and (line := self._output.readline()):
            self.acknowledged.append(json.loads(line))

    def kill(self) -> None:
        """As if the power went. What was already said counts; half a line was not said."""
        self._process.kill()
        self._collect()

    def finish(self) -> int:
        """Let it come to its end; the exit status."""
        self._collect()
        return self._process.returncode

    @property
    def errors(self) -> str:
        """What it told the person who started it."""
        return self._errors.read_text()

    def _collect(self) -> None:
        self._input.close()
        self.acknowledged += [json.loads(line) for line in self._output if line.endswith(b"\n")]
        self._output.close()
        self._process.wait(_PATIENCE)


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A file of a few thousand events."""
    return str(orders(tmp_path / "events.ndjson", COUNT))


def check(run: Run) -> int:
    """The chain is whole, every acknowledged event stands where it was said, and nothing is there but a beginning.

    Returns:
        How many events are journaled.

    """
    connections.close_all()
    stored = read(limit=COUNT + 1)
    assert verify().damage is None
    assert [entry.payload for entry in stored] == LINES[: len(stored)]
    for told in run.acknowledged:
        assert stored[int(str(told["position"])) - 1].key == f"event:{told['event']}"
    return len(stored)


def check_finished(url: str, source: str, folder: Path) -> None:
    """Another run acknowledges everything, and the journal is as if nothing had happened."""
    run = Run(source, url, folder)

    assert run.finish() == 0, run.errors
    assert [told["event"] for told in run.acknowledged] == [f"e-{n}" for n in range(COUNT)]
    assert check(run) == COUNT


def test_killed_at_any_moment_it_loses_nothing_acknowledged_and_doubles_nothing(
    fresh_database: str, source: str, tmp_path: Path
) -> None:
    journaled = 0
    for _ in range(3):
        run = Run(source, fresh_database, tmp_path)
        run.await_acknowledgements(random.randint(journaled + 1, max(journaled + 1, COUNT - 500)))
        time.sleep(random.uniform(0, 0.005))
        run.kill()
        journaled = check(run)
        assert journaled >= len(run.acknowledged)

    done = CliRunner().invoke(main, ["verify-journal", "--journal", fresh_database])
    assert done.exit_code == 0, done.output
    check_finished(fresh_database, source, tmp_path)


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_killed_while_judging_it_goes_on_to_the_decisions_of_a_replay(
    fresh_database: str, source: str, tmp_path: Path
) -> None:
    run = Run(source, fresh_database, tmp_path, judged=True)
    run.await_acknowledgements(random.randint(1, COUNT - 500))
    run.kill()
    again = Run(source, fresh_database, tmp_path, judged=True)
    assert again.finish() == 0, again.errors
    replay = [str(_PROGRAM), "replay", source, "--out", str(tmp_path / "decisions.ndjson")]
    assert subprocess.run(replay, capture_output=True, check=False).returncode == 0

    connections.close_all()
    decisions = [entry.payload for entry in read(limit=2 * COUNT) if entry.kind == "decisions:decision:made"]
    assert verify().damage is None
    assert decisions == (tmp_path / "decisions.ndjson").read_bytes().splitlines()


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_on_a_full_disk_it_stops_with_a_clear_error_and_goes_on_when_there_is_room(
    fresh_database: str, source: str, tmp_path: Path
) -> None:
    limited = ["sh", "-c", 'ulimit -f 1200; exec "$0" "$@"']  # blocks of 512 bytes

    run = Run(source, fresh_database, tmp_path, before=limited)

    assert run.finish() == 1
    assert "The journal could not be written, and nothing was acknowledged." in run.errors
    assert "OperationalError" in run.errors
    assert 0 < check(run) < COUNT
    check_finished(fresh_database, source, tmp_path)


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_cut_off_from_its_database_it_stops_with_a_clear_error_and_goes_on_later(
    fresh_database: str, source: str, tmp_path: Path, postgresql_server: PostgreSQL
) -> None:
    run = Run("-", fresh_database, tmp_path)
    run.feed(LINES[:500])
    run.await_acknowledgements(500)
    postgresql_server.disconnect(fresh_database)
    run.feed(LINES[500:600])

    assert run.finish() == 1
    assert "The journal could not be written, and nothing was acknowledged." in run.errors
    assert "Check the database and its disk, then send again." in run.errors
    assert len(run.acknowledged) == 500
    assert check(run) == 500
    check_finished(fresh_database, source, tmp_path)


@pytest.fixture
def doomed_server(django_db_blocker: DjangoDbBlocker) -> Iterator[PostgreSQL]:
    """A PostgreSQL of its own, with a migrated database ``journal``, which may crash."""
    with postgresql() as server, django_db_blocker.unblock():
        server.execute("CREATE DATABASE journal")
        use(server.url("journal"))
        migrate()
        yield server
        connections.close_all()
    use("sqlite:///:memory:")


@pytest.mark.parametrize("vendor", ["postgresql"], indirect=True)
def test_after_a_crash_of_the_server_everything_acknowledged_is_there(
    vendor: str, doomed_server: PostgreSQL, source: str, tmp_path: Path
) -> None:
    url = doomed_server.url("journal")
    run = Run(source, url, tmp_path)
    run.await_acknowledgements(500)
    doomed_server.stop()

    assert run.finish() == 1, run.errors
    doomed_server.launch()
    assert 500 <= check(run) < COUNT
    check_finished(url, source, tmp_path)
