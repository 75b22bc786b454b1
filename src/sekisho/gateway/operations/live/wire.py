"""The decision service over HTTP: one plain ASGI application, nothing between the socket and the judge.

=======================  ======================================================================================
``POST /v1/decisions``   one event; the decision back
``POST /v1/answers``     the same, for events of type ``answer``
``POST /v1/events``      many events, NDJSON; what was refused back, by line
``GET /v1/decisions/x``  a decision in full
``GET /livez, /readyz``  for load balancers
=======================  ======================================================================================
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from sekisho.activity.types.events import Answer
from sekisho.activity.types.rejection import BadEvent
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.live.admitting import Admission, NotAdmittedError
from sekisho.gateway.operations.live.recalling import explained
from sekisho.gateway.operations.live.service import Service
from sekisho.gateway.types.live import TROUBLES, NoDecisionError, Told
from sekisho.kernel.texts import Text

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
LARGEST = 262_144
"""Bytes of one event."""
LARGEST_BULK = 1 << 26
DECISION = b"application/vnd.sekisho.decision+json;v=1"
PROBLEM = b"application/problem+json"
JSON = b"application/json"
DEADLINE = b"sekisho-deadline-ms"
_LONGEST_PATIENCE = 60_000
_TOGETHER = 256
_encode = msgspec.json.Encoder().encode
_TOO_LARGE = Text("本文が大きすぎます。分けて送ってください。", "The body is too large. Send it in parts.")
_NOT_FOUND = Text("この住所には何もありません。", "There is nothing at this address.")
_NOT_ANSWER = Text("type が answer のイベントを送ってください。", "Send an event of type answer.")
_BAD_DEADLINE = Text(
    f"Sekisho-Deadline-Ms は1から{_LONGEST_PATIENCE}までの整数にしてください。",
    f"Sekisho-Deadline-Ms has to be a whole number from 1 to {_LONGEST_PATIENCE}.",
)
_NO_DECISION = Text("この番号の判定はありません。", "There is no such decision.")


class HttpProblemError(Exception):
    """A refusal, as a problem document (RFC 9457)."""

    def __init__(self, status: int, code: str, text: Text, **more: object) -> None:
        self.status, self.code, self.text, self.more = status, code, text, more
        super().__init__(code)

    def document(self) -> bytes:
        """The document's bytes, in both languages."""
        return _encode(
            {
                "type": f"urn:sekisho:problem:{self.code}",
                "status": self.status,
                "code": self.code,
                "title": HTTPStatus(self.status).phrase,
                "detail": self.text.en,
                "texts": {"ja": self.text.ja, "en": self.text.en},
                **self.more,
            }
        )


class Application:
    """The ASGI application of one process."""

    def __init__(self, *, admission: Admission, service: Service) -> None:
        """Serve ``service`` to those whom ``admission`` lets in."""
        self._admission, self._service = admission, service
        self._posts = {
            "/v1/decisions": self._decide,
            "/v1/answers": self._answer,
            "/v1/events": self._observe,
        }

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        try:
            status, kind, body = await self._respond(scope, receive)
        except HttpProblemError as error:
            status, kind, body = error.status, PROBLEM, error.document()
        except NotAdmittedError as error:
            await _answer(send, error.status, PROBLEM, error.document(), headers=error.headers)
            return
        await _answer(send, status, kind, body)

    async def _respond(self, scope: Mapping[str, Any], receive: Receive) -> tuple[int, bytes, bytes]:
        method, path = scope["method"], scope["path"]
        if method == "GET" and path in {"/livez", "/readyz"}:
            return self._health(path)
        if method == "POST" and (post := self._posts.get(path)):
            needed = Scope.EVENTS_SEND if path == "/v1/events" else Scope.DECISIONS_ASK
            await self._admission.admit(scope, needed)
            largest = LARGEST_BULK if path == "/v1/events" else LARGEST
            return await post(scope, await _body(receive, largest))
        if method == "GET" and path.startswith("/v1/decisions/"):
            await self._admission.admit(scope, Scope.DECISIONS_ASK)
            return await self._explain(path.rpartition("/")[2])
        raise HttpProblemError(404, "unknown", _NOT_FOUND)

    def _health(self, path: str) -> tuple[int, bytes, bytes]:
        trouble = self._service.trouble if path == "/readyz" else None
        told = {"status": "ok" if trouble is None else trouble.value, "held": self._service.held}
        return 200 if trouble is None else 503, JSON, _encode(told)

    async def _decide(self, scope: Mapping[str, Any], body: bytes) -> tuple[int, bytes, bytes]:
        patience = _patience(scope)
        try:
            event = self._service.read(body)
            told = await self._service.ask(body, event, patience=patience)
        except BadEvent as error:
            raise _refused(error) from error
        except NoDecisionError as error:
            verdict = self._service.fallback(event).word
            text = TROUBLES[error.trouble]
            raise HttpProblemError(503, error.trouble.value, text, fallback=verdict) from error
        return 200, DECISION, spelt(told)

    async def _answer(self, scope: Mapping[str, Any], body: bytes) -> tuple[int, bytes, bytes]:
        try:
            event = self._service.read(body)
        except BadEvent as error:
            raise _refused(error) from error
        if not isinstance(event, Answer):
            raise HttpProblemError(422, "type", _NOT_ANSWER, field="type")
        return await self._decide(scope, body)

    async def _observe(self, scope: Mapping[str, Any], body: bytes) -> tuple[int, bytes, bytes]:  # noqa: ARG002
        lines = [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
        refused: list[dict[str, object]] = []
        taken = repeated = 0
        for start in range(0, len(lines), _TOGETHER):
            part = lines[start : start + _TOGETHER]
            for (number, _), told in zip(
                part, await asyncio.gather(*(self._one(line) for _, line in part)), strict=True
            ):
                if isinstance(told, Told):
                    taken, repeated = taken + 1, repeated + told.repeated
                else:
                    refused.append({"line": number, **told})
        status = 200 if not any(each["code"] in _AGAIN for each in refused) else 503
        return status, JSON, _encode({"taken": taken, "repeated": repeated, "refused": refused})

    async def _one(self, line: bytes) -> "Told | dict[str, object]":
        try:
            return await self._service.ask(line, self._service.read(line), bulk=True)
        except BadEvent as error:
            return _said(error)
        except NoDecisionError as error:
            text = TROUBLES[error.trouble]
            return {"code": error.trouble.value, "field": "", "ja": text.ja, "en": text.en}

    async def _explain(self, identifier: str) -> tuple[int, bytes, bytes]:
        found = await asyncio.get_running_loop().run_in_executor(None, explained, identifier)
        if found is None:
            raise HttpProblemError(404, "unknown", _NO_DECISION)
        return 200, JSON, _encode(found)


_AGAIN = frozenset(trouble.value for trouble in TROUBLES)


def spelt(told: Told) -> bytes:
    """The answer's bytes; the decision stands in them as it stands in the journal."""
    head = {
        "verdict": told.verdict.word,
        "mode": told.mode.value,
        "position": told.position,
        "repeated": told.repeated,
    }
    decision = told.record or b"null"
    return b'{"decision":' + decision + b"," + _encode(head)[1:]


def _refused(error: BadEvent) -> HttpProblemError:
    return HttpProblemError(422, error.code.value, error.reason, field=error.field)


def _said(error: BadEvent) -> dict[str, object]:
    return {"code": error.code.value, "field": error.field, "ja": error.reason.ja, "en": error.reason.en}


def _patience(scope: Mapping[str, Any]) -> float | None:
    for name, value in scope["headers"]:
        if name == DEADLINE:
            if not value.isdigit() or not 0 < int(value[:9]) <= _LONGEST_PATIENCE:
                raise HttpProblemError(400, "deadline", _BAD_DEADLINE)
            return int(value) / 1_000
    return None


async def _body(receive: Receive, largest: int) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if message.get("more_body"):
        parts, size = [body], len(body)
        while message.get("more_body"):
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > largest:
                raise HttpProblemError(413, "too_large", _TOO_LARGE)
        body = b"".join(parts)
    if len(body) > largest:
        raise HttpProblemError(413, "too_large", _TOO_LARGE)
    return body


async def _answer(
    send: Send, status: int, kind: bytes, body: bytes, *, headers: Mapping[str, str] | None = None
) -> None:
    fields = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    fields += [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})
