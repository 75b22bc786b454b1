"""Who may ask the decision service: a program with a client certificate, or with a DPoP-bound token (C-24).

A certificate is looked at once for each connection. Its key has to be one of the keys that the firm registered for the
program, so nothing more is to be registered and nobody's authority is needed. Tokens are checked with every call.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from sekisho.authentication.operations.grants.access import access
from sekisho.authentication.types.grants.faults import Fault, OAuthError
from sekisho.authentication.types.grants.provider import Provider
from sekisho.authentication.types.grants.tokens import Knock
from sekisho.firms.queries.clients import client_with_key
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.types.live import TROUBLES, Trouble
from sekisho.kernel.texts import Text

_REMEMBERED = 15_000
"""Milliseconds for which a program's standing is believed: a suspended one is out after at most that."""
_CHECKERS = 8
_NOBODY = Text(
    "クライアント証明書、または DPoP のトークンが必要です。登録した鍵を使っているか確かめてください。",
    "A client certificate or a DPoP-bound token is needed. Check that it is of a registered key.",
)
_SCOPE = Text("このプログラムに許された範囲を超えています。", "This is more than the program may do.")


class NotAdmittedError(Exception):
    """The caller is not let in."""

    def __init__(self, status: int, code: str, text: Text, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.code, self.text, self.headers = status, code, text, dict(headers or {})
        super().__init__(code)

    def document(self) -> bytes:
        """A problem document (RFC 9457)."""
        return msgspec.json.encode(
            {
                "type": f"urn:sekisho:problem:{self.code}",
                "status": self.status,
                "code": self.code,
                "detail": self.text.en,
                "texts": {"ja": self.text.ja, "en": self.text.en},
            }
        )


@dataclass(slots=True)
class Pace:
    """A bucket of requests that fills with time."""

    per_second: int
    level: float = 0.0
    seen: float = field(default_factory=time.monotonic)

    def take(self) -> bool:
        """Whether one more may pass now."""
        now = time.monotonic()
        self.level = min(2.0 * self.per_second, self.level + (now - self.seen) * self.per_second)
        self.seen = now
        if self.level < 1.0:
            return False
        self.level -= 1.0
        return True


@dataclass(frozen=True, slots=True)
class _Known:
    client_id: str
    scopes: frozenset[Scope]
    until: int


class Admission:
    """The door of one process."""

    def __init__(self, *, provider: Provider, clock: Callable[[], int], per_second: int) -> None:
        """Nobody is known yet.

        Args:
            provider: who we are, for tokens.
            clock: in milliseconds.
            per_second: requests of one program in a second.

        """
        self._provider, self._clock, self._per_second = provider, clock, per_second
        self._certificates: dict[bytes, _Known] = {}
        self._paces: dict[str, Pace] = {}
        self._checkers = ThreadPoolExecutor(_CHECKERS, thread_name_prefix="admitting")

    async def admit(self, scope: Mapping[str, Any], needed: Scope) -> str:
        """The program's id.

        Raises:
            NotAdmittedError: it is not let in, may not do this, or comes too often.

        """
        certificate = scope.get("extensions", {}).get("sekisho.certificate")
        known = await self._by_certificate(certificate) if certificate else await self._by_token(scope, needed)
        if needed not in known.scopes:
            raise NotAdmittedError(403, "insufficient_scope", _SCOPE)
        pace = self._paces.get(known.client_id)
        if pace is None:
            pace = self._paces[known.client_id] = Pace(self._per_second, level=2.0 * self._per_second)
        if not pace.take():
            raise NotAdmittedError(429, Trouble.RATE.value, TROUBLES[Trouble.RATE], {"Retry-After": "1"})
        return known.client_id

    async def _by_certificate(self, certificate: bytes) -> _Known:
        known, at = self._certificates.get(certificate), self._clock()
        if known is not None and at < known.until:
            return known
        found: _Known | None = await self._aside(self._looked_up, certificate, at)
        if found is None:
            self._certificates.pop(certificate, None)
            raise NotAdmittedError(401, "unknown_certificate", _NOBODY)
        self._certificates[certificate] = found
        return found

    def _looked_up(self, certificate: bytes, at: int) -> _Known | None:
        thumbprint = thumbprint_of(certificate, at=at)
        client = client_with_key(thumbprint=thumbprint, at=at) if thumbprint else None
        return _Known(client.client_id, client.terms.scopes, at + _REMEMBERED) if client else None

    async def _by_token(self, scope: Mapping[str, Any], needed: Scope) -> _Known:
        headers = [(name, value.decode("latin-1")) for name, value in scope["headers"]]
        scheme, _, token = next((value for name, value in headers if name == b"authorization"), "").partition(" ")
        if not token:
            raise NotAdmittedError(401, "not_signed_in", _NOBODY, {"WWW-Authenticate": "DPoP"})
        proofs = tuple(value for name, value in headers if name == b"dpop")
        knock = Knock(
            method=scope["method"], url=self._provider.at(scope["path"]), proofs=proofs, at=self._clock()
        )  # fmt: skip
        checked: _Known = await self._aside(self._checked, scheme, token, knock, needed)
        return checked

    def _checked(self, scheme: str, token: str, knock: Knock, needed: Scope) -> _Known:
        try:
            found = access(scheme=scheme, token=token, provider=self._provider, knock=knock, scope=needed)
        except OAuthError as error:
            status, fault = error.status_of_call, error.fault.value
            text = _SCOPE if error.fault is Fault.INSUFFICIENT_SCOPE else _NOBODY
            raise NotAdmittedError(status, fault, text, {"WWW-Authenticate": f'DPoP error="{fault}"'}) from error
        return _Known(found.client_id, found.scopes, 0)

    async def _aside(self, deed: Callable[..., Any], *words: object) -> Any:  # noqa: ANN401 - of whatever is asked
        def done() -> object:
            try:
                return deed(*words)
            finally:
                connection.close()

        return await asyncio.get_running_loop().run_in_executor(self._checkers, done)


def thumbprint_of(certificate: bytes, *, at: int) -> str | None:
    """The RFC 7638 thumbprint of a certificate's key; None where it is out of time or of another kind.

    Args:
        certificate: in DER.
        at: in milliseconds.

    """
    try:
        found = x509.load_der_x509_certificate(certificate)
        begins, ends = found.not_valid_before_utc, found.not_valid_after_utc
        if not begins.timestamp() <= at / 1_000 < ends.timestamp():
            return None
        pem = found.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    except ValueError:
        return None
    for kind in (ECKey, RSAKey):
        try:
            return str(kind.import_key(pem).thumbprint())
        except (JoseError, ValueError, TypeError):
            continue
    return None
