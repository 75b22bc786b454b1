"""The emergency stop reaches every way in, at once and over real HTTP (C-20, C-23, C-24)."""

import re
import time

import httpx
from tests.builders.grants import DESK
from tests.builders.oauth import Program, ec_key
from tests.builders.web import opened, somebody
from tests.harness.node import Node
from tests.harness.visitor import Visitor
from tests.interop.test_attacks import Attacker, error

from sekisho.authentication import models
from sekisho.authentication.types.principals import PrincipalKind
from sekisho.kernel.moments import DAY
from sekisho.web.operations.clock import now

LIMIT = 60.0
"""Seconds that C-20 leaves."""


def api_key(visitor: Visitor) -> Program:
    """A program of the customer's with a key."""
    tool = Program("key_tool", key=(key := ec_key()), proof_key=key, issuer=visitor.origin)
    at, who = now(), visitor.principal
    grant = models.Grant.objects.create(
        id="gr_tool", kind="key", client_id=tool.client_id, principal_id=who.ref, account=who.account,
        session=visitor.session.ref, scopes=["accounts:read"], acr=3, amr=["pop"], auth_time=at, key=tool.thumbprint,
        offline=True, created=at, expires=at + DAY, state="active",
    )  # fmt: skip
    jwk = {**key.as_dict(private=False), "kid": tool.thumbprint}
    models.ApiKey.objects.create(id=tool.client_id, grant=grant, name="tool", jwk=jwk, operation="op_tool")
    return tool


def delegate(visitor: Visitor) -> dict[str, str]:
    """The cookies of a delegate who is acting on the customer's account."""
    agent, at, account = somebody(PrincipalKind.AGENT), now(), visitor.principal.account
    models.Delegation.objects.create(
        id="dg_1", agent_id=agent.ref, account=account, granted_by_id=visitor.principal.ref, name="Hanako",
        relation="daughter", operations=["order_place"], limit_yen=1_000, start=at - 1, until=at + DAY,
        operation="op_dg", state="active",
    )  # fmt: skip
    return opened(agent, acting=account)[1]


def page_status(node: Node, cookies: dict[str, str]) -> int:
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    return httpx.get(node.url("/sessions"), headers=headers, follow_redirects=False).status_code


def test_after_the_stop_nothing_of_the_account_gets_in(node: Node, visitor: Visitor) -> None:
    attacker = Attacker(node)
    desk, tool, cookies = attacker.registered("desk", DESK), api_key(visitor), delegate(visitor)
    other = opened(visitor.principal)[1]
    granted = attacker.redeem(desk, attacker.code(visitor, desk, scope="openid offline_access")).json()

    def told(path: str, token: str) -> int:
        proof = attacker.proof(desk, path, method="GET", token=token)
        return httpx.get(node.url(path), headers={"Authorization": f"DPoP {token}", "DPoP": proof}).status_code

    assert told("/oidc/userinfo", granted["access_token"]) == 200
    assert attacker.token(tool, grant_type="client_credentials").status_code == 200
    assert [page_status(node, each) for each in (visitor.cookies, other, cookies)] == [200, 200, 200]

    form = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.get("/freeze").text)
    assert form is not None
    former, pressed = dict(visitor.cookies), time.monotonic()
    assert visitor.post("/freeze", {"csrfmiddlewaretoken": form.group(1)}).status_code == 200

    assert [page_status(node, each) for each in (former, other, cookies)] == [302, 302, 302]
    assert told("/oidc/userinfo", granted["access_token"]) == 401
    refresh = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
    assert error(attacker.token(desk, **refresh)) == "invalid_grant"
    assert error(attacker.token(tool, grant_type="client_credentials")) == "invalid_grant"
    assert time.monotonic() - pressed < LIMIT
