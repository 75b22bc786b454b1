"""A node for benchmarks: started as in earnest, on a database and a home of its own, and stopped afterwards."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

_PATIENCE = 60.0


class NodeFailedError(RuntimeError):
    """The node or the customers' process did not do what it should; the message holds what it said."""


@contextmanager
def node(
    home: Path, *, database: str, origin: str, port: int, workers: int, threads: int, proxies: str = ""
) -> Iterator[None]:
    """A node of its own that answers pages, until the end of the block.

    Raises:
        NodeFailedError: it did not start.

    """
    command = [
        sys.executable, "-m", "sekisho", "serve", "--port", str(port), "--role", "web", "--workers", str(workers),
        "--threads", str(threads),
    ]  # fmt: skip
    settings = {
        "SEKISHO_HOME": str(home), "SEKISHO_DATABASE_URL": database, "SEKISHO_ORIGINS": origin,
        "SEKISHO_PROXIES": proxies,
    }  # fmt: skip
    log = home / "node.log"
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, env={**os.environ, **settings}, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, port, log)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while not _answers(port):
        if time.monotonic() > end or process.poll() is not None:
            raise NodeFailedError(log.read_text(errors="replace"))
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - OK
    except (URLError, OSError):
        return False


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
