"""An impostor between a browser and the firm: a real reverse proxy on an origin of its own (adversary in the middle).

It hands on whatever the browser and the site say, under the site's own host and origin, takes the site's standing
orders off the pages, and keeps what was posted. Further pages of its own can be put into ``pages``.
"""

from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self
from urllib.parse import urlsplit

_OWN = frozenset({"host", "origin", "referer", "connection", "accept-encoding"})
_TAKEN_OFF = frozenset(
    {
        "content-security-policy", "permissions-policy", "x-frame-options", "cross-origin-opener-policy",
        "cross-origin-resource-policy", "transfer-encoding", "connection", "content-length",
    }
)  # fmt: skip


@dataclass
class Impostor:
    """Runs while it is a context; ``target`` is the site's origin, unless it has pages of its own only."""

    target: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    posted: list[tuple[str, int]] = field(default_factory=list)
    """Path and the site's answer of everything that was posted through it."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_port)

    def url(self, path: str, *, host: str = "localhost") -> str:
        """An address of it; ``host`` is how the browser was told to call it."""
        return f"http://{host}:{self.port}{path}"

    def answers(self, path: str) -> list[int]:
        """How the site answered what was posted there."""
        return [status for where, status in self.posted if where == path]


def _handler(impostor: Impostor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = impostor.pages.get(urlsplit(self.path).path)
            if page is None:
                self._hand_on(b"")
            else:
                self._send(200, [("Content-Type", "text/html; charset=utf-8")], page.encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            impostor.posted.append((self.path, self._hand_on(body)))

        def _hand_on(self, body: bytes) -> int:
            answer, content = _asked(impostor.target, self.command, self.path, dict(self.headers.items()), body)
            self._send(answer.status, _stripped(answer), content)
            return answer.status

        def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in (*headers, ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_values: object) -> None:
            """Silence."""

    return Handler


def _asked(target: str, method: str, path: str, said: dict[str, str], body: bytes) -> tuple[HTTPResponse, bytes]:
    """What the site answers when it is asked as if from its own page."""
    site = urlsplit(target)
    headers = {name: value for name, value in said.items() if name.lower() not in _OWN}
    origin = {"Origin": target} if "Origin" in said else {}
    connection = HTTPConnection("127.0.0.1", site.port or 80, timeout=20)
    connection.request(method, path, body or None, {**headers, **origin, "Host": site.netloc})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def _stripped(answer: HTTPResponse) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.getheaders() if name.lower() not in _TAKEN_OFF]
