"""The database of a benchmark: the one that was named, or one of its own that is gone afterwards.

Its own is a PostgreSQL with the settings that come with it, on the disk where temporary files lie, so that a commit
costs what it costs; SQLite where no PostgreSQL is installed.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sekisho.project.commands.bench_auth_node import NodeFailedError

_PLACES = "usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"
_USER = "sekisho"
_PATIENCE = 30.0
_BY_CRASH, _AT_ONCE = signal.SIGQUIT, signal.SIGINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a benchmark writes.

    Attributes:
        url: the database's address.
        told: which database that is, for whoever reads the figures: ``postgresql`` or ``sqlite``, and whose.

    """

    url: str
    told: str


@contextmanager
def place(url: str | None) -> Iterator[Place]:
    """The database that was named, or an empty one of its own until the end of the block.

    Raises:
        NodeFailedError: the own PostgreSQL did not start.

    """
    if url is not None:
        yield Place(url=url, told=f"{url.partition(':')[0]}, named")
        return
    binaries = _binaries()
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-", ignore_cleanup_errors=True) as home:
        if binaries is None:
            yield Place(url=f"sqlite:///{Path(home) / 'bench.sqlite3'}", told="sqlite, temporary")
        else:
            with _postgresql(binaries, Path(home)) as address:
                yield Place(url=address, told="postgresql, temporary")


def _binaries() -> Path | None:
    """Where PostgreSQL's programs lie: on the PATH, or where distributions put them, the newest version first."""
    known = shutil.which("initdb")
    places = [directory for each in _PLACES for directory in sorted(Path("/").glob(each), reverse=True)]
    found = [Path(known).parent] if known else [each for each in places if (each / "initdb").exists()]
    return found[0] if found and (os.geteuid() != 0 or _owner() is not None) else None


@contextmanager
def _postgresql(binaries: Path, home: Path) -> Iterator[str]:
    owner, data, log = _owner(), home / "data", home / "postgresql.log"
    if owner is not None:
        os.chown(home, owner, -1)
    made = [str(binaries / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale", "C"]
    done = subprocess.run(made, user=owner, cwd=home, capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's own
    if done.returncode:
        raise NodeFailedError(done.stderr)
    served = [str(binaries / "postgres"), "-D", str(data), "-k", str(home), "-c", "listen_addresses="]
    with log.open("wb") as said:
        process = subprocess.Popen(served, user=owner, cwd=home, stdout=said, stderr=said)  # noqa: S603 - PostgreSQL's own
    try:
        _wait(process, home, log)
        yield f"postgresql://{_USER}@/postgres?host={home}"
    finally:
        _end(process)


def _wait(process: "subprocess.Popen[bytes]", home: Path, log: Path) -> None:
    """Until it takes connections: its file of states says so."""
    end = time.monotonic() + _PATIENCE
    while not _is_ready(home / "data" / "postmaster.pid"):
        if time.monotonic() > end or process.poll() is not None:
            raise NodeFailedError(log.read_text(errors="replace"))
        time.sleep(0.05)


def _is_ready(states: Path) -> bool:
    return states.exists() and states.read_text().rstrip().endswith("ready")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Nothing of it is needed any more."""
    process.send_signal(_AT_ONCE)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.send_signal(_BY_CRASH)
        process.wait()


def _owner() -> int | None:
    """PostgreSQL refuses to run as root: it gets another user then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None
