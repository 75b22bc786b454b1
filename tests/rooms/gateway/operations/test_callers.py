"""Who calls the machine API (C-24)."""

import pytest
from django.http import HttpRequest
from tests.builders.grants import BACK, BOARD
from tests.builders.oauth import Program
from tests.builders.oidc import founded, machine_token, parameters, proof, pushed, redeem, registered
from tests.builders.web import client, request, signed_in, somebody

from sekisho.authentication.types.assurance import Acr
from sekisho.firms.operations.clients import suspend_client
from sekisho.firms.types.scopes import Scope
from sekisho.gateway.operations.callers import caller_of
from sekisho.web.operations.clock import now
from sekisho.web.types.problems import RefusedError

PATH = "/v1/operations"


@pytest.fixture
def back(database: str) -> Program:
    founded()
    return registered("back", BACK)


def knocking(who: Program, access: str, **changes: object) -> HttpRequest:
    made = proof(who, PATH, method="GET", token=access, **changes)
    return request(PATH, headers={"Authorization": f"DPoP {access}", "DPoP": made})


def refused(called: HttpRequest, scope: str = "operations:create") -> str:
    with pytest.raises(RefusedError) as told:
        caller_of(called, scope)
    return told.value.problem.code


def test_a_machine_is_known_by_its_token_and_its_key(back: Program) -> None:
    caller = caller_of(knocking(back, machine_token(back)), "operations:create")

    assert (caller.client_id, caller.ref, caller.key) == ("back", "client:back", back.thumbprint)
    assert (caller.principal, caller.account, caller.grant, caller.acr) == ("", "", "", Acr.NONE)
    assert Scope.OPERATIONS_CREATE in caller.scopes


def test_a_customers_program_brings_its_customer(back: Program) -> None:
    board, browser = registered("board", BOARD), client()
    who = somebody()
    session = signed_in(browser, who)
    uri = pushed(board, scope="openid orders:place")
    answer = browser.get("/oidc/authorize", {"client_id": "board", "request_uri": uri})
    access = redeem(board, parameters(answer)["code"]).json()["access_token"]

    caller = caller_of(knocking(board, access), Scope.ORDERS_PLACE)

    assert (caller.principal, caller.account) == (who.ref, who.account)
    assert (caller.acr, caller.auth_time) == (Acr.PHR, session.auth_time)
    assert caller.limits is not None


def test_a_stolen_replayed_or_narrow_token_is_refused(back: Program) -> None:
    access = machine_token(back, "operations:read")
    used = knocking(back, access)
    caller_of(used, "operations:read")

    assert refused(used, "operations:read") == "invalid_dpop_proof"
    assert refused(knocking(Program("back", issuer=back.issuer), access), "operations:read") == "invalid_token"
    assert refused(knocking(back, access)) == "insufficient_scope"
    assert refused(knocking(back, "guess")) == "invalid_token"


def test_a_client_stopped_by_the_firm_is_refused_with_the_next_call(back: Program) -> None:
    access = machine_token(back)
    suspend_client(client_id="back", by="sato", reason="leak", at=now())

    assert refused(knocking(back, access)) == "invalid_token"


def test_a_scope_that_is_not_there_is_a_mistake_of_ours(back: Program) -> None:
    with pytest.raises(ValueError, match="money"):
        caller_of(request(PATH), "money:withdraw")
