"""Authlib's client logs customers in through us, over real HTTP."""

from typing import Any

import httpx
import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from tests.builders.firms import RETURN
from tests.builders.grants import APP, BACK, DESK, READER, program
from tests.builders.oauth import Program, ec_key
from tests.harness.node import Node
from tests.harness.visitor import Visitor, parameters

from sekisho.web.operations.clock import now

VERIFIER = "a-verifier-of-forty-eight-characters-for-authlib"
BYE = "https://client.example/bye"


def metadata(node: Node) -> dict[str, Any]:
    return dict(httpx.get(node.url("/.well-known/openid-configuration")).json())


class Brief(PrivateKeyJWT):
    """Authlib's statements last an hour unless told otherwise, and we accept five minutes."""

    def sign(self, auth: Any, token_endpoint: str) -> Any:
        self.claims = {"exp": now() // 1_000 + 120}
        return super().sign(auth, token_endpoint)


def client(node: Node, who: Program, **more: Any) -> OAuth2Session:
    """Authlib's client with the key that is registered."""
    found = OAuth2Session(
        client_id=who.client_id, client_secret=who.key, token_endpoint_auth_method="private_key_jwt",  # noqa: S106
        redirect_uri=RETURN, code_challenge_method="S256", **more,
    )  # fmt: skip
    auth = Brief(node.origin, headers={"kid": who.key.kid}, alg="ES256")
    found.register_client_auth_method(auth)
    return found


def checked(node: Node, token: str, client_id: str, **how: Any) -> CodeIDToken:
    """An ID token as Authlib checks it."""
    keys = KeySet.import_key_set(httpx.get(metadata(node)["jwks_uri"]).json())
    found = jwt.decode(token, keys, algorithms=["RS256", "ES256"])
    options = {"iss": {"value": node.origin}, "aud": {"value": client_id}}
    claims = CodeIDToken(found.claims, found.header, options, {"client_id": client_id, **how})
    claims.validate(leeway=10)
    return claims


def test_a_customer_logs_in_and_stays_logged_in(node: Node, visitor: Visitor) -> None:
    desk = program("desk", {**DESK, "post_logout_redirect_uris": (BYE,)})
    known = metadata(node)
    with client(node, desk, scope="openid offline_access") as authlib:
        url, state = authlib.create_authorization_url(
            known["authorization_endpoint"], code_verifier=VERIFIER, nonce="n-1", acr_values="phr", max_age=300
        )
        back = visitor.brought(url)
        assert (parameters(back)["iss"], parameters(back)["state"]) == (node.origin, state)

        token = authlib.fetch_token(
            known["token_endpoint"], authorization_response=back, state=state, code_verifier=VERIFIER
        )
        claims = checked(node, token["id_token"], "desk", nonce="n-1", max_age=300, access_token=token["access_token"])
        assert (claims["sub"], claims["acr"]) == (visitor.principal.account, "phr")
        assert authlib.get(known["userinfo_endpoint"]).json()["sub"] == claims["sub"]

        newer = authlib.refresh_token(known["token_endpoint"], token["refresh_token"])
        assert newer["refresh_token"] != token["refresh_token"]
        with pytest.raises(OAuthError, match="invalid_grant"):  # refresh reuse
            authlib.refresh_token(known["token_endpoint"], token["refresh_token"])
        assert authlib.get(known["userinfo_endpoint"]).status_code == 401  # the whole family is gone

    left = visitor.get(f"/oidc/logout?id_token_hint={token['id_token']}&post_logout_redirect_uri={BYE}")
    assert left.headers["Refresh"] == f"0; url={BYE}"


def test_an_installed_program_needs_no_secret(node: Node, visitor: Visitor) -> None:
    program("app", APP)
    known, home = metadata(node), "http://127.0.0.1:51234/cb"
    with OAuth2Session(
        client_id="app", token_endpoint_auth_method="none", redirect_uri=home, code_challenge_method="S256",  # noqa: S106
        scope="openid",
    ) as authlib:  # fmt: skip
        url, state = authlib.create_authorization_url(known["authorization_endpoint"], code_verifier=VERIFIER)
        token = authlib.fetch_token(
            known["token_endpoint"], authorization_response=visitor.brought(url), state=state, code_verifier=VERIFIER
        )

    assert checked(node, token["id_token"], "app")["sub"] == visitor.principal.account


def test_what_authlib_is_refused(node: Node, visitor: Visitor) -> None:
    desk = program("desk", DESK)
    known = metadata(node)
    with client(node, desk, scope="openid") as authlib:
        url, state = authlib.create_authorization_url(known["authorization_endpoint"], code_verifier=VERIFIER)
        back = visitor.brought(url)
        how = {"authorization_response": back, "state": state}
        with pytest.raises(OAuthError, match="invalid_grant"):
            authlib.fetch_token(known["token_endpoint"], code_verifier="x" * 43, **how)
        with pytest.raises(OAuthError, match="invalid_grant"):  # it was burnt by the first try
            authlib.fetch_token(known["token_endpoint"], code_verifier=VERIFIER, **how)
        plain, _ = authlib.create_authorization_url(known["authorization_endpoint"])
        assert parameters(visitor.brought(plain))["error"] == "invalid_request"
    stranger = Program("desk", key=ec_key())
    stranger.key = ec_key()
    with client(node, stranger) as authlib, pytest.raises(OAuthError, match="invalid_client"):
        authlib.fetch_token(known["token_endpoint"], code="x", code_verifier=VERIFIER)


def test_another_company_learns_another_name(node: Node, visitor: Visitor) -> None:
    """FAPI clients push their requests; a plain one from Authlib is stopped on a page of ours."""
    reader = program("reader", READER)
    program("back", BACK)
    with client(node, reader, scope="openid") as authlib:
        url, _ = authlib.create_authorization_url(metadata(node)["authorization_endpoint"], code_verifier=VERIFIER)

    answer = visitor.get(url)
    assert answer.status_code == 400
    assert "Location" not in answer.headers
