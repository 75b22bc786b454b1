"""What is said where a token is wanting."""

import pytest
from django.http import HttpRequest
from tests.builders.grants import BACK
from tests.builders.oauth import Program
from tests.builders.oidc import call, founded, machine_token, origin, proof, registered
from tests.builders.signing_in import kinds
from tests.builders.web import client, request

from sekisho.authentication.types.assurance import Acr
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.oidc.bearers import access_of, require_assurance
from sekisho.web.types.problems import RefusedError


@pytest.fixture
def back(database: str) -> Program:
    founded()
    return registered("back", BACK)


def knocking(who: Program, access: str, path: str = "/v1/x") -> HttpRequest:
    made = proof(who, path, method="GET", token=access)
    return request(path, headers={"Authorization": f"DPoP {access}", "DPoP": made})


def test_a_call_without_a_token_learns_how_to_get_in(back: Program) -> None:
    answer = client().get("/oidc/userinfo", headers={"host": origin().partition("//")[2]})

    challenge = answer.headers["WWW-Authenticate"]
    assert answer.status_code == 401
    assert challenge.startswith('DPoP error="invalid_token"')
    assert 'algs="ES256 PS256 Ed25519"' in challenge
    assert answer.headers["DPoP-Nonce"]
    assert "authentication:access:refused" in kinds()


def test_a_missing_scope_is_named(back: Program) -> None:
    answer = call(back, "/oidc/userinfo", machine_token(back))

    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert 'scope="openid"' in answer.headers["WWW-Authenticate"]


def test_a_bad_proof_is_told_as_one(back: Program) -> None:
    answer = call(back, "/oidc/userinfo", machine_token(back), htm="PUT")

    assert answer.status_code == 401
    assert 'error="invalid_dpop_proof"' in answer.headers["WWW-Authenticate"]


def test_a_surer_login_is_asked_for_by_class_and_age(back: Program) -> None:
    """RFC 9470."""
    called = knocking(back, machine_token(back))
    found = access_of(called, Scope.OPERATIONS_READ)

    with pytest.raises(RefusedError) as told:
        require_assurance(called, found, acr=Acr.PHR, max_age=300)

    challenge = told.value.problem.headers["WWW-Authenticate"]
    assert told.value.problem.status == 401
    assert 'error="insufficient_user_authentication"' in challenge
    assert 'acr_values="phr"' in challenge
    assert 'max_age="300"' in challenge
    with pytest.raises(RefusedError) as ageless:
        require_assurance(called, found, acr=Acr.PHR, max_age=None)
    assert "max_age" not in ageless.value.problem.headers["WWW-Authenticate"]
