"""requests_oauth2client speaks FAPI 2.0 with us, over real HTTP: pushed requests, private_key_jwt, DPoP with nonces."""

import json
from typing import Any

import httpx
import pytest
from jwskate import Jwk
from requests_oauth2client import (
    ApiClient,
    DPoPKey,
    MismatchingIssuer,
    OAuth2Client,
    OAuth2ClientCredentialsAuth,
    PrivateKeyJwt,
)
from requests_oauth2client.exceptions import (
    EndpointError,
    InvalidClient,
    InvalidGrant,
    InvalidRequest,
    UnauthorizedClient,
)
from tests.builders.approvals import CONTENTS
from tests.builders.firms import RETURN
from tests.builders.grants import BACK, BOARD, READER, program
from tests.builders.oauth import Program
from tests.harness.node import Node
from tests.harness.visitor import Visitor, parameters

from sekisho.authentication.types.catalogue import OperationCode


def client(node: Node, who: Program, **more: Any) -> OAuth2Client:
    """The library's client, set up from our discovery document and the key that is registered."""
    key = Jwk({**who.key.as_dict(private=True), "kid": who.key.kid, "alg": "ES256"})
    auth = PrivateKeyJwt(who.client_id, key, alg="ES256", aud=node.origin)
    return OAuth2Client.from_discovery_endpoint(
        issuer=node.origin, auth=auth, redirect_uri=RETURN, dpop_bound_access_tokens=True, testing=True,
        **more,
    )  # fmt: skip


def pushed(found: OAuth2Client, **wanted: Any) -> tuple[Any, Any]:
    asked = found.authorization_request(**{"scope": "openid accounts:read", **wanted})
    return asked, found.pushed_authorization_request(asked)


def test_an_aggregator_reads_with_the_customers_consent(node: Node, visitor: Visitor) -> None:
    """C-25: consent, a name of its own, tokens bound to its key, rotation, and the end."""
    found = client(node, program("reader", READER))
    asked, sent = pushed(found, scope="openid accounts:read offline_access", acr_values="phr")

    answered = asked.validate_callback(visitor.brought(str(sent)))
    token = found.authorization_code(answered, validate=False)

    assert token.token_type == "DPoP"  # noqa: S105
    keys = httpx.get(node.url("/oidc/jwks")).json()
    assert token.id_token.verify_signature(keys["keys"][0], alg="ES256")
    assert token.id_token.acr == "phr"
    assert token.id_token.sub != visitor.principal.account
    assert found.userinfo(token)["sub"] == token.id_token.sub
    newer = found.refresh_token(token)
    assert newer.refresh_token != token.refresh_token
    assert found.introspect_token(newer)["active"]
    assert found.revoke_refresh_token(newer)
    assert not found.introspect_token(newer)["active"]
    with pytest.raises(InvalidGrant):
        found.refresh_token(newer)


def test_a_machine_calls_the_api_with_proofs(node: Node) -> None:
    found = client(node, program("back", BACK))
    auth = OAuth2ClientCredentialsAuth(found, scope="operations:read")

    answer = ApiClient(node.url("/v1"), auth=auth, raise_for_status=False).get("operations/op_unknown")

    assert answer.status_code == 404  # let in, and there is none
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    narrow = OAuth2ClientCredentialsAuth(found, scope="operations:create")
    refused = ApiClient(node.url("/v1"), auth=narrow, raise_for_status=False).get("operations/op_unknown")
    assert refused.status_code == 403
    assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]


def test_an_operation_to_sign_travels_in_authorization_details(node: Node, visitor: Visitor) -> None:
    """RFC 9396: the customer is led to the page where he signs it."""
    found = client(node, program("board", BOARD))
    detail = {"type": "sekisho_withdrawal", "content": CONTENTS[OperationCode.WITHDRAW]}
    _, sent = pushed(found, scope="openid", authorization_details=json.dumps([detail]))

    answer = visitor.get(str(sent))

    assert answer.headers["Location"].startswith("/approve/op_")
    with pytest.raises(EndpointError, match="type is not known"):
        pushed(found, scope="openid", authorization_details=json.dumps([{**detail, "type": "payment"}]))


def test_a_code_is_redeemed_once_and_with_its_key(node: Node, visitor: Visitor) -> None:
    found = client(node, program("board", BOARD))
    asked, sent = pushed(found)
    answered = asked.validate_callback(visitor.brought(str(sent)))
    token = found.authorization_code(answered, validate=False)

    with pytest.raises(InvalidGrant):  # code replay
        found.authorization_code(answered, validate=False)
    assert not found.introspect_token(token)["active"]  # and what came from the first use is gone

    other, sent = pushed(found)
    answered = other.validate_callback(visitor.brought(str(sent)))
    with pytest.raises(InvalidGrant):  # a thief with a key of his own
        found.authorization_code(answered.code, code_verifier=answered.code_verifier, dpop=True, redirect_uri=RETURN,
                                 dpop_key=DPoPKey.generate(), validate=False)  # fmt: skip


def test_a_mix_up_is_noticed_by_the_client(node: Node, visitor: Visitor) -> None:
    """RFC 9207."""
    found = client(node, program("board", BOARD))
    asked, sent = pushed(found)
    back = visitor.brought(str(sent))
    assert parameters(back)["iss"] == node.origin

    with pytest.raises(MismatchingIssuer):
        asked.validate_callback(back.replace("iss=", "iss=https%3A%2F%2Fevil.example&was="))


def test_pkce_cannot_be_weakened(node: Node) -> None:
    found = client(node, program("board", BOARD), code_challenge_method="plain")

    with pytest.raises(InvalidRequest, match="S256"):
        pushed(found)


def test_a_client_with_another_key_is_a_stranger(node: Node) -> None:
    program("back", BACK)

    with pytest.raises(InvalidClient):
        client(node, Program("back")).client_credentials()
    with pytest.raises(UnauthorizedClient):
        client(node, program("board", BOARD)).client_credentials()
