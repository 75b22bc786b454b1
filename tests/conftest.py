"""What all tests share: no network, and real databases that are there only for the tests that ask.

Two fixtures give a database, each on every database the product supports:

- ``database``: shared and migrated; what a test writes is rolled back. Quick; for anything within one transaction.
- ``fresh_database``: the test's own, migrated and empty, with real commits and as many threads and processes as it
  likes. Its value is the address (URL).

``SEKISHO_TEST_DATABASE=sqlite`` or ``=postgresql`` runs them on that one only; ``-m database`` runs just these tests.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker
from pytest_socket import socket_allow_hosts
from tests.servers import MEMORY, Pool, PostgreSQL, postgresql

from sekisho.project.tables import migrate, use

_HERE = ["127.0.0.1", "::1", "localhost"]
_CHOICE = os.environ.get("SEKISHO_TEST_DATABASE", "sqlite,postgresql").split(",")
_NUMBERS = count(1)
_HOME = Path(tempfile.mkdtemp(prefix="sekisho-tests-", dir=MEMORY))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["SEKISHO_HOME"] = str(_HOME)  # commands that tests start find no database of the person who runs them
settings.SEKISHO_KEYS, settings.SEKISHO_OUTBOX = _HOME / "keys", _HOME / "outbox"  # nor do the tests find his keys
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):  # compiling everything for each process takes longer than its work
    os.environ["PYTHONPYCACHEPREFIX"] = str(_HOME / "bytecode")
use("sqlite:///:memory:")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: runs on a real database, once for each that is supported")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a database; leave out tests that are for another one than was chosen."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        if "vendor" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
        call = getattr(item, "callspec", None)
        (kept if call is None or call.params.get("vendor", _CHOICE[0]) in _CHOICE else left_out).append(item)
    items[:] = kept
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup() -> None:
    """Nothing leaves this machine."""
    socket_allow_hosts(_HERE, allow_unix_socket=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """A private PostgreSQL, started for the first test that needs it."""
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(django_db_blocker: DjangoDbBlocker) -> Path:
    """A migrated SQLite file to copy; closed, so that nothing of it is elsewhere."""
    path = _HOME / "template.sqlite3"
    _migrated(f"sqlite:///{path}", django_db_blocker)
    return path


@pytest.fixture(scope="session")
def postgresql_pool(postgresql_server: PostgreSQL, django_db_blocker: DjangoDbBlocker) -> Pool:
    """Migrated PostgreSQL databases."""
    postgresql_server.execute("CREATE DATABASE template")
    _migrated(postgresql_server.url("template"), django_db_blocker)
    return Pool(postgresql_server, "template")


@pytest.fixture(params=_CHOICE)
def vendor(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest.fixture
def fresh_database(vendor: str, request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of an empty database of the test's own, which Django uses meanwhile."""
    url = _fresh(vendor, request)
    with django_db_blocker.unblock():
        use(url)
        yield url
        connections.close_all()
    use("sqlite:///:memory:")
    _drop(url, vendor, request)


@pytest.fixture
def database(vendor: str, request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a shared database, in a transaction that is rolled back at the end."""
    url = request.getfixturevalue(f"shared_{vendor}")
    with django_db_blocker.unblock():
        use(url)
        with transaction.atomic():
            yield url
            transaction.set_rollback(True)
        connections.close_all()
    use("sqlite:///:memory:")


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path) -> str:
    """One file for all tests that roll back."""
    return f"sqlite:///{shutil.copy(sqlite_template, _HOME / 'shared.sqlite3')}"


@pytest.fixture(scope="session")
def shared_postgresql(postgresql_pool: Pool) -> str:
    """One database for all tests that roll back."""
    return postgresql_pool.take()


def _migrated(url: str, blocker: DjangoDbBlocker) -> None:
    with blocker.unblock():
        use(url)
        migrate()
        connections.close_all()


def _fresh(vendor: str, request: pytest.FixtureRequest) -> str:
    if vendor == "sqlite":
        place = _HOME / f"test-{next(_NUMBERS)}.sqlite3"
        return f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), place)}"
    pool: Pool = request.getfixturevalue("postgresql_pool")
    return pool.take()


def _drop(url: str, vendor: str, request: pytest.FixtureRequest) -> None:
    if vendor == "sqlite":
        path = Path(url.removeprefix("sqlite:///"))
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
    else:
        request.getfixturevalue("postgresql_pool").give_back(url)
