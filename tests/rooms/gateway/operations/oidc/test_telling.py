"""Logout tokens over real HTTP."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from tests.builders.grants import DESK
from tests.builders.oauth import claims_in
from tests.builders.oidc import authorize, founded, origin, parameters, redeem, registered
from tests.builders.web import client, signed_in

from sekisho.authentication import models
from sekisho.authentication.operations.grants.logouts import sessions_ended
from sekisho.authentication.types.sessions import EndReason
from sekisho.gateway.operations.oidc.telling import tell_logouts
from sekisho.web.operations.clock import now


class Listener(ThreadingHTTPServer):
    """A client's back-channel address."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[str] = []
        self.status = 200

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/out"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(parse_qs(body)["logout_token"][0])
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def logged_out(uri: str) -> str:
    founded()
    desk, browser = registered("desk", {**DESK, "backchannel_logout_uri": uri}), client()
    session = signed_in(browser)
    redeem(desk, parameters(authorize(browser, desk))["code"])
    sessions_ended(sessions=[session.ref], reason=EndReason.LOGOUT, identifiers=["ln_1"], at=now())
    return session.ref


def test_a_client_hears_which_session_ended_once(database: str, listener: Listener) -> None:
    session = logged_out(listener.uri)

    assert [tell_logouts(), tell_logouts()] == [1, 0]

    (token,) = listener.heard
    claims = claims_in(token)
    assert (claims["iss"], claims["aud"], claims["sid"]) == (origin(), "desk", session)
    assert models.LogoutNotice.objects.get().state == "told"


@pytest.mark.parametrize("status", [302, 400, 503])
def test_any_other_answer_is_tried_again_later_and_no_redirect_is_followed(
    database: str, listener: Listener, status: int
) -> None:
    logged_out(listener.uri)
    listener.status = status

    assert [tell_logouts(), tell_logouts()] == [1, 0]

    row = models.LogoutNotice.objects.get()
    assert (row.state, row.trouble, len(listener.heard)) == ("waiting", f"HTTP {status}", 1)


def test_a_client_that_is_away_is_tried_again_later(database: str, listener: Listener) -> None:
    uri = listener.uri
    listener.shutdown()
    listener.server_close()
    logged_out(uri)

    assert tell_logouts() == 1

    assert models.LogoutNotice.objects.get().trouble == "ConnectError"
