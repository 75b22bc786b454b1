"""A real node for the tests: ``sekisho serve`` in a process of its own, on this machine only, gone afterwards.

::

    def test_something(node: Node, browser: Browser) -> None:      # fixtures of tests/journeys/conftest.py
        ...
        node.url("/login")

The node works on the test's own ``fresh_database``: what a test writes through operations is there for the node, and
the other way round.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Self
from urllib.error import URLError

import pytest
from django.conf import settings
from tests.servers import MEMORY

_PATIENCE = 40.0


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Node:
    """One node; a context manager."""

    def __init__(
        self, database: str, *, role: str = "all", workers: int = 1, threads: int = 16, **settings: str
    ) -> None:
        """Take a database's address and further settings of the environment; nothing runs yet.

        The origin ``http://localhost:PORT`` is the only one unless ``SEKISHO_ORIGINS`` says otherwise.
        """
        self.port = free_port()
        self.database = database
        self._home = tempfile.TemporaryDirectory(prefix="sekisho-node-", dir=MEMORY)
        self._log = Path(self._home.name) / "node.log"
        self._command = [
            sys.executable, "-m", "sekisho", "serve", "--port", str(self.port), "--role", role,
            "--workers", str(workers), "--threads", str(threads),
        ]  # fmt: skip
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """SEKISHO_HOME of the node."""
        return Path(self._home.name)

    @property
    def origin(self) -> str:
        """Where browsers find it."""
        return f"http://localhost:{self.port}"

    def url(self, path: str) -> str:
        """The address of one page."""
        return self.origin + path

    @property
    def log(self) -> str:
        """Everything the node has said so far."""
        return self._log.read_text(errors="replace")

    def start(self) -> Self:
        """Start it, and wait until it answers."""
        environment = {
            **os.environ,
            "SEKISHO_HOME": self._home.name,
            "SEKISHO_DATABASE_URL": self.database,
            "SEKISHO_KEYS": str(settings.SEKISHO_KEYS),  # so that tests and node open each other's seals
            "SEKISHO_ORIGINS": self.origin,
            "SEKISHO_LANG": "en",
            **self._settings,
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self._wait()
        return self

    def stop(self) -> None:
        """Stop it gracefully; whoever does not go is ended."""
        process = self._process
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._process = None

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._home.cleanup()

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while not self._answers():
            if time.monotonic() > end or self._process is None or self._process.poll() is not None:
                pytest.fail(f"the node does not answer:\n{self.log}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False
