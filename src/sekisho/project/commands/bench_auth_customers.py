"""The customers of a benchmark: a process that signs as browsers and authenticators do, and takes little time itself.

``python -m sekisho.project.commands.bench_auth_customers plan.json`` prints what it measured as JSON.
"""

import hashlib
import json
import sys
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier, Lock, Thread
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_ES256 = ec.ECDSA(hashes.SHA256())
_RP_ID_HASH = hashlib.sha256(b"localhost").digest()
_PRESENT_AND_VERIFIED, _ATTESTED = 0x05, 0x40
_CSRF = "0123456789abcdefghijklmnopqrstuv"
_OK = 200
_MILLISECONDS = 1_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One customer's passkey and cookies."""

    principal: str
    credential: str
    pem: str
    handle: str
    browser: str
    session: str

    @classmethod
    def made(cls, principal: str, *, browser: str, session: str) -> "Key":
        """A new ES256 key, bound to its device."""
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        name = hashlib.sha256(pem.encode()).digest()
        return cls(principal=principal, credential=_b64(name), pem=pem, handle="", browser=browser, session=session)

    def private(self) -> ec.EllipticCurvePrivateKey:
        """The key itself."""
        key = load_pem_private_key(self.pem.encode(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(key)
        return key

    def registration(self, options: str, origin: str) -> str:
        """A ``RegistrationResponseJSON`` without attestation."""
        point = self.private().public_key().public_numbers()
        name = _unb64(self.credential)
        # COSE_Key {1: 2, 3: -7, -1: 1, -2: x, -3: y} and an attestation object of format "none", in CBOR
        cose = (
            b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + point.x.to_bytes(32) + b"\x22\x58\x20" + point.y.to_bytes(32)
        )
        flags = bytes((_PRESENT_AND_VERIFIED | _ATTESTED,))
        data = _RP_ID_HASH + flags + bytes(4) + bytes(16) + len(name).to_bytes(2) + name + cose
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59" + len(data).to_bytes(2) + data
        client = _client_data("webauthn.create", json.loads(options)["challenge"], origin)
        return self._message({"clientDataJSON": _b64(client), "attestationObject": _b64(attestation)})

    def _message(self, response: dict[str, str]) -> str:
        told = {"id": self.credential, "rawId": self.credential, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**told, "response": response})


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One customer and what he is going to sign."""

    key: Key
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the process is to do: the first ``warm`` step-ups are not counted."""

    port: int
    origin: str
    clients: int
    warm: int
    customers: tuple[Customer, ...]

    def spelt(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Plan":
        """From JSON."""
        told = json.loads(text)
        customers = tuple(
            Customer(key=Key(**each["key"]), operations=tuple(each["operations"])) for each in told.pop("customers")
        )
        return cls(**told, customers=customers)


@dataclass(kw_only=True)
class Told:
    """What was measured, in milliseconds."""

    seconds: float = 0.0
    begin: list[float] = field(default_factory=list)
    finish: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


class RefusedByNodeError(RuntimeError):
    """The node did not answer 200."""


class Browser:
    """One connection that stays open; it plays one customer after the other."""

    def __init__(self, plan: Plan) -> None:
        """Connect when first needed."""
        self._plan = plan
        self._line = HTTPConnection("127.0.0.1", plan.port)

    def step_up(self, key: Key, private: ec.EllipticCurvePrivateKey, operation: str) -> tuple[float, float, float]:
        """Begin, sign, finish: the times of begin, of finish, and of all, in milliseconds."""
        start = time.perf_counter()
        asked = self._post(key, "/ceremonies/approve/begin", {"operation": operation, "language": "ja"})
        begun = time.perf_counter()
        client = _client_data("webauthn.get", asked["publicKey"]["challenge"], self._plan.origin)
        data = _RP_ID_HASH + bytes((_PRESENT_AND_VERIFIED,)) + bytes(4)
        signature = private.sign(data + hashlib.sha256(client).digest(), _ES256)
        response = {
            "id": key.credential, "rawId": key.credential, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": _b64(client), "authenticatorData": _b64(data), "signature": _b64(signature),
            },
        }  # fmt: skip
        body = {"operation": operation, "ceremony": asked["ceremony"], "response": json.dumps(response)}
        signed = time.perf_counter()
        self._post(key, "/ceremonies/approve/finish", body)
        end = time.perf_counter()
        return (begun - start) * _MILLISECONDS, (end - signed) * _MILLISECONDS, (end - start) * _MILLISECONDS

    def _post(self, key: Key, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        cookies = (
            f"__Host-sekisho-browser={key.browser}; __Host-sekisho-session={key.session}; __Host-sekisho-csrf={_CSRF}"
        )
        headers = {
            "Host": self._plan.origin.removeprefix("http://"), "Content-Type": "application/json", "Cookie": cookies,
            "X-CSRFToken": _CSRF, "Accept": "application/json",
        }  # fmt: skip
        self._line.request("POST", path, json.dumps(body), headers)
        answer = self._line.getresponse()
        content = answer.read()
        if answer.status != _OK:
            raise RefusedByNodeError(f"{path}: {answer.status} {content[:500]!r}")  # noqa: EM102, TRY003
        return json.loads(content)


class Crowd:
    """So many browsers at once, until everything is signed."""

    def __init__(self, plan: Plan) -> None:
        """Nothing runs yet."""
        self._plan, self._todo = plan, _in_turns(plan)
        self._lock, self._told = Lock(), Told()
        self._failed: list[BaseException] = []
        self._barrier = Barrier(plan.clients, action=self._begin)
        self._begun = 0.0

    def run(self) -> Told:
        """Do the whole plan.

        Raises:
            RefusedByNodeError: a step-up was refused.

        """
        threads = [Thread(target=self._browse) for _ in range(self._plan.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._failed:
            raise self._failed[0]
        self._told.seconds = time.perf_counter() - self._begun
        return self._told

    def _begin(self) -> None:
        self._begun = time.perf_counter()

    def _browse(self) -> None:
        try:
            browser = Browser(self._plan)
            for _ in range(self._plan.warm // self._plan.clients):
                browser.step_up(*self._next())
            self._barrier.wait()
            while True:
                self._keep(browser.step_up(*self._next()))
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001 - told once all threads are done
            self._failed.append(error)
            self._barrier.abort()

    def _next(self) -> tuple[Key, ec.EllipticCurvePrivateKey, str]:
        with self._lock:
            return next(self._todo)

    def _keep(self, times: tuple[float, float, float]) -> None:
        with self._lock:
            for name, spent in zip(("begin", "finish", "whole"), times, strict=True):
                getattr(self._told, name).append(spent)


def _in_turns(plan: Plan) -> Iterator[tuple[Key, ec.EllipticCurvePrivateKey, str]]:
    """One customer after the other, round and round."""
    keys = [(customer.key, customer.key.private(), iter(customer.operations)) for customer in plan.customers]
    while True:
        for key, private, operations in keys:
            operation = next(operations, None)
            if operation is None:
                return
            yield key, private, operation


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


if __name__ == "__main__":
    print(json.dumps(asdict(Crowd(Plan.read(Path(sys.argv[1]).read_text())).run())))
