"""Another provider, for the tests: speaks the real protocol over real HTTP, and lies where it is told to.

It knows one relying party and logs everybody in as ``subject`` without asking.
"""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from tests.builders.oauth import ec_key, signed

from sekisho.web.operations.clock import now


@dataclass
class Lies:
    """What it does other than it should."""

    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    key: ECKey | None = None
    answer: dict[str, str] = field(default_factory=dict)
    status: int = 200
    body: bytes | None = None


class Upstream(ThreadingHTTPServer):
    """The provider."""

    def __init__(self, *, client_id: str, client_key: Mapping[str, Any], redirect_uri: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.client_id, self.client_key, self.redirect_uri = client_id, ECKey.import_key(dict(client_key)), redirect_uri
        self.key = ec_key()
        self.subject, self.acr = "their-name", "urn:example:card"
        self.lies = Lies()
        self.codes: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []

    @property
    def issuer(self) -> str:
        """Its name."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def jwks(self) -> dict[str, Any]:
        """Its public key."""
        return {"keys": [{**self.key.as_dict(private=False), "kid": self.key.kid}]}

    def id_token(self, asked: Mapping[str, str]) -> str:
        """An ID token for a request."""
        at = now() // 1_000
        claims = {
            "iss": self.issuer, "aud": self.client_id, "sub": self.subject, "nonce": asked["nonce"], "iat": at,
            "exp": at + 300, "auth_time": at, "acr": self.acr, "sid": "their-session", **self.lies.claims,
        }  # fmt: skip
        known = {name: value for name, value in claims.items() if value is not None}
        header = {"kid": self.key.kid, "typ": "JWT", **self.lies.header}
        return signed(known, self.lies.key or self.key, **header)


class _Handler(BaseHTTPRequestHandler):
    server: Upstream

    def do_GET(self) -> None:
        """The authorization endpoint."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if (asked["client_id"], asked["redirect_uri"]) != (self.server.client_id, self.server.redirect_uri):
            self._say(400, b"unknown")
            return
        code = f"code-{len(self.server.codes)}"
        self.server.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.server.issuer, **self.server.lies.answer}
        self.send_response(303)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def do_POST(self) -> None:
        """The token endpoint."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(form.get("code", ""), None)
        if asked is None or not self._proved(form, asked):
            self.server.refused.append(form.get("code", ""))
            self._say(400, b'{"error":"invalid_grant"}')
            return
        answer = {"access_token": "opaque", "token_type": "Bearer", "id_token": self.server.id_token(asked)}
        lies = self.server.lies
        self._say(lies.status, json.dumps(answer).encode() if lies.body is None else lies.body)

    def _proved(self, form: Mapping[str, str], asked: Mapping[str, str]) -> bool:
        challenge = base64.urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        claims = jwt.decode(form["client_assertion"], self.server.client_key, algorithms=["ES256"]).claims
        return (
            challenge == asked["code_challenge"]
            and form["redirect_uri"] == asked["redirect_uri"]
            and (claims["iss"], claims["sub"], claims["aud"])
            == (self.server.client_id, self.server.client_id, self.server.issuer)
        )

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def upstream(*, client_id: str, client_key: Mapping[str, Any], redirect_uri: str) -> Iterator[Upstream]:
    """The provider, running."""
    with Upstream(client_id=client_id, client_key=client_key, redirect_uri=redirect_uri) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
