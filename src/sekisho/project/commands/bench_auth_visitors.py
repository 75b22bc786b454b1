"""Whoever comes to the login page of a benchmark: his browser, and the ways in which honest customers log in."""

import hashlib
import json
import re
import time
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

_ES256 = ec.ECDSA(hashes.SHA256())
_RP_ID_HASH = hashlib.sha256(b"localhost").digest()
_PRESENT_AND_VERIFIED = bytes((0x05,))
_CSRF = "0123456789abcdefghijklmnopqrstuv"
_OK, _FOUND = 200, 302
_ATTEMPT = re.compile(r'name="attempt" value="([^"]+)"')
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Honest:
    """One honest customer: with a passkey, or with password and app; on a device that is known, or on a new one."""

    name: str
    browser: str
    address: str
    password: str = ""
    secret: str = ""
    pem: str = ""
    credential: str = ""
    handle: str = ""
    known: bool = True

    @property
    def kind(self) -> str:
        """How he logs in."""
        if self.pem:
            return "passkey"
        return "password" if self.known else "password_new_device"


class Line:
    """One browser: a connection that stays open, its cookies, and the address it seems to come from."""

    def __init__(self, *, port: int, origin: str, browser: str, address: str) -> None:
        """Connect when first needed."""
        self._http = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self.origin = origin
        self.headers = {
            "Host": origin.removeprefix("http://"),
            "Origin": origin,
            "Cookie": f"__Host-sekisho-browser={browser}; __Host-sekisho-csrf={_CSRF}",
            "X-CSRFToken": _CSRF,
            "X-Forwarded-For": address,
        }

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for JSON."""
        return self._asked("GET", path, None, {"Accept": "application/json"})

    def form(self, path: str, **fields: str) -> tuple[int, bytes]:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        return self._asked("POST", path, urlencode(fields), kind)

    def json(self, path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """Send JSON."""
        kind = {"Content-Type": "application/json", "Accept": "application/json"}
        return self._asked("POST", path, json.dumps(body), kind)

    def _asked(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self._http.request(method, path, body, {**self.headers, **headers})
        answer = self._http.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """Hang up."""
        self._http.close()


class RefusedError(RuntimeError):
    """An honest customer was not let in."""


def log_in(who: Honest, line: Line) -> None:
    """One honest login, from the page to the session.

    Raises:
        RefusedError: it did not work.

    """
    if who.pem:
        _by_passkey(who, line)
    else:
        _by_password(who, line, work(line) if not who.known else "")


def work(line: Line, *, hashes: int = 0) -> str:
    """What the page does by itself while somebody types: find the number, as ``work.js`` does.

    Args:
        line: the browser.
        hashes: how many the page asked for; 0 for the least.

    """
    challenge = json.loads(_right(*line.get(f"/login/work?hashes={hashes}"), "work"))
    asked = challenge["parameters"]
    head, wanted = bytes.fromhex(asked["salt"] + asked["nonce"]), bytes.fromhex(asked["keyPrefix"])
    for counter in count():
        digest = hashlib.sha256(head + counter.to_bytes(4)).digest()
        if digest.startswith(wanted):
            solution = {"counter": counter, "derivedKey": digest.hex(), "time": 1}
            return b64encode(json.dumps({"challenge": challenge, "solution": solution}).encode()).decode()
    raise AssertionError  # pragma: no cover - counting does not end


def _by_password(who: Honest, line: Line, solution: str) -> None:
    page = _right(*line.form("/login", login=who.name, password=who.password, work=solution), "password")
    found = _ATTEMPT.search(page.decode())
    if found is None:
        raise RefusedError("no further factor was asked for")  # noqa: EM101, TRY003 - for the bench's reader
    code = one_time_code(who.secret, int(time.time()))
    _right(*line.form("/login/factor", attempt=found[1], factor="totp", code=code), "code", wanted=_FOUND)


def one_time_code(secret: str, at: int) -> str:
    """What an authenticator app shows at a moment (seconds)."""
    return pyotp.TOTP(secret).at(at)


def _by_passkey(who: Honest, line: Line) -> None:
    asked = json.loads(_right(*line.json("/ceremonies/login/begin", {}), "begin"))
    client = json.dumps({
        "type": "webauthn.get", "challenge": asked["publicKey"]["challenge"], "origin": line.origin,
        "crossOrigin": False,
    }).encode()  # fmt: skip
    data = _RP_ID_HASH + _PRESENT_AND_VERIFIED + bytes(4)
    key = load_pem_private_key(who.pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(key)
    signature = key.sign(data + hashlib.sha256(client).digest(), _ES256)
    response = {
        "id": who.credential, "rawId": who.credential, "type": "public-key", "clientExtensionResults": {},
        "response": {
            "clientDataJSON": _b64(client), "authenticatorData": _b64(data), "signature": _b64(signature),
            "userHandle": who.handle,
        },
    }  # fmt: skip
    body = {"ceremony": asked["ceremony"], "response": json.dumps(response)}
    _right(*line.json("/ceremonies/login/finish", body), "finish")


def _right(status: int, content: bytes, step: str, *, wanted: int = _OK) -> bytes:
    if status != wanted:
        raise RefusedError(f"{step}: {status} {content[:300]!r}")  # noqa: EM102, TRY003 - for the bench's reader
    return content


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
