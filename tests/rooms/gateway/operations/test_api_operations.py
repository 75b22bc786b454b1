"""The firm's back end asks, fetches the receipt, consumes it and reads evidence, over HTTP (C-03, C-24, E-13)."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.builders import firms, web
from tests.builders.approvals import CONTENTS
from tests.builders.approving import Desk, hash_over
from tests.builders.grants import answered
from tests.builders.oauth import Program
from tests.builders.passkeys import told

from sekisho.authentication import models
from sekisho.authentication.operations.grants.knowing import fresh_nonce
from sekisho.authentication.queries.approvals import operation_of
from sekisho.authentication.rules.evidence.inspecting import Inspector
from sekisho.authentication.types.approvals import Approved
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.executing import PORTAL
from sekisho.firms.types.clients import Profile
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.oidc.providing import provider
from sekisho.kernel.bytes64 import b64
from sekisho.kernel.moments import DAY, from_milliseconds
from sekisho.web.operations.clock import now
from sekisho.web.operations.keys import node_keys

WITHDRAW = CONTENTS[OperationCode.WITHDRAW]
SCOPES = frozenset({Scope.OPERATIONS_CREATE, Scope.OPERATIONS_READ, Scope.OPERATIONS_CONSUME, Scope.EVIDENCE_READ})


class BackEnd:
    """A program with a token of its own, at our door."""

    def __init__(self, name: str, scopes: frozenset[Scope] = SCOPES) -> None:
        self.program = Program(name, issuer=provider().issuer)
        wanted = firms.terms(self.program.jwks, profile=Profile.MACHINE, redirect_uris=(), scopes=scopes)
        firms.registered(name, wanted, at=now() - DAY)
        self.http: Client = web.client(language="en")
        self.token = self._token(" ".join(sorted(scopes)))

    def _token(self, scope: str) -> str:
        at = now()
        us = provider()
        form = self.program.form(at, grant_type="client_credentials", scope=scope)
        knock = self.program.knock(at, nonce=fresh_nonce(provider=us, at=at))
        return str(answered(form, us=us, knock=knock)["access_token"])

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        url = provider().issuer + path.partition("?")[0]
        proof = self.program.proof(now(), url=url, method=method, token=self.token)
        extra: dict[str, Any] = {"headers": {"authorization": f"DPoP {self.token}", "dpop": proof, **headers}}
        if method == "GET":
            return self.http.get(path, **extra)
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.http.generic(method, path, data, content_type="application/json", **extra)

    def create(self, *, key: str = "k-1", **changes: Any) -> Any:
        body = {"operation": "withdraw", "account": "a1", "content": WITHDRAW, **changes}
        return self.send("POST", "/v1/operations", body, **({"idempotency-key": key} if key else {}))


@pytest.fixture
def desk(fresh_database: str, settings: Any) -> Desk:
    settings.ROOT_URLCONF = "sekisho.gateway.operations.api"
    firms.founded(at=now() - 2 * DAY)
    desk = Desk(at=now(), key=node_keys().signing("ES256"))  # type: ignore[arg-type]
    desk.browser.at = desk.at - 5 * DAY
    return desk.open()


@pytest.fixture
def back(desk: Desk) -> BackEnd:
    return BackEnd("broker")


def approved(desk: Desk, made: dict[str, Any]) -> Approved:
    """The customer signs what the back end asked for."""
    desk.at = desk.browser.at = now()
    return desk.approve(desk.begin(made["id"]))


def test_the_back_end_asks_fetches_the_receipt_and_executes(desk: Desk, back: BackEnd) -> None:
    created = back.create()
    made = created.json()
    assert (created.status_code, made["state"], made["approval_url"]) == (
        201, "created", f"{provider().issuer}/approve/{made['id']}",
    )  # fmt: skip

    signed = approved(desk, made)
    shown = back.send("GET", f"/v1/operations/{made['id']}").json()
    assert (shown["state"], shown["receipt"]) == ("approved", signed.operation.receipt_jws)

    digest = b64(hash_over(signed.operation))
    assert digest == made["op_hash"]
    body = {"receipt": shown["receipt"], "op_hash": digest}
    done = back.send("POST", f"/v1/operations/{made['id']}/consume", body)
    assert (done.status_code, done.json()["state"], done.json()["repeated"]) == (200, "executed", False)
    assert "receipt" not in done.json()

    again = back.send("POST", f"/v1/operations/{made['id']}/consume", body)
    assert (again.status_code, again.json()["code"]) == (409, "already")


def test_something_else_is_not_executed(desk: Desk, back: BackEnd) -> None:
    made = back.create().json()
    signed = approved(desk, made)
    body = {"receipt": signed.operation.receipt_jws, "op_hash": b64(hash_over(signed.operation, amount="9999999"))}
    refused = back.send("POST", f"/v1/operations/{made['id']}/consume", body)

    assert (refused.status_code, refused.json()["code"]) == (409, "tampered")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "not what the customer approved" in refused.json()["detail"]
    assert operation_of(operation=made["id"]).state.value == "voided"


def test_a_lost_answer_can_be_asked_for_again(desk: Desk, back: BackEnd) -> None:
    first, again = back.create(), back.create()
    assert first.json() == again.json()
    signed = approved(desk, first.json())
    body = {"receipt": signed.operation.receipt_jws, "op_hash": first.json()["op_hash"]}
    path = f"/v1/operations/{first.json()['id']}/consume"
    answers = [back.send("POST", path, body, **{"idempotency-key": "c-1"}).json() for _ in range(2)]

    assert [each["repeated"] for each in answers] == [False, True]
    assert answers[0]["execution"] == answers[1]["execution"]


def test_a_key_used_for_other_content_is_refused(back: BackEnd) -> None:
    back.create()

    assert back.create(content={**WITHDRAW, "amount": "1"}).json()["code"] == "key_reused"


@pytest.mark.parametrize("key", ["", "with space", "x" * 129])
def test_an_idempotency_key_is_needed(back: BackEnd, key: str) -> None:
    refused = back.create(key=key)

    assert (refused.status_code, refused.json()["code"]) == (400, "idempotency_key")


def test_wrong_fields_are_named_in_both_languages(back: BackEnd) -> None:
    refused = back.create(content={**WITHDRAW, "amount": "1.5", "fee": "1"})
    fields = refused.json()["fields"]

    assert refused.status_code == 422
    assert [each["field"] for each in fields] == ["fee"]
    assert fields[0]["ja"] == "この手続きにはない項目です"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"operation": "login"}, 422, "not_signable"),
        ({"operation": "dance"}, 422, "not_signable"),
        ({"account": "nobody"}, 404, "unknown"),
        ({"content": "none"}, 422, "bad_content"),
        ({"operation": 1}, 400, "bad_json"),
    ],
)
def test_what_cannot_be_asked_for_is_told(back: BackEnd, change: dict[str, Any], status: int, code: str) -> None:
    refused = back.create(**change)

    assert (refused.status_code, refused.json()["code"]) == (status, code)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"a":1,"a":2}', b"\xff", b"[" * 99_999])
def test_malformed_bodies_get_a_problem(back: BackEnd, body: bytes) -> None:
    for path in ("/v1/operations", "/v1/operations/op_1/consume", "/v1/operations/op_1/cancel"):
        refused = back.send("POST", path, body, **{"idempotency-key": "k"})
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_json")


@pytest.mark.parametrize("digest", ["", "short", "A" * 42 + "B", "%" * 43])
def test_a_digest_that_is_none_does_not_void_the_approval(desk: Desk, back: BackEnd, digest: str) -> None:
    made = back.create().json()
    signed = approved(desk, made)
    body = {"receipt": signed.operation.receipt_jws, "op_hash": digest}
    refused = back.send("POST", f"/v1/operations/{made['id']}/consume", body)

    assert (refused.status_code, refused.json()["code"]) == (422, "op_hash")
    assert operation_of(operation=made["id"]).state.value == "approved"


def test_an_operation_of_another_program_looks_like_none(desk: Desk, back: BackEnd) -> None:
    made = back.create().json()
    signed = approved(desk, made)
    other = BackEnd("other")
    consumed = {"receipt": signed.operation.receipt_jws, "op_hash": made["op_hash"]}

    for method, path, body in (
        ("GET", f"/v1/operations/{made['id']}", None),
        ("POST", f"/v1/operations/{made['id']}/consume", consumed),
        ("POST", f"/v1/operations/{made['id']}/cancel", {"reason": "x"}),
        ("GET", "/v1/operations/op_none", None),
    ):
        refused = other.send(method, path, body)
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown")
    assert operation_of(operation=made["id"]).state.value == "approved"


def test_an_operation_can_be_cancelled(desk: Desk, back: BackEnd) -> None:
    made = back.create().json()
    done = back.send("POST", f"/v1/operations/{made['id']}/cancel", {"reason": "the customer called"})

    assert (done.status_code, done.json()["state"]) == (200, "cancelled")


def test_no_program_passes_for_our_own_pages(desk: Desk) -> None:
    refused = BackEnd(PORTAL).create()

    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")


def test_a_program_without_the_scope_is_not_let_in(desk: Desk) -> None:
    reader = BackEnd("reader", frozenset({Scope.OPERATIONS_READ}))

    assert reader.create().status_code == 403
    assert reader.send("GET", "/v1/evidence/ev_1").status_code == 403
    assert reader.http.get("/v1/operations/op_1").status_code == 401


def test_one_piece_of_evidence_is_read_and_that_is_journaled(desk: Desk, back: BackEnd) -> None:
    signed = approved(desk, back.create().json())
    found = back.send("GET", f"/v1/evidence/{signed.operation.evidence}").json()

    assert found["head"] == ""
    assert found["line"]["body"]["document"]["content"] == WITHDRAW
    assert told("authentication:evidence:exported") == [
        {"about": "a1", "by": "client:broker", "evidence": signed.operation.evidence}
    ]
    assert back.send("GET", "/v1/evidence/ev_none").json()["code"] == "unknown"


def test_a_bundle_over_http_checks_itself(desk: Desk, back: BackEnd) -> None:
    approved(desk, back.create().json())
    today = from_milliseconds(now()).date().isoformat()
    answer = back.send("GET", f"/v1/evidence?from={today}&to={today}&account=a1")
    inspector = Inspector()
    for line in b"".join(answer.streaming_content).splitlines(keepends=True):
        inspector.feed(line)

    assert answer.headers["Content-Type"] == "application/x-ndjson"
    found = inspector.finish()
    assert found.whole
    assert found.approvals == models.Evidence.objects.count() == 1


@pytest.mark.parametrize("query", ["", "from=x&to=y", "from=2026-12-02&to=2026-12-01", "from=2025-01-01&to=2026-12-01"])
def test_days_that_are_none_are_refused(back: BackEnd, query: str) -> None:
    assert back.send("GET", f"/v1/evidence?{query}").json()["code"] == "days"


def test_the_api_describes_itself(back: BackEnd) -> None:
    described = back.http.get("/v1/openapi.json").json()

    assert {path.removeprefix("/v1") for path in described["paths"]} == {
        "/operations", "/operations/{operation}", "/operations/{operation}/consume",
        "/operations/{operation}/cancel", "/evidence", "/evidence/{evidence}",
        "/customers/{account}", "/customers/{account}/close", "/customers/{account}/contacts",
        "/customers/{account}/contacts/{contact}/proven", "/agents/{number}", "/agents/{number}/close",
    }  # fmt: skip
