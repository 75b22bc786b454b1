from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from sekisho.authentication.operations.leaks import LeakFiles, LeakService, NoLeaks, look_up
from sekisho.authentication.types.passwords import LeakCheck

DIGEST = sha1(b"kaeru", usedforsecurity=False).hexdigest().upper()
LINES = f"{'0' * 35}:0\r\n{DIGEST[5:]}:42\r\n{'F' * 35}:0\r\nnonsense\r\n"


class _Service(BaseHTTPRequestHandler):
    asked: list[tuple[str, str | None]] = []  # noqa: RUF012 - what arrived

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Add-Padding"]))
        known = self.path == f"/range/{DIGEST[:5]}"
        self.send_response(200 if known else 503)
        self.end_headers()
        self.wfile.write(LINES.encode() if known else b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/range"
        server.shutdown()


def test_the_service_learns_five_digits_and_answers_with_padding() -> None:
    with service() as address, httpx.Client() as client:
        leaks = LeakService(client, address=address)
        assert look_up("kaeru", leaks=leaks) == LeakCheck(seen=42, source="service")
        assert _Service.asked[-1] == (f"/range/{DIGEST[:5]}", "true")


def test_a_service_in_trouble_stops_nobody_and_is_written_down() -> None:
    with service() as address, httpx.Client() as client:
        check = look_up("another", leaks=LeakService(client, address=address))

    assert check == LeakCheck(seen=0, source="service", trouble="HTTPStatusError")


def test_a_service_that_is_not_there_stops_nobody() -> None:
    with httpx.Client() as client:
        check = look_up("kaeru", leaks=LeakService(client, address="http://127.0.0.1:9/range", wait=0.5))

    assert check.seen == 0
    assert check.trouble == "ConnectError"


def test_files_of_ranges_serve_a_firm_without_a_way_out(tmp_path: Path) -> None:
    (tmp_path / f"{DIGEST[:5]}.txt").write_text(LINES)

    assert look_up("kaeru", leaks=LeakFiles(tmp_path)) == LeakCheck(seen=42, source="files")


@pytest.mark.parametrize("content", [None, "é"])
def test_a_range_that_cannot_be_read_is_trouble(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / f"{DIGEST[:5]}.txt").write_text(content, encoding="utf-8")

    assert look_up("kaeru", leaks=LeakFiles(tmp_path)).trouble


def test_without_a_list_nothing_is_found() -> None:
    assert look_up("kaeru", leaks=NoLeaks()) == LeakCheck(seen=0, source="none")
