"""Real servers for the tests: private, on sockets of this machine only, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_PLACES = "usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"
_PATIENCE = 30.0
USER = "sekisho"
_SHARED = Path("/dev/shm")  # noqa: S108 - only private directories are made in it
_NEEDED = 1 << 29
MEMORY = _SHARED if _SHARED.is_dir() and shutil.disk_usage(_SHARED).free > _NEEDED else None
"""Where test databases lie, if there is room: a disk shared with others is slow, and what is asked does not need it."""
# The tests ask whether the program commits before it answers, not whether the disk keeps its word.
_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "panic",
}


class PostgreSQL:
    """A private cluster in a directory of its own, reached by a Unix socket."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._owner = _owner()
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, name: str) -> str:
        """The address of one database."""
        return f"postgresql://{USER}@/{name}?host={self._directory}"

    def start(self) -> None:
        """Create the cluster, and wait until it answers."""
        if self._owner is not None:
            os.chown(self._directory, self._owner, -1)
        self._run(
            "initdb", "--pgdata", self._data, "--username", USER, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C", "--no-sync",
        )  # fmt: skip
        self.launch()

    def launch(self) -> None:
        """Start the server, also after a crash."""
        options = [word for name, value in _OPTIONS.items() for word in ("-c", f"{name}={value}")]
        command = [program("postgres"), "-D", self._data, "-k", self._directory, *options]
        self._process = subprocess.Popen(command, user=self._owner, cwd=self._directory)
        self._wait()

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    def stop(self) -> None:
        """End the server at once, as a crash would: connections break, nothing is put in order."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(_PATIENCE)
            self._process = None

    def execute(self, statement: str, name: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement as the server's owner."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def disconnect(self, url: str) -> None:
        """Cut every connection to the database at ``url``, as a failover would."""
        name = name_of(url)
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 - our own name

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > end or self._process is None or self._process.poll() is not None:
                    raise
                time.sleep(0.02)
            else:
                return

    def _run(self, name: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [program(name), *arguments],
            user=self._owner,
            cwd=self._directory,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"{name}: {done.stdout.decode()}")


class Pool:
    """Empty databases with the template's tables. Copying one takes a third of a second, emptying one a hundredth."""

    def __init__(self, server: PostgreSQL, template: str) -> None:
        self._server = server
        self._template = template
        self._made = 0
        self._idle: list[str] = []
        self._form = self._ask(template, _FORM)

    def take(self) -> str:
        """The address of an empty database."""
        if self._idle:
            return self._server.url(self._idle.pop())
        self._made += 1
        name = f"test_{self._made}"
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self._server.url(name)

    def give_back(self, url: str) -> None:
        """Empty a database for the next test; one whose tables were altered is thrown away."""
        name = name_of(url)
        self._server.disconnect(url)
        if self._ask(name, _FORM) == self._form:
            self._ask(name, _EMPTY)
            self._idle.append(name)
        else:
            self._server.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _ask(self, name: str, statement: str) -> list[tuple[object, ...]]:
        return self._server.execute(statement, name)


_FORM = """
    SELECT relname, relkind, NULL FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT conname, contype, NULL FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tgname, tgenabled, NULL FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY 1, 2
"""
# Guards against emptying are laid aside and put back as they were.
_EMPTY = """
    DO $$
    DECLARE guard record; names text;
    BEGIN
        CREATE TEMPORARY TABLE guards ON COMMIT DROP AS
            SELECT tgname AS name, tgrelid::regclass AS place, tgenabled FROM pg_trigger WHERE NOT tgisinternal;
        FOR guard IN SELECT * FROM guards LOOP
            EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', guard.place, guard.name);
        END LOOP;
        SELECT string_agg(format('%I', tablename), ', ') INTO names FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'django_migrations';
        EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY CASCADE';
        FOR guard IN SELECT * FROM guards LOOP
            EXECUTE format('ALTER TABLE %s ENABLE %s TRIGGER %I', guard.place,
                CASE guard.tgenabled WHEN 'A' THEN 'ALWAYS' ELSE '' END, guard.name);
        END LOOP;
    END $$
"""


def name_of(url: str) -> str:
    """The database's name in an address made by ``PostgreSQL.url``."""
    return url.partition("@/")[2].partition("?")[0]


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A running PostgreSQL. A missing installation fails the test with the package's name; it is never skipped."""
    directory = Path(
        tempfile.mkdtemp(prefix="sekisho-postgresql-", dir=MEMORY)
    )  # short enough for a socket, open to its owner
    server = PostgreSQL(directory)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def program(name: str) -> str:
    """Where a program of PostgreSQL lies: on the PATH, or where distributions put it, the newest version first."""
    places = [directory for place in _PLACES for directory in sorted(Path("/").glob(place), reverse=True)]
    found = shutil.which(name) or next((str(place / name) for place in places if (place / name).exists()), None)
    if found:
        return found
    pytest.fail(
        f"{name} is not installed. The database tests run a real PostgreSQL: install the package `postgresql` "
        "(Debian, Ubuntu), `postgresql-server` (Fedora) or `postgresql@16` (Homebrew), "
        "or choose SEKISHO_TEST_DATABASE=sqlite."
    )


def _owner() -> int | None:
    """PostgreSQL refuses to run as root: give it another user then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    pytest.fail("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")
