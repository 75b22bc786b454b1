"""A carrier of short messages and push on this machine, speaking the protocol of ``docs/reference/notices.md``."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import httpx

KEY = "key-of-the-firm"
CALLBACK_KEY = "shared-with-the-carrier-for-reports"


@dataclass
class Carrier:
    """What it was given; numbers and devices that it does not take, by what it answers."""

    url: str = ""
    taken: dict[str, dict[str, str]] = field(default_factory=dict)
    refuses: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: int = 0
    lock: Lock = field(default_factory=Lock)

    def answer(self, path: str, key: str, repeat: str, body: dict[str, str]) -> tuple[int, bytes]:
        """Take one message: the same one again is not sent twice."""
        with self.lock:
            self.asked += 1
            if key != f"Bearer {KEY}":
                return 401, b'{"error": "key"}'
            if path not in {"/sms", "/push"}:
                return 404, b"no such place"
            if body["to"] in self.refuses:
                status, said = self.refuses[body["to"]]
                return status, said.encode()
            self.taken.setdefault(repeat, body)
            return 202, json.dumps({"id": f"c-{repeat}"}).encode()

    def report(
        self, address: str, *, reference: str, status: str, reason: str = "", key: str = CALLBACK_KEY, at: int
    ) -> httpx.Response:
        """Say what became of a message, as the protocol has it; ``at`` in milliseconds."""
        body = json.dumps({"reference": reference, "status": status, "reason": reason}).encode()
        seconds = at // 1_000
        digest = hmac.digest(key.encode(), b"%d." % seconds + body, "sha256").hex()
        return httpx.post(address, content=body, headers={"Sekisho-Signature": f"t={seconds},v1={digest}"})


@contextmanager
def carrier() -> Iterator[Carrier]:
    """A running carrier."""
    state = Carrier()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = self.headers
            status, said = state.answer(
                self.path, headers.get("Authorization", ""), headers.get("Idempotency-Key", ""), body
            )
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
