"""A small site around ``webauthn.js``: real pages under the product's content policy, real operations behind them.

It shows the script alone, with markup that the product's pages need not have, and keeps what the browser posted.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from tests.builders.passkeys import VISIT, minted, unique

import sekisho
from sekisho.authentication.operations.ceremonies import (
    begin_assertion,
    begin_registration,
    finish_assertion,
    finish_registration,
)
from sekisho.authentication.operations.claims import give_up
from sekisho.authentication.queries.authenticators import accepted_credentials
from sekisho.authentication.types.attestation import CUSTOMER
from sekisho.authentication.types.refusals_webauthn import WebauthnRefusedError
from sekisho.authentication.types.webauthn import Purpose, RelyingParty
from sekisho.web.rules.policies import PERMISSIONS, content_policy

AT = 1_793_500_000_000
SCRIPT = Path(sekisho.__file__).parent / "web" / "static" / "sekisho" / "webauthn.js"
_PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{kind}</title>
<link rel="icon" href="data:,"><script type="module" src="/webauthn.js"></script>{blocks}</head><body>
<form data-webauthn="{kind}" data-begin="/begin/{kind}" data-finish="/finish/{kind}" data-next="{next}"
 data-failed="/failed" {more}><input type="hidden" name="csrfmiddlewaretoken" value="token">
<input type="hidden" name="report" data-webauthn-report><input name="login" autocomplete="username webauthn">
<button>go</button><div role="alert" data-webauthn-error hidden></div></form></body></html>"""


@dataclass
class CeremonySite:
    """Runs while it is a context; ``principal`` is who registers, and logs in where ``named``."""

    principal: str
    named: bool = False
    conditional: bool = False
    posted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.party = RelyingParty(rp_id="localhost", name="関所証券", origins=(self.url(""),))
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Go off the air."""
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str) -> str:
        """An address of the site; its name must be ``localhost``, since an address in numbers is no relying party."""
        return f"http://localhost:{self._server.server_port}{path}"

    def posts(self, path: str) -> list[dict[str, Any]]:
        """What the browser posted there."""
        return [body for where, body in self.posted if where == path]

    def page(self, query: Mapping[str, str]) -> str:
        """A page with one form; ``more`` are further attributes of it, ``signal`` asks for the Signal API's block."""
        blocks = ""
        if "signal" in query:
            told = accepted_credentials(principal=self.principal, rp_id="localhost")
            shown = {"rpId": told.rp_id, "userId": told.user_id, "allAcceptedCredentialIds": told.credentials}
            block = json.dumps({**shown, "name": "a", "displayName": "b"})
            blocks = f'<script type="application/json" id="webauthn-signal">{block}</script>'
        values = {"lang": "ja", "kind": "get", "more": "", "next": "/done", **query}
        return _PAGE.format(blocks=blocks, **values)

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What a post is answered with."""
        self.posted.append((path, body))
        doors: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "/begin/create": self._begin_create,
            "/begin/get": self._begin_get,
            "/finish/create": self._finish_create,
            "/finish/get": self._finish_get,
            "/failed": self._failed,
        }
        try:
            with self._lock:  # the tests' numbers are counted up without a lock of their own
                return 200, doors[path](body)
        except WebauthnRefusedError as refusal:
            self.refusals.append(refusal.code)
            next_ = [{"label": "別の方法", "href": "/other"}, {"label": "外", "href": "https://evil.example/"}]
            return 403, {"code": refusal.code, "title": "断りました", "detail": refusal.text.ja, "next": next_}

    def _begin_create(self, _body: dict[str, Any]) -> dict[str, Any]:
        options = begin_registration(
            party=self.party, principal=self.principal, session="se", profile=CUSTOMER, visit=VISIT,
            challenge=minted(), ceremony=unique("ce"), at=AT, conditional=self.conditional,
        )  # fmt: skip
        return {"ceremony": options.ceremony, "publicKey": json.loads(options.json)}

    def _begin_get(self, _body: dict[str, Any]) -> dict[str, Any]:
        options = begin_assertion(
            party=self.party, session="se", principal=self.principal if self.named else None, purpose=Purpose.LOGIN,
            operation=None, challenge=minted(), ceremony=unique("ce"), at=AT,
        )  # fmt: skip
        return {"ceremony": options.ceremony, "publicKey": json.loads(options.json)}

    def _finish_create(self, body: dict[str, Any]) -> dict[str, Any]:
        bound = finish_registration(
            party=self.party, ceremony=body["ceremony"], session="se", response=body["response"], name="",
            authenticator=unique("au"), visit=VISIT, at=AT,
        )  # fmt: skip
        return {"next": f"/done?bound={bound.authenticator.id}"}

    def _finish_get(self, body: dict[str, Any]) -> dict[str, Any]:
        made = finish_assertion(
            party=self.party, ceremony=body["ceremony"], session="se", response=body["response"], visit=VISIT, at=AT
        )
        return {"principal": made.principal}

    def _failed(self, body: dict[str, Any]) -> dict[str, Any]:
        give_up(ceremony=body["ceremony"], session="se", error=body["error"], visit=VISIT, at=AT)
        return {}


def _handler(site: CeremonySite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            if split.path == "/webauthn.js":
                self._send(200, SCRIPT.read_bytes(), "text/javascript")
                return
            query = {name: values[0] for name, values in parse_qs(split.query, keep_blank_values=True).items()}
            body = site.page(query) if split.path == "/page" else "<!doctype html><title>done</title>"
            connection.close()
            self._send(200, body.encode(), "text/html; charset=utf-8")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["X-CSRFToken"] == "token"
            status, told = site.answer(self.path, body)
            connection.close()
            kind = "application/json" if status == 200 else "application/problem+json"
            self._send(status, json.dumps(told).encode(), kind)

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", content_policy())
            self.send_header("Permissions-Policy", PERMISSIONS)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_values: object) -> None:
            """Silence."""

    return Handler
