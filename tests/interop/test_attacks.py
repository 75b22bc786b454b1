"""Attacks on the provider over real HTTP: each is refused, and each leaves a record."""

import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from tests.builders.firms import RETURN
from tests.builders.grants import BACK, BOARD, DESK, asking, program
from tests.builders.oauth import VERIFIER, Program, b64, changed, claims_in, ec_key, signed, unsigned
from tests.builders.signing_in import kinds
from tests.harness.node import Node
from tests.harness.visitor import Visitor, parameters

from sekisho.web.operations.clock import now

API = "/v1/operations/op_unknown"


class Attacker:
    """Speaks to the node with whatever it likes."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def registered(self, client_id: str, wanted: Mapping[str, Any]) -> Program:
        """A program that knows the node's name."""
        made = program(client_id, wanted)
        made.issuer = self.node.origin
        return made

    def post(self, path: str, form: Mapping[str, str], proof: str = "") -> httpx.Response:
        headers = {"DPoP": proof} if proof else {}
        return httpx.post(self.node.url(path), data=dict(form), headers=headers)

    def proof(self, who: Program, path: str = "/oidc/token", **changes: Any) -> str:
        return who.proof(now(), url=self.node.url(path), **changes)

    def token(self, who: Program, **form: str) -> httpx.Response:
        """The token endpoint's answer to a client that does everything right but what ``form`` says."""
        nonce = self.post("/oidc/token", {}).headers["DPoP-Nonce"]
        return self.post("/oidc/token", who.form(now(), **form), self.proof(who, nonce=nonce))

    def code(self, visitor: Visitor, who: Program, **changes: str) -> str:
        back = visitor.brought(f"/oidc/authorize?{urlencode(asking(who, **changes))}")
        return parameters(back)["code"]

    def redeem(self, who: Program, code: str, **changes: str) -> httpx.Response:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": RETURN, "code_verifier": VERIFIER}
        return self.token(who, **{**form, **changes})

    def call(self, token: str, proof: str, *, scheme: str = "DPoP") -> int:
        headers = {"Authorization": f"{scheme} {token}", "DPoP": proof}
        return httpx.get(self.node.url(API), headers=headers).status_code


@pytest.fixture
def attacker(node: Node) -> Attacker:
    return Attacker(node)


def error(answer: httpx.Response) -> str:
    return str(answer.json()["error"])


def test_stolen_codes_and_refresh_tokens_end_what_they_belong_to(attacker: Attacker, visitor: Visitor) -> None:
    desk, other = attacker.registered("desk", DESK), attacker.registered("other", DESK)
    code = attacker.code(visitor, desk, scope="openid offline_access")
    first = attacker.redeem(desk, code).json()

    assert error(attacker.redeem(desk, code)) == "invalid_grant"  # code replay
    family = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert error(attacker.token(desk, **family)) == "invalid_grant"
    assert error(attacker.redeem(other, attacker.code(visitor, desk))) == "invalid_grant"
    stolen = attacker.code(visitor, desk)
    assert error(attacker.redeem(desk, stolen, code_verifier="x" * 43)) == "invalid_grant"
    assert error(attacker.redeem(desk, stolen)) == "invalid_grant"

    second = attacker.redeem(desk, attacker.code(visitor, desk, scope="openid offline_access")).json()
    family = {"grant_type": "refresh_token", "refresh_token": second["refresh_token"]}
    third = attacker.token(desk, **family).json()
    assert error(attacker.token(desk, **family)) == "invalid_grant"  # refresh reuse
    newest = {"grant_type": "refresh_token", "refresh_token": third["refresh_token"]}
    assert error(attacker.token(desk, **newest)) == "invalid_grant"
    assert {"authentication:code:replayed", "authentication:token:replayed"} <= set(kinds())


def test_nobody_is_led_astray_or_down(attacker: Attacker, visitor: Visitor) -> None:
    """Redirect tricks, PKCE downgrade, other flows, and a pushed request opened twice."""
    desk, board = attacker.registered("desk", DESK), attacker.registered("board", BOARD)
    good = asking(desk)
    for uri in (
        "https://evil.example/", RETURN + "/", RETURN + "?x=1", RETURN + "#x", "https://client.example@evil.example/",
        "https://client.example/callback/../../evil", RETURN.upper(), "",
    ):  # fmt: skip
        answer = visitor.get(f"/oidc/authorize?{urlencode({**good, 'redirect_uri': uri})}")
        assert (answer.status_code, "Location" in answer.headers) == (400, False), uri
    twice = visitor.get(f"/oidc/authorize?{urlencode(good)}&redirect_uri=https://evil.example/")
    assert (twice.status_code, "Location" in twice.headers) == (400, False)
    for changes in (
        {"code_challenge_method": "plain"}, {"code_challenge_method": ""}, {"code_challenge": ""},
        {"response_type": "token"}, {"response_type": "code id_token"}, {"response_mode": "fragment"},
        {"request": "e30.e30."}, {"prompt": "none login"},
    ):  # fmt: skip
        back = visitor.brought(f"/oidc/authorize?{urlencode(asking(desk, **changes))}")
        assert "error" in parameters(back)
        assert "code" not in parameters(back)
    form = {**asking(board), **board.form(now())}
    uri = attacker.post("/oidc/par", form, attacker.proof(board, "/oidc/par")).json()["request_uri"]
    opened = f"/oidc/authorize?{urlencode({'client_id': 'board', 'request_uri': uri})}"
    assert "code" in parameters(visitor.brought(opened))
    assert visitor.get(opened).status_code == 400  # request_uri reuse


def test_no_forged_statement_names_a_client(attacker: Attacker) -> None:
    """``none``, HS256 with the public key, a key in the header, another audience, a replay, a secret."""
    back = attacker.registered("back", BACK)
    public = back.key.as_dict(private=False)
    claims = claims_in(back.statement(now()))
    head = b64(json.dumps({"alg": "HS256", "kid": back.key.kid}).encode()) + "." + b64(json.dumps(claims).encode())
    thief = ec_key()
    used = back.statement(now())
    grant = {"grant_type": "client_credentials"}
    kind = {"client_assertion_type": back.form(now())["client_assertion_type"]}
    attacker.post("/oidc/token", {**grant, **kind, "client_assertion": used}, attacker.proof(back))
    for assertion in (
        unsigned(claims, kid=back.key.kid),
        f"{head}.{b64(hmac.digest(json.dumps(public).encode(), head.encode(), 'sha256'))}",
        f"{head}.{b64(hmac.digest(back.key.as_pem(private=False), head.encode(), 'sha256'))}",
        signed(claims, thief, kid=back.key.kid),
        signed(claims, thief, jwk=thief.as_dict(private=False)),
        signed(claims, thief, jku="https://evil.example/jwks", kid="x"),
        changed(back.statement(now()), sub="desk"),
        back.statement(now(), aud="https://other.example"),
        back.statement(now(), aud=attacker.node.url("/oidc/token")),
        back.statement(now(), exp=now() // 1_000 + 3_600),
        used,
    ):
        answer = attacker.post("/oidc/token", {**grant, **kind, "client_assertion": assertion}, attacker.proof(back))
        assert (answer.status_code, error(answer)) == (401, "invalid_client")
    secret = attacker.post("/oidc/token", {**grant, "client_id": "back", "client_secret": "guess"})
    assert error(secret) == "invalid_client"
    assert kinds().count("authentication:token:refused") >= 12


def test_a_stolen_token_is_worth_nothing(attacker: Attacker) -> None:
    """DPoP: replay, another method, address, token, key, time, two proofs, and no proof at all."""
    back = attacker.registered("back", BACK)
    token = attacker.token(back, grant_type="client_credentials").json()["access_token"]
    good = attacker.proof(back, API, method="GET", token=token)
    thief = Program("back", issuer=back.issuer)

    assert attacker.call(token, good) == 404  # let in
    assert attacker.call(token, good) == 401  # replay
    for proof in (
        attacker.proof(back, API, method="POST", token=token),
        attacker.proof(back, "/v1/operations/op_other", method="GET", token=token),
        attacker.proof(back, API, method="GET", token=token, htu="https://evil.example" + API),
        attacker.proof(back, API, method="GET"),
        attacker.proof(back, API, method="GET", token="another"),  # noqa: S106 - not a secret
        attacker.proof(back, API, method="GET", token=token, iat=now() // 1_000 - 120),
        attacker.proof(back, API, method="GET", token=token, iat=now() // 1_000 + 120),
        attacker.proof(thief, API, method="GET", token=token),
        ", ".join(attacker.proof(back, API, method="GET", token=token) for _ in range(2)),
        "",
    ):
        assert attacker.call(token, proof) == 401, proof
    fresh = attacker.proof(back, API, method="GET", token=token)
    assert attacker.call(token, fresh, scheme="Bearer") == 401
    forged = changed(token, scope="operations:consume operations:read")
    assert attacker.call(forged, attacker.proof(back, API, method="GET", token=forged)) == 401
    nothing = unsigned(claims_in(token), typ="at+jwt")
    assert attacker.call(nothing, attacker.proof(back, API, method="GET", token=nothing)) == 401
    assert "authentication:access:refused" in kinds()
